"""What the interface for one order takes and gives."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID

import msgspec
from litestar import Request

from backend.orders.masking import Customer, customer_of
from backend.orders.order import Amended, Line, OpenProblem, Tick, the_order


class OrderOut(msgspec.Struct):
    """`standing`: work, confirmed, stopped, unpaid, shipped or closed. `missing`: what keeps it from being confirmed
    (problem, mark, point, unreached). `goods`: what the customer is to get, by name, as it stands now. `customer` is
    masked unless the caller holds the order. Amounts are CNY."""

    id: int
    platform: str
    number: str
    shop: str
    payment: str
    goods_total: Decimal
    postage: Decimal
    total: Decimal
    paid: Decimal
    ordered_at: datetime | None
    paid_at: datetime | None
    accepted_at: datetime
    source: str
    standing: str
    ended: datetime | None
    ended_by: str | None
    ended_why: str
    reached_at: datetime | None
    marks: tuple[str, ...]
    holder_id: int | None
    holder: str | None
    lines: tuple[Line, ...]
    ticks: dict[str, Tick]
    problems: dict[str, OpenProblem]
    amendments: tuple[Amended, ...]
    missing: tuple[str, ...]
    goods: tuple[str, ...]
    customer: Customer


class EventOut(msgspec.Struct):
    """`who` is None for the program itself; `sentence` is a message id."""

    id: int
    at: datetime
    kind: str
    who: str | None
    sentence: str
    quote: str
    made_at: datetime | None


class ConfirmedOut(msgspec.Struct):
    order_id: int
    platform: str
    number: str
    confirmed_at: datetime
    confirmed_by: int | None


class CheckIn(msgspec.Struct):
    """`passed` false opens a problem: `what` is wrong, solved by `owner_id` or by whom the rule names; out of stock are
    those of the order's `goods` that `missing` names, which may be left out where there is one only."""

    passed: bool
    what: str = ""
    owner_id: int | None = None
    missing: list[str] = []
    request_key: UUID | None = None
    made_at: datetime | None = None


class ProblemIn(msgspec.Struct):
    """As for a point that is not as it should be."""

    point: str
    what: str
    owner_id: int | None = None
    missing: list[str] = []
    request_key: UUID | None = None


class AmendmentIn(msgspec.Struct):
    """`field`: address, receiver, phone, item or note. `why`: call, chat, note, other, or words of one's own. What
    shows it: words, up to three `pictures` (JPEG, PNG or WebP as base64, 3 MB each), or both."""

    field: str
    after: str
    why: str
    evidence: str = ""
    pictures: tuple[bytes, ...] = ()
    request_key: UUID | None = None


class OwnerIn(msgspec.Struct):
    """Null: whom the rule of the point names, the order's holder or finance."""

    owner_id: int | None = None
    said: str = ""


class DeadlineIn(msgspec.Struct):
    due_at: datetime
    said: str


class SaidIn(msgspec.Struct):
    text: str = ""
    request_key: UUID | None = None


async def order_out(request: Request, order_id: int) -> OrderOut:
    """The order as who asks may see it, after whatever was done."""
    found = await the_order(request.user, order_id)
    customer = await customer_of(request.user, order_id, datetime.now(UTC))
    names = [name for name in OrderOut.__struct_fields__ if name != "customer"]
    return OrderOut(**{name: getattr(found, name) for name in names}, customer=customer)
