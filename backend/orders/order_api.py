"""One order, for programs: the same verbs as its page."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from litestar import Request, delete, get, post, put

from backend.orders.access import MAY_SEE
from backend.orders.amending import amend
from backend.orders.checking import attend, tick, untick, write_note
from backend.orders.confirming import confirm, confirmed_orders, resume, stop
from backend.orders.history import history_of
from backend.orders.masking import Customer, reveal
from backend.orders.order_shapes import (
    AmendmentIn,
    CheckIn,
    ConfirmedOut,
    EventOut,
    OrderOut,
    SaidIn,
    order_out,
)
from backend.orders.picture_routes import BODY
from backend.web.guards import allow

SEE = [allow(*MAY_SEE)]


@get("/api/v1/orders/confirmed", guards=SEE, tags=["orders"])
async def confirmed(
    request: Request, since: datetime | None = None, until: datetime | None = None
) -> list[ConfirmedOut]:
    """R-ORD-4: what may be packed, oldest first; `since` and `until` bound the moment of confirming."""
    found = await confirmed_orders(request.user.department_id, since=since, until=until)
    return [
        ConfirmedOut(each.order_id, each.platform, each.number, each.confirmed_at, each.confirmed_by)
        for each in found
    ]


@get("/api/v1/orders/{order_id:int}", guards=SEE, tags=["orders"])
async def one(request: Request, order_id: int) -> OrderOut:
    """One order with everything beside it."""
    return await order_out(request, order_id)


@get("/api/v1/orders/{order_id:int}/events", guards=SEE, tags=["orders"])
async def events(request: Request, order_id: int) -> list[EventOut]:
    """What happened to it, the newest first."""
    lines = await history_of(request.user, order_id)
    return [EventOut(*(getattr(line, name) for name in EventOut.__struct_fields__)) for line in lines]


@post("/api/v1/orders/{order_id:int}/look", guards=SEE, tags=["orders"], status_code=200)
async def look(request: Request, order_id: int) -> Customer:
    """The customer's clear data; the look is recorded each time."""
    return await reveal(request.user, order_id, datetime.now(UTC))


@put("/api/v1/orders/{order_id:int}/points/{point:str}", guards=SEE, tags=["orders"])
async def check(request: Request, order_id: int, point: str, data: CheckIn) -> OrderOut:
    """R-ORD-3: note, address, phone, goods, payment or stock is as it should be, or not."""
    await tick(
        request.user, order_id, point, data.passed, datetime.now(UTC), what=data.what, owner_id=data.owner_id,
        missing=data.missing, request_key=data.request_key, made_at=data.made_at,
    )  # fmt: skip
    return await order_out(request, order_id)


@delete("/api/v1/orders/{order_id:int}/points/{point:str}", guards=SEE, tags=["orders"], status_code=200)
async def uncheck(request: Request, order_id: int, point: str) -> OrderOut:
    """The point is open again."""
    await untick(request.user, order_id, point, datetime.now(UTC))
    return await order_out(request, order_id)


@post("/api/v1/orders/{order_id:int}/marks/{mark:str}", guards=SEE, tags=["orders"], status_code=200)
async def attending(request: Request, order_id: int, mark: str) -> OrderOut:
    """Looked at what the buyer's note asks for; nothing is to be changed for it."""
    await attend(request.user, order_id, mark, datetime.now(UTC))
    return await order_out(request, order_id)


@post("/api/v1/orders/{order_id:int}/amendments", guards=SEE, tags=["orders"],
      request_max_body_size=BODY * 4 // 3)  # fmt: skip
async def amending(request: Request, order_id: int, data: AmendmentIn) -> OrderOut:
    """R-ORD-1: what the customer corrects, beside the order."""
    await amend(
        request.user, order_id, data.field, data.after, datetime.now(UTC), why=data.why, evidence=data.evidence,
        pictures=data.pictures, request_key=data.request_key,
    )  # fmt: skip
    return await order_out(request, order_id)


@post("/api/v1/orders/{order_id:int}/notes", guards=SEE, tags=["orders"])
async def noting(request: Request, order_id: int, data: SaidIn) -> OrderOut:
    """A note for the next one."""
    await write_note(request.user, order_id, data.text, datetime.now(UTC), request_key=data.request_key)
    return await order_out(request, order_id)


@post("/api/v1/orders/{order_id:int}/confirmation", guards=SEE, tags=["orders"], status_code=200)
async def confirming(request: Request, order_id: int, data: SaidIn) -> OrderOut:
    """`text`: why a lead confirms an order whose customer was not reached."""
    await confirm(request.user, order_id, datetime.now(UTC), unreached=data.text)
    return await order_out(request, order_id)


@post("/api/v1/orders/{order_id:int}/stop", guards=SEE, tags=["orders"], status_code=200)
async def stopping(request: Request, order_id: int, data: SaidIn) -> OrderOut:
    """The customer cancels; `text` is the reason."""
    await stop(request.user, order_id, data.text, datetime.now(UTC))
    return await order_out(request, order_id)


@post(
    "/api/v1/orders/{order_id:int}/resumption",
    guards=[allow("orders.manage")],
    tags=["orders"],
    status_code=200,
)
async def resuming(request: Request, order_id: int, data: SaidIn) -> OrderOut:
    """A stopped order begins anew."""
    await resume(request.user, order_id, datetime.now(UTC), data.text)
    return await order_out(request, order_id)


handlers: list[Any] = [
    confirmed, one, events, look, check, uncheck, attending, amending, noting, confirming,
    stopping, resuming,
]  # fmt: skip
