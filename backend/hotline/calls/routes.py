"""Call-backs and the latest calls on the phone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from litestar import Request, Response, get, post

from backend.hotline.calls import live  # noqa: F401  # registers what follows
from backend.hotline.calls.actions import claim_callback, give_back, look_at_caller, record_outcome
from backend.hotline.calls.queries import history_of, lately, open_callbacks
from backend.hotline.calls.strip import strip_for
from backend.people.viewer import Viewer
from backend.rules.clock import WallTime, instant
from backend.web.guards import allow
from backend.web.parts import part_of
from backend.web.render import page, partial

LATER = timedelta(hours=1)
"""What is offered first to whoever wants to be called later."""


@get("/calls", guards=[allow("calls.handle")], include_in_schema=False)
async def calls(request: Request) -> Response[Any]:
    """Who waits to be called back, then what has come in."""
    viewer, now = request.user, datetime.now(UTC)
    return page(
        request,
        "calls/calls.html",
        here="today",
        recent=await history_of(viewer.department_id, lately(now)),
        **await _open(viewer, now),
    )


@get("/calls/open", guards=[allow("calls.handle"), part_of("/calls")], include_in_schema=False)
async def waiting(request: Request) -> Response[Any]:
    """The list alone, fetched anew when something has changed."""
    return await _waiting(request)


@get("/calls/recent", guards=[allow("calls.handle"), part_of("/calls")], include_in_schema=False)
async def recent(request: Request) -> Response[Any]:
    viewer, now = request.user, datetime.now(UTC)
    found = await history_of(viewer.department_id, lately(now))
    return partial(request, "calls/_recent.html", recent=found, now=now)


@get("/calls/strip", guards=[allow("calls.handle"), part_of("/")], include_in_schema=False)
async def strip(request: Request) -> Response[Any]:
    """Today's strip."""
    waiting = await open_callbacks(request.user.department_id)
    return partial(request, "calls/_strip.html", **strip_for(request.user, waiting, datetime.now(UTC)))


@post(
    "/calls/callbacks/{callback_id:int}/claim",
    guards=[allow("calls.handle")],
    include_in_schema=False,
    status_code=200,
)
async def claim(request: Request, callback_id: int) -> Response[Any]:
    """Takes it; the number to dial stands there as long as it is held."""
    await claim_callback(request.user, callback_id, datetime.now(UTC))
    return await _waiting(request)


@post(
    "/calls/callbacks/{callback_id:int}/release", guards=[allow("calls.handle")], include_in_schema=False,
    status_code=200,
)  # fmt: skip
async def release(request: Request, callback_id: int) -> Response[Any]:
    await give_back(request.user, callback_id, datetime.now(UTC))
    return await _waiting(request)


@post(
    "/calls/callbacks/{callback_id:int}/outcome", guards=[allow("calls.handle")], include_in_schema=False,
    status_code=200,
)  # fmt: skip
async def outcome(request: Request, callback_id: int) -> Response[Any]:
    form, now = await request.form(), datetime.now(UTC)
    what = str(form.get("outcome") or "")
    again_at = _moment(str(form.get("again_at") or ""), request.user) if what == "later" else None
    await record_outcome(
        request.user, callback_id, what, now, said=str(form.get("note") or ""), again_at=again_at
    )
    return await _waiting(request)


@post("/calls/{call_id:int}/caller", guards=[allow("calls.handle")], include_in_schema=False, status_code=200)
async def caller(request: Request, call_id: int) -> Response[Any]:
    """The whole number of a call, once; each look is in the trail."""
    number = await look_at_caller(request.user, call_id, datetime.now(UTC))
    return partial(request, "calls/_caller.html", call_id=call_id, number=number)


handlers = [calls, waiting, recent, strip, claim, release, outcome, caller]


async def _open(viewer: Viewer, at: datetime) -> dict[str, Any]:
    return {
        "waiting": await open_callbacks(viewer.department_id),
        "now": at,
        "later": LATER,
        "department_id": viewer.department_id,
    }


async def _waiting(request: Request) -> Response[Any]:
    return partial(request, "calls/_open.html", **await _open(request.user, datetime.now(UTC)))


def _moment(written: str, viewer: Viewer) -> datetime | None:
    """`2026-11-02T10:30`, as a phone's field gives it, on the department's wall."""
    day, _, time = written.partition("T")
    try:
        return instant(date.fromisoformat(day), WallTime.parse(time[:5]), viewer.zone)
    except ValueError:
        return None
