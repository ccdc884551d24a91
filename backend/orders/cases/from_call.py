"""A case that begins with a call of the hotline: who called, which orders are theirs, what was registered already."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from backend.hotline.calls.callbacks import masked
from backend.infra import db
from backend.infra.refusal import not_found
from backend.orders.cases.queries import Case, cases_of_call
from backend.orders.masking import masked_name

MOST = 5
SHORTEST = 7
"""Digits; a shorter number is an extension of the house, and nobody's."""


@dataclass(frozen=True, slots=True)
class CallersOrder:
    """One order under the caller's number. `customer` is masked; `goods`: the first line of it."""

    id: int
    number: str
    customer: str
    paid: Decimal
    accepted_at: datetime
    goods: str

    @property
    def tail(self) -> str:
        return self.number[-4:]


@dataclass(frozen=True, slots=True)
class CaseCall:
    """`caller` is masked, "–" where the number was withheld; `orders` the latest first, `MOST` at most."""

    id: int
    caller: str
    withheld: bool
    started_at: datetime
    orders: tuple[CallersOrder, ...]
    cases: tuple[Case, ...]

    @property
    def only_order(self) -> int | None:
        """Which order the call is about, where the caller has one alone."""
        return self.orders[0].id if len(self.orders) == 1 else None


async def call_for_case(department_id: int, call_id: int) -> CaseCall:
    """404 for another department's call."""
    call = await db.fetchrow(_CALL, department_id, call_id)
    if call is None:
        raise not_found()
    orders = await _orders_of(department_id, call["caller"])
    cases = await cases_of_call(department_id, call_id)
    return CaseCall(call_id, masked(call["caller"]), not call["caller"], call["started_at"], orders, cases)


async def _orders_of(department_id: int, caller: str) -> tuple[CallersOrder, ...]:
    number = dialled(caller)
    if len(number) < SHORTEST:
        return ()
    rows = await db.fetch(_ORDERS, department_id, number, MOST)
    return tuple(CallersOrder(**{**row, "customer": masked_name(row["customer"])}) for row in rows)


def dialled(caller: str) -> str:
    """Its digits as they stand in an order: `+86 139 1234 5678` and `013912345678` are `13912345678`."""
    digits = re.sub(r"\D", "", caller)
    mobile = re.fullmatch(r"(?:00)?(?:86)?0?(1[3-9]\d{9})", digits)
    return mobile[1] if mobile else digits


_CALL = "SELECT caller, started_at FROM call WHERE department_id = $1 AND id = $2"
# By the last four digits, which stand in an index; then the whole number, however it was written.
_ORDERS = r"""
SELECT customer_order.id, number, coalesce(nullif(receiver, ''), buyer) AS customer, paid, accepted_at,
    coalesce((SELECT title FROM order_item WHERE order_item.order_id = customer_order.id ORDER BY line LIMIT 1), '')
    AS goods
FROM customer_order WHERE customer_order.department_id = $1 AND customer_order.id IN (
    SELECT id FROM customer_order WHERE department_id = $1 AND right(phone, 4) = right($2, 4)
        AND regexp_replace(phone, '\D', '', 'g') IN ($2, '86' || $2)
    UNION SELECT order_id FROM amendment WHERE department_id = $1 AND field = 'phone' AND right(after, 4) = right($2, 4)
        AND regexp_replace(after, '\D', '', 'g') IN ($2, '86' || $2)
) ORDER BY accepted_at DESC, customer_order.id DESC LIMIT $3
"""
