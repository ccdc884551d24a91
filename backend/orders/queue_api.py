"""The queue of orders under /api/v1: everything that its screens do."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from litestar import Request, delete, get, post
from msgspec import Meta, Struct

from backend.infra.refusal import Refusal
from backend.orders.calls import calls_of
from backend.orders.holding import claim, give_back, hand_to
from backend.orders.next_one import claim_next
from backend.orders.reaching import LATER, dial, record_call
from backend.orders.waiting import Waiting, known_order, may_see_queue, queue_of
from backend.web.guards import allow

TAGS = ["orders"]


class WaitingOut(Struct):
    """One order of the queue, masked. `due_at`: to be reached by then (R-ORD-2); `call_at`: when the customer wants to
    be called; `stopped_at`: outside service hours, the clock stands still since."""

    id: int
    platform: str
    tail: str
    receiver: str
    place: str
    phone: str
    goods: str
    quantity: int
    state: str
    accepted_at: datetime
    due_at: datetime
    missed_at: datetime | None
    reached_at: datetime | None
    call_at: datetime | None
    stopped_at: datetime | None
    tries: int
    attention: list[str]
    holder_id: int | None
    holder: str | None


class QueueOut(Struct):
    """`free` and `others` are bounded, the totals are not."""

    mine: list[WaitingOut]
    free: list[WaitingOut]
    others: list[WaitingOut]
    free_total: int
    others_total: int


class ClaimIn(Struct):
    """`request_key`: the same one takes the order once, however often it is sent."""

    request_key: UUID | None = None


class ClaimedOut(Struct):
    order_id: int


class ReturnIn(Struct):
    why: str = ""


class HandIn(Struct):
    person_id: int


class CallIn(Struct):
    """What came of a call. `call_at`: when the customer wants to be called, with `later`. `made_at`, `sent_at`: the
    phone's own times of an outcome that waited for the network; it counts when it was made (R-ATT-8)."""

    outcome: Annotated[str, Meta(description="reached, no-answer, wrong-number or later")]
    said: str = ""
    call_at: datetime | None = None
    request_key: UUID | None = None
    made_at: datetime | None = None
    sent_at: datetime | None = None


class CallOut(Struct):
    at: datetime
    name: str
    outcome: str
    said: str
    call_at: datetime | None
    offline: bool


@get("/api/v1/orders/queue", guards=[allow("orders.work")], tags=TAGS)
async def list_queue(request: Request) -> QueueOut:
    """Mine, what nobody has, what others have; what is due first, first. Empty for who is not on shift and there."""
    viewer, now = request.user, datetime.now(UTC)
    if not await may_see_queue(viewer, now):
        return QueueOut([], [], [], 0, 0)
    found = await queue_of(viewer.department_id, viewer.person_id, now)
    mine, free, others = ([_out(row) for row in rows] for rows in (found.mine, found.free, found.others))
    return QueueOut(mine, free, others, found.free_total, found.others_total)


@post("/api/v1/orders/queue/next", guards=[allow("orders.work")], tags=TAGS, status_code=200)
async def take_next(request: Request, data: ClaimIn) -> ClaimedOut:
    """Takes whatever is due first of what nobody has. 409 when nothing waits."""
    return ClaimedOut(await claim_next(request.user, datetime.now(UTC), data.request_key))


@post("/api/v1/orders/{order_id:int}/claim", guards=[allow("orders.work")], tags=TAGS, status_code=200)
async def take(request: Request, order_id: int, data: ClaimIn) -> ClaimedOut:
    """Takes an order. 409, and who has it, when somebody else was first; also for who is not present."""
    await claim(request.user, order_id, datetime.now(UTC), data.request_key)
    return ClaimedOut(order_id)


@delete("/api/v1/orders/{order_id:int}/claim", guards=[allow("orders.work")], tags=TAGS, status_code=204)
async def release(request: Request, order_id: int, why: str = "") -> None:
    """Gives it back; a lead may do so for somebody else."""
    await give_back(request.user, order_id, datetime.now(UTC), why)


@post("/api/v1/orders/{order_id:int}/hand", guards=[allow("orders.work")], tags=TAGS, status_code=204)
async def hand(request: Request, order_id: int, data: HandIn) -> None:
    """Hands it to somebody who is present: one's own, any by a lead."""
    await hand_to(request.user, order_id, data.person_id, datetime.now(UTC))


@post("/api/v1/orders/{order_id:int}/dial", guards=[allow("orders.work")], tags=TAGS, status_code=204)
async def dialled(request: Request, order_id: int) -> None:
    """Says that the customer is being called, so that nobody is taken for gone while talking."""
    await dial(request.user, order_id, datetime.now(UTC))


@post("/api/v1/orders/{order_id:int}/calls", guards=[allow("orders.work")], tags=TAGS, status_code=204)
async def called(request: Request, order_id: int, data: CallIn) -> None:
    """Says what came of a call, by who holds the order or held it then."""
    await known_order(request.user.department_id, order_id)
    for name in ("call_at", "made_at", "sent_at"):
        given: datetime | None = getattr(data, name)
        if given is not None and given.tzinfo is None:
            raise Refusal("shell-error-field", 422, field=name, fields=name)
    await record_call(
        request.user,
        order_id,
        data.outcome,
        datetime.now(UTC),
        request_key=data.request_key,
        said=data.said,
        call_at=data.call_at if data.outcome == LATER else None,
        made_at=data.made_at,
        sent_at=data.sent_at,
    )


@get("/api/v1/orders/{order_id:int}/calls", guards=[allow("orders.work")], tags=TAGS)
async def list_calls(request: Request, order_id: int) -> list[CallOut]:
    """The calls that were made about an order, the newest first."""
    found = await calls_of(request.user, order_id)
    return [
        CallOut(each.at, each.name, each.outcome, each.said, each.call_at, each.offline) for each in found
    ]


handlers = [list_queue, take_next, take, release, hand, dialled, called, list_calls]


def _out(row: Waiting) -> WaitingOut:
    return WaitingOut(
        row.order_id, row.platform, row.tail, row.receiver, row.place, row.phone, row.goods, row.quantity, row.state,
        row.accepted_at, row.due_at, row.missed_at, row.reached_at, row.call_at, row.stopped_at, row.tries,
        list(row.attention), row.holder_id, row.holder,
    )  # fmt: skip
