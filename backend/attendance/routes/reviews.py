"""The desk's attendance page: what waits for a decision, and everybody's day."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from litestar import Request, Response, get, post

from backend.attendance.corrections import decide_correction
from backend.attendance.month import day_of_department, month_of
from backend.attendance.queries import corrections_of, to_decide
from backend.attendance.reviews import decide_punch
from backend.infra.refusal import not_found
from backend.people.viewer import Viewer
from backend.rules.clock import day_of, month_days
from backend.web.guards import allow
from backend.web.parts import part_of
from backend.web.render import page, partial


@get("/attendance", guards=[allow("attendance.decide")], include_in_schema=False)
async def desk(request: Request, day: date | None = None) -> Response[Any]:
    """What waits, and a day of the department."""
    viewer, now = request.user, datetime.now(UTC)
    today = day_of(now, viewer.zone)
    return page(
        request,
        "attendance/desk.html",
        here="attendance",
        waiting=await to_decide(viewer.department_id),
        **await _day(viewer, day or today, today, now),
    )


@get(
    "/attendance/days/{day:date}",
    guards=[allow("attendance.view"), part_of("/attendance?day={day}")],
    include_in_schema=False,
)
async def day_table(request: Request, day: date) -> Response[Any]:
    """One day's table, swapped in place."""
    viewer, now = request.user, datetime.now(UTC)
    context = await _day(viewer, day, day_of(now, viewer.zone), now)
    return partial(request, "attendance/_day_table.html", **context)


@get(
    "/attendance/waiting",
    guards=[allow("attendance.decide"), part_of("/attendance")],
    include_in_schema=False,
)
async def waiting(request: Request) -> Response[Any]:
    """The list alone, fetched anew when something was added or decided."""
    return await _waiting(request)


@post(
    "/attendance/punches/{punch_id:int}/decision",
    guards=[allow("attendance.decide")],
    include_in_schema=False,
    status_code=200,
)
async def decide_on_punch(request: Request, punch_id: int) -> Response[Any]:
    yes, said = await _answer(request)
    await decide_punch(request.user, punch_id, yes, datetime.now(UTC), said=said)
    return await _waiting(request)


@post(
    "/attendance/corrections/{correction_id:int}/decision",
    guards=[allow("attendance.decide")],
    include_in_schema=False,
    status_code=200,
)
async def decide_on_correction(request: Request, correction_id: int) -> Response[Any]:
    yes, said = await _answer(request)
    await decide_correction(request.user, correction_id, yes, datetime.now(UTC), said=said)
    return await _waiting(request)


@get("/attendance/people/{person_id:int}", guards=[allow("attendance.view")], include_in_schema=False)
async def person_month(request: Request, person_id: int, month: date | None = None) -> Response[Any]:
    """Somebody's month, as its person sees it."""
    viewer, now = request.user, datetime.now(UTC)
    today = day_of(now, viewer.zone)
    first = (month or today).replace(day=1)
    shown = await month_of(person_id, viewer.department_id, first, today, now)
    if shown is None:
        raise not_found()
    asked = await corrections_of(person_id, viewer.department_id, first)
    return page(
        request,
        "attendance/month.html",
        here="attendance",
        month=shown,
        asked=[each for each in asked if each.day in month_days(first)],
        mine=False,
        person_id=person_id,
        url=f"/attendance/people/{person_id}",
        today=today,
        now=now,
    )


handlers = [desk, day_table, waiting, decide_on_punch, decide_on_correction, person_month]


async def _day(viewer: Viewer, day: date, today: date, now: datetime) -> dict[str, Any]:
    people = await day_of_department(viewer.department_id, day, now) if day <= today else []
    return {"day": day, "today": today, "people": people}


async def _answer(request: Request) -> tuple[bool, str]:
    """The lead's yes or no, and what they said to it."""
    form = await request.form()
    return form.get("decision") == "yes", str(form.get("note") or "")


async def _waiting(request: Request) -> Response[Any]:
    waits = await to_decide(request.user.department_id)
    return partial(request, "attendance/_waiting.html", waiting=waits)
