"""The page of one order: call, check, amend, confirm."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from litestar import Request, Response, get, post

from backend.attendance.taps import instant_of, key_of
from backend.orders import (
    open_work,  # noqa: F401  # the same for handover logs
    order_live,  # noqa: F401  # registers what follows
)
from backend.orders.access import MAY_SEE
from backend.orders.amending import amend
from backend.orders.calls import calls_shown, hold_shown
from backend.orders.cases.queries import cases_of_order
from backend.orders.checking import attend, tick, untick, write_note
from backend.orders.confirming import confirm, resume, stop
from backend.orders.history import events_so_far, history_of
from backend.orders.masking import customer_of, reveal
from backend.orders.order import the_order
from backend.orders.owners import who_can_solve
from backend.orders.picture_routes import BODY, brought
from backend.orders.pictures import counted
from backend.people.viewer import Viewer
from backend.rules.orders.points import AMENDABLE, POINTS
from backend.web.guards import allow
from backend.web.onward import fields
from backend.web.parts import part_of
from backend.web.render import page, partial

SEE = [allow(*MAY_SEE)]
MISSING = "missing-"
"""A field of the form for each of the goods that was ticked."""


@get("/orders/{order_id:int}", guards=SEE, include_in_schema=False)
async def order(request: Request, order_id: int) -> Response[Any]:
    """Everything of one order; the customer's data clear for who holds it, each first look recorded."""
    shown = await order_shown(request.user, order_id)
    return page(request, "orders/order.html", here="orders", **shown)


@get("/orders/{order_id:int}/page", guards=[*SEE, part_of("/orders/{order_id}")], include_in_schema=False)
async def order_alone(request: Request, order_id: int, seen: int = -1) -> Response[Any]:
    """The page without its frame, fetched anew when anything in it changed. 204: nothing has since `seen` events."""
    if 0 < seen == await events_so_far(request.user.department_id, order_id):
        return Response(None, status_code=204)
    return await order_part(request, order_id)


@post("/orders/{order_id:int}/look", guards=SEE, include_in_schema=False, status_code=200)
async def look(request: Request, order_id: int) -> Response[Any]:
    """The customer's data, for who does not hold the order; recorded each time."""
    customer = await reveal(request.user, order_id, datetime.now(UTC))
    pictures = await counted(request.user.department_id, order_id)
    return partial(request, "orders/_customer.html", customer=customer, order_id=order_id, pictures=pictures)


@post("/orders/{order_id:int}/points/{point:str}", guards=SEE, include_in_schema=False, status_code=200)
async def check(request: Request, order_id: int, point: str) -> Response[Any]:
    """`kind` is pass, fail or undo."""
    by, form, now = request.user, await fields(request), datetime.now(UTC)
    key = key_of(form.get("request_key"))
    if form.get("kind") == "undo":
        await untick(by, order_id, point, now, request_key=key)
    else:
        made_at = instant_of(form.get("made_at"), "made_at")
        owner = form.get("owner_id", "")
        await tick(
            by, order_id, point, form.get("kind") == "pass", now, what=form.get("what", ""),
            owner_id=int(owner) if owner.isdecimal() and len(owner) < 19 else None,
            missing=[value for name, value in form.items() if name.startswith(MISSING)], request_key=key,
            made_at=made_at,
        )  # fmt: skip
    return await order_part(request, order_id)


@post("/orders/{order_id:int}/marks/{mark:str}", guards=SEE, include_in_schema=False, status_code=200)
async def attending(request: Request, order_id: int, mark: str) -> Response[Any]:
    """Looked at what the note asks for: nothing is to be changed."""
    form = await fields(request)
    await attend(request.user, order_id, mark, datetime.now(UTC), request_key=key_of(form.get("request_key")))
    return await order_part(request, order_id)


@post("/orders/{order_id:int}/amendments", guards=SEE, include_in_schema=False, status_code=200,
      request_max_body_size=BODY)  # fmt: skip
async def amending(request: Request, order_id: int) -> Response[Any]:
    form = await fields(request)
    await amend(
        request.user, order_id, form.get("field", ""), form.get("after", ""), datetime.now(UTC),
        why=form.get("why", ""), evidence=form.get("evidence", ""), pictures=await brought(request),
        request_key=key_of(form.get("request_key")),
    )  # fmt: skip
    return await order_part(request, order_id)


@post("/orders/{order_id:int}/notes", guards=SEE, include_in_schema=False, status_code=200)
async def noting(request: Request, order_id: int) -> Response[Any]:
    form = await fields(request)
    await write_note(
        request.user, order_id, form.get("text", ""), datetime.now(UTC), request_key=key_of(form.get("request_key")),
        made_at=instant_of(form.get("made_at"), "made_at"),
    )  # fmt: skip
    return await order_part(request, order_id)


@post("/orders/{order_id:int}/confirmation", guards=SEE, include_in_schema=False, status_code=200)
async def confirming(request: Request, order_id: int) -> Response[Any]:
    form = await fields(request)
    await confirm(request.user, order_id, datetime.now(UTC), unreached=form.get("unreached", ""))
    return await order_part(request, order_id)


@post("/orders/{order_id:int}/stop", guards=SEE, include_in_schema=False, status_code=200)
async def stopping(request: Request, order_id: int) -> Response[Any]:
    """The customer cancels."""
    form = await fields(request)
    await stop(request.user, order_id, form.get("reason", ""), datetime.now(UTC))
    return await order_part(request, order_id)


@post(
    "/orders/{order_id:int}/resumption",
    guards=[allow("orders.manage")],
    include_in_schema=False,
    status_code=200,
)
async def resuming(request: Request, order_id: int) -> Response[Any]:
    """A stopped order begins anew."""
    form = await fields(request)
    await resume(request.user, order_id, datetime.now(UTC), form.get("why", ""))
    return await order_part(request, order_id)


async def order_part(request: Request, order_id: int) -> Response[Any]:
    """What every tap on the page answers."""
    return partial(request, "orders/_order.html", **await order_shown(request.user, order_id))


async def order_shown(by: Viewer, order_id: int) -> dict[str, Any]:
    """Events are counted before anything else is read, so that what happens meanwhile is fetched anew."""
    now = datetime.now(UTC)
    customer = await customer_of(by, order_id, now)
    seen = await events_so_far(by.department_id, order_id)
    found = await the_order(by, order_id)
    queue = by.may("orders.work")
    hold = await hold_shown(by, order_id, now) if queue else {}
    calls = await calls_shown(by, order_id, now) if queue else {}
    return {
        **hold,
        **calls,
        "order": found,
        "order_id": order_id,
        "customer": customer,
        "seen": seen,
        "history": await history_of(by, order_id),
        "cases": await cases_of_order(by.department_id, order_id),
        "points": POINTS,
        "solvers": await who_can_solve(by.department_id),
        "amendable": AMENDABLE,
        "works": found.works(by),
        "amends": found.amends(by),
        "now": now,
    }


handlers: list[Any] = [
    order, order_alone, look, check, attending, amending, noting, confirming, stopping, resuming,
]  # fmt: skip
