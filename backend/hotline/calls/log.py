"""The desk's log of calls: filtered, counted, drawn by the hour, taken away as a file."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime, timedelta
from typing import Any

from litestar import Request, Response, get

from backend.hotline.calls.export import as_csv, as_xlsx, export_calls
from backend.hotline.calls.queries import (
    OUTCOMES,
    PAGE,
    Asked,
    calls_of,
    hours_of,
    people_of_calls,
    totals_of,
)
from backend.infra.catalogue import catalogue
from backend.infra.spreadsheet import MEDIA
from backend.people.viewer import Viewer
from backend.rules.clock import day_interval, day_of
from backend.web.bars import draw
from backend.web.guards import allow
from backend.web.parts import part_of
from backend.web.render import language, page, partial

LONGEST_DAYS = 366


@get("/calls/log", guards=[allow("calls.view")], include_in_schema=False)
async def log(
    request: Request, day: date | None = None, until: date | None = None, outcome: str = "", person: str = ""
) -> Response[Any]:
    """Today's calls, or those that were asked for."""
    viewer: Viewer = request.user
    asked = asked_for(viewer, day, until, outcome, person)
    since = day_interval(asked.start, viewer.zone).start
    people = await people_of_calls(viewer.department_id, min(since, datetime.now(UTC) - timedelta(days=31)))
    return page(request, "calls/log.html", here="calls", people=people, **await _log(viewer, asked))


@get("/calls/log/lines", guards=[allow("calls.view"), part_of("/calls/log")], include_in_schema=False)
async def lines(
    request: Request, day: date | None = None, until: date | None = None, outcome: str = "", person: str = "",
    before: int | None = None,
) -> Response[Any]:  # fmt: skip
    """The log without its frame: fetched anew when a call comes in, or page by page."""
    viewer: Viewer = request.user
    asked = asked_for(viewer, day, until, outcome, person)
    if before is None:
        return partial(request, "calls/_log.html", **await _log(viewer, asked))
    found = await calls_of(viewer.department_id, asked, viewer.zone, before=before)
    return partial(
        request, "calls/_lines.html", calls=found, more=len(found) == PAGE, asked=asked, further=True,
        now=datetime.now(UTC),
    )  # fmt: skip


@get("/calls/log/export/{file_format:str}", guards=[allow("calls.view")], include_in_schema=False)
async def export(
    request: Request, file_format: str, day: date | None = None, until: date | None = None, outcome: str = "",
    person: str = "", whole: bool = False,
) -> Response[bytes]:  # fmt: skip
    """The same calls as CSV or XLSX."""
    asked = asked_for(request.user, day, until, outcome, person)
    return await exported(request, asked, file_format, whole)


handlers = [log, lines, export]


def asked_for(viewer: Viewer, day: date | None, until: date | None, outcome: str, person: str) -> Asked:
    """The filter as it was asked for, put right where it contradicts itself: a year at most, never backwards."""
    start = day or day_of(datetime.now(UTC), viewer.zone)
    end = min(max(until or start, start), start + timedelta(days=LONGEST_DAYS))
    return Asked(
        start,
        end,
        outcome if outcome in OUTCOMES else "",
        int(person) if person.isascii() and person.isdigit() and len(person) < 18 else None,
    )


async def exported(request: Request, asked: Asked, file_format: str, whole: bool) -> Response[bytes]:
    """A file of calls in the reader's language; a large one is put together beside the loop."""
    viewer: Viewer = request.user
    calls = await export_calls(viewer, asked, viewer.zone, whole=whole, as_file=file_format)
    make = as_csv if file_format == "csv" else as_xlsx
    say = catalogue(language(request)).say
    body = await asyncio.to_thread(make, calls, say, viewer.zone, whole=whole)
    name = f"calls-{asked.start.isoformat()}-{asked.end.isoformat()}.{file_format}"
    return Response(
        body,
        media_type=MEDIA[file_format],
        headers={"content-disposition": f'attachment; filename="{name}"'},
    )


async def _log(viewer: Viewer, asked: Asked) -> dict[str, Any]:
    calls, totals, hours = await asyncio.gather(
        calls_of(viewer.department_id, asked, viewer.zone),
        totals_of(viewer.department_id, asked, viewer.zone),
        hours_of(viewer.department_id, asked, viewer.zone),
    )
    return {
        "asked": asked,
        "calls": calls,
        "more": len(calls) == PAGE,
        "totals": totals,
        "histogram": draw((hour, hour.answered, hour.missed) for hour in hours),
        "today": day_of(datetime.now(UTC), viewer.zone),
        "now": datetime.now(UTC),
        "department_id": viewer.department_id,
    }
