"""My month on the phone, and the missed punches that I ask for."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from litestar import Request, Response, get, post

from backend.attendance.corrections import ask_correction, withdraw_correction
from backend.attendance.month import month_of
from backend.attendance.queries import corrections_of
from backend.attendance.taps import tap_of
from backend.infra.refusal import Refusal, not_found
from backend.people.viewer import Viewer
from backend.rules.clock import WallTime, day_of, instant, month_days
from backend.web.guards import allow
from backend.web.render import page, partial


@get("/attendance/mine", guards=[allow("attendance.punch")], include_in_schema=False)
async def mine(request: Request, month: date | None = None) -> Response[Any]:
    """My month: the picture, each day with its reason, my corrections."""
    viewer, now = request.user, datetime.now(UTC)
    today = day_of(now, viewer.zone)
    first = (month or today).replace(day=1)
    return page(request, "attendance/month.html", here="today", **await _mine(viewer, first, today, now))


@post("/attendance/corrections", guards=[allow("attendance.punch")], include_in_schema=False, status_code=200)
async def ask(request: Request) -> Response[Any]:
    """Asks for a missed punch; answers with the list of what I have asked for."""
    viewer, now = request.user, datetime.now(UTC)
    form = dict(await request.form())
    when = _when(form, viewer.zone)
    await ask_correction(
        viewer,
        now,
        kind=str(form.get("kind", "")),
        when=when,
        why=str(form.get("why") or ""),
        request_key=tap_of(form).request_key,
        person_id=_number(form.get("person_id")),
    )
    response = await _asked(request, now)
    response.headers["HX-Refresh"] = "true"  # the sheet closes, the month shows what was asked
    return response


@post(
    "/attendance/corrections/{correction_id:int}/withdrawal",
    guards=[allow("attendance.punch")],
    include_in_schema=False,
    status_code=200,
)
async def withdraw(request: Request, correction_id: int) -> Response[Any]:
    """Takes back what nobody has answered yet."""
    now = datetime.now(UTC)
    await withdraw_correction(request.user, correction_id, now)
    return await _asked(request, now)


handlers = [mine, ask, withdraw]


async def _mine(viewer: Viewer, first: date, today: date, now: datetime) -> dict[str, Any]:
    shown = await month_of(viewer.person_id, viewer.department_id, first, today, now)
    if shown is None:
        raise not_found()
    asked = await corrections_of(viewer.person_id, viewer.department_id, first)
    return {
        "month": shown,
        "asked": [each for each in asked if each.day in month_days(first) or each.outcome is None],
        "mine": True,
        "person_id": viewer.person_id,
        "url": "/attendance/mine",
        "today": today,
        "now": now,
    }


async def _asked(request: Request, now: datetime) -> Response[Any]:
    viewer = request.user
    first = day_of(now, viewer.zone).replace(day=1)
    asked = await corrections_of(viewer.person_id, viewer.department_id, first)
    return partial(request, "attendance/_asked.html", asked=asked, mine=True)


def _number(given: Any) -> int | None:
    text = str(given or "")
    return int(text) if text.isdecimal() and len(text) < 19 else None


def _when(form: dict[str, Any], zone: ZoneInfo) -> datetime:
    try:
        day = date.fromisoformat(str(form.get("day", "")))
    except ValueError:
        raise Refusal("attendance-correction-day-needed", 422, field="day") from None
    try:
        wall = WallTime.parse(str(form.get("time", "")))
    except ValueError:
        raise Refusal("attendance-correction-time-needed", 422, field="time") from None
    return instant(day, wall, zone)
