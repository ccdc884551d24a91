"""What of a customer's data is seen by whom: masked everywhere, shown per order, each look recorded.

Guarantees:
- clear data leaves the program only through here, and only after the look is written;
- what people type about an order is read by others without phone numbers and the customer's own data;
- whoever works on an order sees what is needed for it, recorded once per hold; everybody else asks each time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from backend.audit.actions import note
from backend.infra import db
from backend.infra.refusal import Refusal, not_found
from backend.orders.events import add_event
from backend.people.viewer import Actor
from backend.rules.orders.masks import masked_address, masked_field, masked_name, masked_phone, masked_words

__all__ = [
    "Customer",
    "customer_of",
    "has_seen",
    "masked_address",
    "masked_field",
    "masked_name",
    "masked_phone",
    "masked_words",
    "reveal",
    "veil_for",
]

LOOK_LASTS = timedelta(minutes=10)
"""What belongs to a look and is fetched by itself, as pictures are, comes with it for so long."""

MAY_LOOK = ("orders.work", "orders.view", "orders.finance", "orders.after-sales")


@dataclass(frozen=True, slots=True)
class Customer:
    """The customer of one order as it came; `now`: what was amended since, by field; `evidence`: what shows
    that, oldest first. Not `clear`: names, phone and address masked, notes and evidence hidden."""

    clear: bool
    buyer: str
    receiver: str
    phone: str
    address: str
    buyer_note: str
    seller_note: str
    now: Mapping[str, str]
    evidence: tuple[str, ...]

    @property
    def dials(self) -> str:
        """The number to call: the amended one, else as it came."""
        return self.now.get("phone", self.phone)


async def reveal(by: Actor, order_id: int, at: datetime) -> Customer:
    """One order's clear data. The look is an event of the order and a line of the trail, each time. 404 for an order of
    another department; 403 for who has nothing to do with orders."""
    if not any(map(by.may, MAY_LOOK)):
        raise Refusal("shell-error-forbidden", 403)
    async with db.transaction():
        row = await _row(by.department_id, order_id)
        await _looked(by, order_id, at)
    return _customer(row, clear=True)


async def customer_of(by: Actor, order_id: int, at: datetime) -> Customer:
    """As a page shows it: clear for who holds the order, recorded at the first look of each hold; else masked."""
    async with db.transaction():
        row = await _row(by.department_id, order_id)
        holds = by.person_id is not None and row["held_by"] == by.person_id
        if holds and await _is_first_look(by, order_id):
            await _looked(by, order_id, at)
    return _customer(row, clear=holds)


async def has_seen(by: Actor, order_id: int, at: datetime) -> bool:
    """Whether `by` may have what belongs to the clear data: who holds the order, recorded as on its page, and who has
    looked within `LOOK_LASTS`."""
    if (await customer_of(by, order_id, at)).clear:
        return True
    return bool(await db.fetchval(_LOOKED_SINCE, order_id, by.person_id, at - LOOK_LASTS))


async def veil_for(by: Actor, order_id: int) -> Callable[[str], str]:
    """Through which `by` reads what people typed about an order: as it is for who holds it; for others without phone
    numbers and without what is known of the customer."""
    row = await _row(by.department_id, order_id)
    if by.person_id is not None and row["held_by"] == by.person_id:
        return str
    came = [(field, row[field]) for field in ("address", "receiver", "buyer", "phone")]
    amended = [
        (field, value) for field, value in row["now"].items() if field in ("address", "receiver", "phone")
    ]
    return partial(masked_words, known=(*came, *amended))


async def _is_first_look(by: Actor, order_id: int) -> bool:
    """Asked after the hold is locked, so that two pages opened at the same moment are one first look."""
    since = await db.fetchval(_LOCK_HOLD, by.department_id, order_id, by.person_id)
    return since is not None and not await db.fetchval(_LOOKED_SINCE, order_id, by.person_id, since)


async def _looked(by: Actor, order_id: int, at: datetime) -> None:
    await add_event(order_id, "looked", at, by.person_id)
    await note("order.looked", f"order:{order_id}", department_id=by.department_id, actor_id=by.person_id)


async def _row(department_id: int, order_id: int) -> Any:
    row = await db.fetchrow(_CUSTOMER, department_id, order_id)
    if row is None:
        raise not_found()
    return row


def _customer(row: Any, *, clear: bool) -> Customer:
    fields = ("buyer", "receiver", "phone", "address", "buyer_note", "seller_note")
    now = {field: value if clear else masked_field(field, value) for field, value in row["now"].items()}
    shown = {field: row[field] if clear else masked_field(field, row[field]) for field in fields}
    evidence = tuple(row["evidence"]) if clear else ()
    return Customer(clear=clear, now=now, evidence=evidence, **shown)


_CUSTOMER = """
SELECT buyer, receiver, phone, address, buyer_note, seller_note, order_hold.person_id AS held_by, (
    SELECT coalesce(jsonb_object_agg(field, after ORDER BY amendment.id), '{}') FROM amendment
    WHERE amendment.order_id = customer_order.id
) AS now, (
    SELECT coalesce(jsonb_agg(evidence ORDER BY amendment.id), '[]') FROM amendment
    WHERE amendment.order_id = customer_order.id AND evidence <> ''
) AS evidence
FROM customer_order LEFT JOIN order_hold ON order_hold.order_id = customer_order.id
WHERE customer_order.department_id = $1 AND customer_order.id = $2
"""
_LOCK_HOLD = """
SELECT since FROM order_hold WHERE department_id = $1 AND order_id = $2 AND person_id = $3 FOR UPDATE
"""
_LOOKED_SINCE = """
SELECT true FROM order_event WHERE order_id = $1 AND kind = 'looked' AND actor_id = $2 AND at >= $3 LIMIT 1
"""
