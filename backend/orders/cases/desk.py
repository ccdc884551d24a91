"""After-sales at the desk: filtered, counted, taken away as a file; follow-up calls planned for a day."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime, timedelta
from typing import Any

from litestar import Request, Response, get, post

from backend.infra import spreadsheet
from backend.infra.catalogue import catalogue
from backend.orders.cases import reading
from backend.orders.cases.export import WIDE, export_cases, rows_of
from backend.orders.cases.log import PAGE, STANDINGS, Asked, logged_cases, owners_of_cases, totals_of
from backend.orders.cases.planning import MOST, plan_follow_ups, without_follow_up
from backend.orders.cases.queries import who_works_on_cases
from backend.people.viewer import Viewer
from backend.rules.clock import day_of
from backend.rules.orders.cases import KINDS
from backend.web.guards import allow
from backend.web.onward import onward
from backend.web.parts import part_of
from backend.web.render import language, page, partial

SEES = [allow("orders.view")]


@get("/orders/cases/log", guards=SEES, include_in_schema=False)
async def log(
    request: Request, day: date | None = None, until: date | None = None, kind: str = "", standing: str = "",
    owner: str = "", number: str = "",
) -> Response[Any]:  # fmt: skip
    """The last thirty days, or those that were asked for."""
    viewer: Viewer = request.user
    asked = reading.asked(viewer, datetime.now(UTC), day, until, kind, standing, owner, number)
    owners = await owners_of_cases(viewer.department_id)
    return page(
        request, "cases/log.html", here="cases", owners=owners, kinds=KINDS, standings=STANDINGS,
        **await _log(viewer, asked),
    )  # fmt: skip


@get("/orders/cases/log/lines", guards=[*SEES, part_of("/orders/cases/log")], include_in_schema=False)
async def lines(
    request: Request, day: date | None = None, until: date | None = None, kind: str = "", standing: str = "",
    owner: str = "", number: str = "", before: int | None = None,
) -> Response[Any]:  # fmt: skip
    """The list without its frame: fetched anew when something has changed, or page by page."""
    viewer: Viewer = request.user
    asked = reading.asked(viewer, datetime.now(UTC), day, until, kind, standing, owner, number)
    if before is None:
        return partial(request, "cases/_log.html", **await _log(viewer, asked))
    found = await logged_cases(viewer.department_id, asked, viewer.zone, before=before)
    return partial(
        request, "cases/_lines.html", cases=found, more=len(found) == PAGE, asked=asked, further=True,
        now=datetime.now(UTC),
    )  # fmt: skip


@get("/orders/cases/log/export/{file_format:str}", guards=SEES, include_in_schema=False)
async def export(
    request: Request, file_format: str, day: date | None = None, until: date | None = None, kind: str = "",
    standing: str = "", owner: str = "", number: str = "",
) -> Response[bytes]:  # fmt: skip
    """The same cases as CSV or XLSX."""
    asked = reading.asked(request.user, datetime.now(UTC), day, until, kind, standing, owner, number)
    return await exported(request, asked, file_format)


@get("/orders/cases/follow-ups", guards=[allow("orders.manage")], include_in_schema=False)
async def follow_ups(request: Request, day: date | None = None, planned: int | None = None) -> Response[Any]:
    """For which day calls are to be planned, and how many orders wait for one."""
    viewer: Viewer = request.user
    now = datetime.now(UTC)
    asked = day or day_of(now, viewer.zone) - timedelta(days=1)
    hours = viewer.rules.orders.follow_up_hours if viewer.rules else 72
    return page(
        request, "cases/follow_ups.html", here="cases", day=asked, planned=planned, most=MOST,
        waiting=await without_follow_up(viewer.department_id, asked),
        people=await who_works_on_cases(viewer.department_id), due_at=now + timedelta(hours=hours),
    )  # fmt: skip


@post("/orders/cases/follow-ups", guards=[allow("orders.manage")], include_in_schema=False)
async def plan(request: Request) -> Response[Any]:
    """Plans them and says how many."""
    form, now = await request.form(), datetime.now(UTC)
    viewer: Viewer = request.user
    given = {name: str(form.get(name) or "").strip() for name in ("day", "what", "due_at", "most")}
    owners = [reading.whole(str(value), "owner_id") for value in form.getall("owner_id", [])]
    day = reading.day(given["day"])
    done = await plan_follow_ups(
        viewer, day, [owner for owner in owners if owner is not None], now, what=given["what"],
        due_at=reading.moment(given["due_at"], viewer), most=reading.whole(given["most"], "most") or MOST,
    )  # fmt: skip
    return onward(request, f"/orders/cases/follow-ups?day={day.isoformat()}&planned={len(done.case_ids)}")


handlers: list[Any] = [log, lines, export, follow_ups, plan]


async def exported(request: Request, asked: Asked, file_format: str) -> Response[bytes]:
    """A file of cases in the reader's language; a large one is put together beside the loop."""
    viewer: Viewer = request.user
    cases = await export_cases(viewer, asked, viewer.zone, file_format)
    say = catalogue(language(request)).say
    rows = rows_of(cases, say, viewer.zone)
    if file_format == "csv":
        body = await asyncio.to_thread(spreadsheet.as_csv, rows)
    else:
        body = await asyncio.to_thread(spreadsheet.as_xlsx, rows, say("cases-title"), WIDE)
    name = f"after-sales-{asked.start.isoformat()}-{asked.end.isoformat()}.{file_format}"
    return Response(
        body,
        media_type=spreadsheet.MEDIA[file_format],
        headers={"content-disposition": f'attachment; filename="{name}"'},
    )


async def _log(viewer: Viewer, asked: Asked) -> dict[str, Any]:
    cases, totals = await asyncio.gather(
        logged_cases(viewer.department_id, asked, viewer.zone),
        totals_of(viewer.department_id, asked, viewer.zone),
    )
    return {
        "asked": asked,
        "cases": cases,
        "more": len(cases) == PAGE,
        "totals": totals,
        "today": day_of(asked.at, viewer.zone),
        "now": asked.at,
    }
