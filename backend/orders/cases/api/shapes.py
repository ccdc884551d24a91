"""What /api/v1/orders/cases takes and gives."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from litestar import Request
from msgspec import Meta, Struct

from backend.orders.cases.planning import MOST
from backend.orders.cases.queries import Case


class GoodsOut(Struct):
    title: str
    quantity: int


class CaseOut(Struct):
    """`kind`: return, exchange, refund, complaint, review, follow-up. `state`: registered, on-the-way, arrived,
    checked, objected, settled, refunded, withdrawn. `customer` is masked. `steps`: what you may do now.
    Amounts are CNY."""

    id: int
    kind: str
    state: str
    order_id: int | None
    number: str
    call_id: int | None
    customer: str
    what: str
    goods: list[GoodsOut]
    amount: Decimal | None
    waybill: str
    sent_waybill: str
    registered_by: int
    registered_at: datetime
    owner_id: int
    owner: str
    due_at: datetime
    received_by: int | None
    received_at: datetime | None
    checked_by: int | None
    checked_at: datetime | None
    closed_at: datetime | None
    outcome: str
    steps: list[str]


class CallersOrderOut(Struct):
    id: int
    number: str
    customer: str
    paid: Decimal
    accepted_at: datetime
    goods: str


class CaseCallOut(Struct):
    """`caller` is masked, "–" where the number was withheld. `orders`: the latest five under that number."""

    id: int
    caller: str
    started_at: datetime
    orders: list[CallersOrderOut]
    cases: list[CaseOut]


class HappenedOut(Struct):
    kind: str
    at: datetime
    name: str
    details: dict[str, Any]


class OneCaseOut(Struct):
    case: CaseOut
    history: list[HappenedOut]


class CaseIn(Struct):
    """A return, exchange or refund needs an order; the others an order, a call or a contact. `items`: how many of which
    line of the order, by the line's id. The same `request_key` registers once."""

    kind: str
    what: str
    order_id: int | None = None
    call_id: int | None = None
    contact: str = ""
    items: dict[str, int] = {}
    amount: Decimal | None = None
    waybill: str = ""
    owner_id: int | None = None
    due_at: datetime | None = None
    request_key: UUID | None = None


class StepIn(Struct):
    """`waybill` with send, and with settle for the goods that were sent; `outcome` with settle; `amount` with refund,
    where it is less than was registered; `said` with object and withdraw."""

    step: Annotated[str, Meta(description="send, arrive, check, object, refund, settle or withdraw")]
    said: str = ""
    outcome: str = ""
    amount: Decimal | None = None
    waybill: str = ""


class OwnerIn(Struct):
    owner_id: int
    said: str = ""


class DeadlineIn(Struct):
    due_at: datetime
    said: str


class WordIn(Struct):
    said: str


class CustomerOut(Struct):
    """`words`: what was typed about the case with the customer's own data in it, the earliest first."""

    name: str
    phone: str
    words: list[str]


class FollowUpsIn(Struct):
    """Calls for the orders that were confirmed on `day`; each to whoever of `owner_ids` has the fewest open cases."""

    day: date
    owner_ids: list[int]
    what: str
    due_at: datetime | None = None
    most: int = MOST


class PlannedOut(Struct):
    case_ids: list[int]


class KindOfDayOut(Struct):
    kind: str
    registered: int
    arrived: int
    checked: int
    objected: int
    over: int


class DayOut(Struct):
    """`refunded`: CNY paid back that day. `open`: not over at the end of it."""

    day: date
    kinds: list[KindOfDayOut]
    refunded: Decimal
    refunds: int
    open: int
    cases: list[CaseOut]


class TotalsOut(Struct):
    """`took_seconds`: the middle time from registering to the outcome."""

    kind: str
    cases: int
    open: int
    late: int
    over: int
    in_time: int
    took_seconds: int | None


def case_out(request: Request, case: Case) -> CaseOut:
    """The case as who asks may see it."""
    steps = case.steps_for(request.user.person_id, request.user.may)
    return CaseOut(
        case.id, case.kind, case.state, case.order_id, case.number, case.call_id, case.customer, case.what,
        [GoodsOut(title, quantity) for title, quantity in case.goods], case.amount, case.waybill, case.sent_waybill,
        case.registered_by, case.registered_at, case.owner_id, case.owner, case.due_at, case.received_by,
        case.received_at, case.checked_by, case.checked_at, case.closed_at, case.outcome,
        [step.name for step in steps],
    )  # fmt: skip
