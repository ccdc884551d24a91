"""The order that a case is registered against: its goods and money, and how much of both other cases have left."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from backend.infra import db
from backend.infra.refusal import not_found
from backend.orders.masking import masked_name


@dataclass(frozen=True, slots=True)
class OrderLine:
    """A line of goods. `left`: how many of them are in no other case."""

    id: int
    title: str
    spec: str
    quantity: int
    taken: int

    @property
    def left(self) -> int:
        return max(self.quantity - self.taken, 0)


@dataclass(frozen=True, slots=True)
class OrderFor:
    """`standing` and `paid` as the platform tells them by now; `promised`: CNY that cases have paid back, or will."""

    id: int
    number: str
    platform: str
    customer: str
    standing: str
    paid: Decimal
    promised: Decimal
    lines: tuple[OrderLine, ...]

    @property
    def left(self) -> Decimal:
        """CNY that may still be paid back."""
        return max(self.paid - self.promised, Decimal(0))


async def order_for(department_id: int, order_id: int) -> OrderFor:
    """404 for an order of another department."""
    row = await db.fetchrow(_ORDER, department_id, order_id)
    if row is None:
        raise not_found()
    lines = tuple(OrderLine(**line) for line in await db.fetch(_LINES, department_id, order_id))
    return OrderFor(
        order_id, row["number"], row["platform"], masked_name(row["receiver"] or row["buyer"]), row["standing"],
        row["paid"], row["promised"], lines,
    )  # fmt: skip


async def order_by_number(department_id: int, number: str) -> int | None:
    """The id of the order with this number; None where there is none. Of two platforms' the later one."""
    return await db.fetchval(_BY_NUMBER, department_id, number.strip())


# As the platform says now, where it has told something else since the order came (R-ORD-1).
_ORDER = """
SELECT number, platform, receiver, buyer,
    coalesce((SELECT after FROM amendment WHERE order_id = $2 AND field = 'standing' AND source = 'platform'
        ORDER BY id DESC LIMIT 1), standing) AS standing,
    coalesce((SELECT after::numeric FROM amendment WHERE order_id = $2 AND field = 'paid' AND source = 'platform'
        AND after ~ '^[0-9]+([.][0-9]+)?$' ORDER BY id DESC LIMIT 1), paid) AS paid,
    (SELECT coalesce(sum(amount), 0) FROM order_case
        WHERE order_case.order_id = $2 AND (state = 'refunded' OR closed_at IS NULL)) AS promised
FROM customer_order WHERE department_id = $1 AND id = $2
"""
# What was exchanged is with the customer again; what was declined or withdrawn never came.
_LINES = """
SELECT order_item.id, order_item.title, order_item.spec, order_item.quantity,
    coalesce(sum(order_case_item.quantity) FILTER (WHERE
        (order_case.kind = 'return' AND (order_case.closed_at IS NULL OR order_case.state = 'refunded'
            OR (order_case.state = 'settled' AND order_case.outcome <> 'declined')))
        OR (order_case.kind = 'exchange' AND order_case.closed_at IS NULL)), 0)::int AS taken
FROM order_item
LEFT JOIN order_case_item ON order_case_item.item_id = order_item.id
LEFT JOIN order_case ON order_case.id = order_case_item.case_id
WHERE order_item.department_id = $1 AND order_item.order_id = $2
GROUP BY order_item.id ORDER BY order_item.line
"""
_BY_NUMBER = """
SELECT id FROM customer_order WHERE department_id = $1 AND number = $2 ORDER BY accepted_at DESC, id DESC LIMIT 1
"""
