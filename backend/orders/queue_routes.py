"""The queue of orders on the phone, and the calls that are made from it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from litestar import Request, Response, get, post

from backend.attendance.taps import instant_of, key_of
from backend.orders import live  # noqa: F401  # registers what follows
from backend.orders.calls import calls_shown, hold_shown
from backend.orders.holding import claim, give_back, hand_to
from backend.orders.next_one import claim_next
from backend.orders.reaching import LATER, dial, record_call
from backend.orders.strip import strip_for
from backend.orders.waiting import known_order, load_of, queue_of
from backend.people.viewer import Viewer
from backend.rota.duty import is_present, is_working
from backend.rules.clock import WallTime, instant
from backend.web.guards import allow
from backend.web.parts import part_of
from backend.web.render import page, partial


@get("/orders", guards=[allow("orders.work")], include_in_schema=False)
async def queue(request: Request) -> Response[Any]:
    """Mine first, then what nobody has by due time, then what others have."""
    return page(request, "orders/queue.html", here="orders", **await _queue(request.user, datetime.now(UTC)))


@get("/orders/queue", guards=[allow("orders.work"), part_of("/orders")], include_in_schema=False)
async def queue_now(request: Request) -> Response[Any]:
    """The list alone, fetched anew after a pause in the connection."""
    return partial(request, "orders/_queue.html", **await _queue(request.user, datetime.now(UTC)))


@get("/orders/strip", guards=[allow("orders.work"), part_of("/")], include_in_schema=False)
async def strip(request: Request) -> Response[Any]:
    """Today's strip."""
    viewer, now = request.user, datetime.now(UTC)
    here = await is_present(viewer.department_id, viewer.person_id, now)
    orders = await load_of(viewer.department_id, now)
    return partial(request, "orders/_strip.html", **strip_for(viewer, orders, now, here))


@post("/orders/next", guards=[allow("orders.work")], include_in_schema=False, status_code=200)
async def take_next(request: Request) -> Response[Any]:
    """The big button: whatever is due first; its page opens."""
    form = await request.form()
    order_id = await claim_next(request.user, datetime.now(UTC), key_of(form.get("request_key")))
    return _open(order_id)


@post("/orders/{order_id:int}/claim", guards=[allow("orders.work")], include_in_schema=False, status_code=200)
async def take(request: Request, order_id: int) -> Response[Any]:
    """Takes this one; its page opens."""
    form = await request.form()
    await claim(request.user, order_id, datetime.now(UTC), key_of(form.get("request_key")))
    return _open(order_id)


@post(
    "/orders/{order_id:int}/release", guards=[allow("orders.work")], include_in_schema=False, status_code=200
)
async def release(request: Request, order_id: int) -> Response[Any]:
    """Gives it back; somebody else may take it."""
    form = await request.form()
    await give_back(request.user, order_id, datetime.now(UTC), str(form.get("why") or ""))
    return await _hold(request, order_id)


@post("/orders/{order_id:int}/hand", guards=[allow("orders.work")], include_in_schema=False, status_code=200)
async def hand(request: Request, order_id: int) -> Response[Any]:
    """Hands it to somebody who is there."""
    form = await request.form()
    person = str(form.get("person_id") or "")
    await hand_to(request.user, order_id, int(person) if person.isdecimal() else 0, datetime.now(UTC))
    return await _hold(request, order_id)


@post("/orders/{order_id:int}/dial", guards=[allow("orders.work")], include_in_schema=False, status_code=204)
async def dialled(request: Request, order_id: int) -> None:
    """The call button was tapped: the phone may be silent for as long as a talk takes."""
    await dial(request.user, order_id, datetime.now(UTC))


@post("/orders/{order_id:int}/calls", guards=[allow("orders.work")], include_in_schema=False, status_code=200)
async def called(request: Request, order_id: int) -> Response[Any]:
    """What came of a call; waits on the phone while there is no network, and counts when it was said."""
    form, now = await request.form(), datetime.now(UTC)
    outcome = str(form.get("outcome") or "")
    await record_call(
        request.user,
        order_id,
        outcome,
        now,
        request_key=key_of(form.get("request_key")),
        said=str(form.get("said") or ""),
        call_at=_moment(str(form.get("call_at") or ""), request.user) if outcome == LATER else None,
        made_at=instant_of(form.get("made_at"), "made_at"),
        sent_at=instant_of(form.get("sent_at"), "sent_at"),
    )
    return await _hold(request, order_id)


@get(
    "/orders/{order_id:int}/hold", guards=[allow("orders.work"), part_of("/orders")],
    include_in_schema=False,
)  # fmt: skip
async def hold(request: Request, order_id: int) -> Response[Any]:
    """Who has it, the call button and what came of it."""
    return await _hold(request, order_id)


@get(
    "/orders/{order_id:int}/calls", guards=[allow("orders.work"), part_of("/orders")],
    include_in_schema=False,
)  # fmt: skip
async def calls(request: Request, order_id: int) -> Response[Any]:
    """The calls that were made."""
    await known_order(request.user.department_id, order_id)
    return partial(
        request, "orders/_calls.html", **await calls_shown(request.user, order_id, datetime.now(UTC))
    )


handlers = [queue, queue_now, strip, take_next, take, release, hand, dialled, called, hold, calls]


async def _queue(viewer: Viewer, at: datetime) -> dict[str, Any]:
    working = await is_working(viewer.department_id, viewer.person_id, at)
    present = working or await is_present(viewer.department_id, viewer.person_id, at)
    sees = present or viewer.may("orders.view")
    found = await queue_of(viewer.department_id, viewer.person_id, at) if sees else None
    return {
        "queue": found,
        "working": working,
        "present": present,
        "now": at,
        "department_id": viewer.department_id,
    }


async def _hold(request: Request, order_id: int) -> Response[Any]:
    await known_order(request.user.department_id, order_id)
    return partial(
        request, "orders/_hold.html", **await hold_shown(request.user, order_id, datetime.now(UTC))
    )


def _open(order_id: int) -> Response[Any]:
    """The order's page, for htmx and for a form without scripts."""
    headers = {"HX-Redirect": f"/orders/{order_id}", "location": f"/orders/{order_id}"}
    return Response(b"", status_code=200, headers=headers)


def _moment(written: str, viewer: Viewer) -> datetime | None:
    """`2026-11-02T10:30`, as a phone's field gives it, on the department's wall."""
    day, _, time = written.partition("T")
    try:
        return instant(date.fromisoformat(day), WallTime.parse(time[:5]), viewer.zone)
    except ValueError:
        return None
