"""Registering a return, an exchange, a refund, a complaint, a bad review or a follow-up call (R-ORD-7, R-CS-2).

Guarantees:
- never more goods come back than were ordered, never more money than was paid, whatever is registered at the same
  moment: the order is held while it is counted;
- a form that is sent twice registers once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from backend.company.queries import rules_of
from backend.infra import db
from backend.infra.refusal import Refusal, not_found
from backend.notifications.actions import tell
from backend.orders.cases.order import order_for
from backend.orders.cases.writing import CASE, need, words, write_step
from backend.people.viewer import Actor
from backend.rules.orders.cases import GOODS, KINDS, WORKS, fault_of_amount, fault_of_items
from backend.rules.presets.parts import OrderParameters

FARTHEST = timedelta(days=92)
"""No deadline lies further ahead."""


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody registers. `items`: how many of which line of the order. `owner_id` None: who registers it;
    `due_at` None: as the department's rules say. `contact`: who it is, where there is neither an order nor a call."""

    kind: str
    what: str
    order_id: int | None = None
    call_id: int | None = None
    contact: str = ""
    items: Mapping[int, int] = field(default_factory=dict)
    amount: Decimal | None = None
    waybill: str = ""
    owner_id: int | None = None
    due_at: datetime | None = None
    request_key: UUID | None = None


async def register_case(by: Actor, told: Told, at: datetime) -> int:
    """The id of the new case; of the one that is there already for a form that is sent again."""
    person_id = need(by, WORKS)
    _in_order(told, at)
    async with db.transaction():
        await _hold_order(by, told)
        if known := await _known(by, told):
            return known
        await _check_links(by, told)
        await _check_goods(by, told)
        owner_id = told.owner_id or person_id
        await owner_named(by, owner_id)
        case = await _insert(by, told, owner_id, at)
        await write_step(
            by, case, "registered", at, what=words(told.what), waybill=told.waybill.strip(),
            amount=str(told.amount) if told.amount is not None else None,
            person=owner_id if owner_id != person_id else None,
        )  # fmt: skip
        await tell_owner(by, case, owner_id, at)
    return case["id"]


async def owner_named(by: Actor, person_id: int) -> str:
    """Their name. Only who is still there and works on after-sales looks after a case."""
    row = await db.fetchrow(_OWNER, by.department_id, person_id)
    if row is None:
        raise not_found()
    if WORKS not in (await rules_of(by.department_id)).permissions_of(row["role"], row["level"]):
        raise Refusal("cases-not-their-work", 409, name=row["name"], field="owner_id")
    return row["name"]


async def tell_owner(by: Actor, case: Any, owner_id: int, at: datetime) -> None:
    """Whoever gets it from somebody else hears of it."""
    if owner_id == by.person_id:
        return
    name = await db.fetchval("SELECT name FROM person WHERE id = $1", by.person_id)
    await tell(
        "order.case-handed", case["department_id"], f"case:{case['id']}:{at.isoformat()}", at, person_ids=(owner_id,),
        url=f"/orders/cases/{case['id']}", case=case["kind"], number=case["number"] or "none",
        due=case["due_at"].isoformat(), name=name,
    )  # fmt: skip


def checked_deadline(due_at: datetime | None, at: datetime) -> datetime:
    """A deadline that somebody has named: an instant (with its zone), still to come, and not in a year."""
    if due_at is None or due_at.tzinfo is None or not at < due_at <= at + FARTHEST:
        raise Refusal("cases-due-when", field="due_at")
    return due_at


def hours_for(kind: str, rules: OrderParameters) -> int:
    """How long the department gives a fresh case of this kind."""
    return {
        "return": rules.return_hours, "exchange": rules.return_hours, "refund": rules.check_hours,
        "complaint": rules.complaint_hours, "review": rules.review_hours, "follow-up": rules.follow_up_hours,
    }[kind]  # fmt: skip


def _in_order(told: Told, at: datetime) -> None:
    if told.kind not in KINDS:
        raise Refusal("cases-kind-unknown", field="kind")
    if not told.what.strip():
        raise Refusal("cases-what-none", field="what")
    if told.kind in GOODS and told.order_id is None:
        raise Refusal("cases-order-needed", field="number")
    if told.order_id is None and told.call_id is None and not told.contact.strip():
        raise Refusal("cases-contact-needed", field="contact")
    if told.due_at is not None:
        checked_deadline(told.due_at, at)


async def _hold_order(by: Actor, told: Told) -> None:
    """Two who register something about one order wait for each other."""
    if told.order_id is not None and not await db.fetchval(_HOLD_ORDER, by.department_id, told.order_id):
        raise not_found()


async def _known(by: Actor, told: Told) -> int | None:
    if told.request_key is None:
        return None
    await db.execute("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", f"case:{told.request_key}")
    return await db.fetchval(_KNOWN, by.department_id, told.request_key)


async def _check_links(by: Actor, told: Told) -> None:
    if told.call_id is not None and not await db.fetchval(_CALL, by.department_id, told.call_id):
        raise not_found()
    if told.kind == "follow-up" and await db.fetchval(_FOLLOWED, by.department_id, told.order_id):
        raise Refusal("cases-follow-up-already", 409, field="kind")


async def _check_goods(by: Actor, told: Told) -> None:
    if told.kind not in GOODS:
        if told.items or told.amount is not None:
            raise Refusal("cases-amount-not-here", field="amount")
        return
    assert told.order_id is not None
    order = await order_for(by.department_id, told.order_id)
    if order.standing == "unpaid":
        raise Refusal("cases-order-unpaid", 409, field="number")
    if fault := fault_of_items(told.kind, told.items, {line.id: line.left for line in order.lines}):
        raise Refusal(fault, field="items")
    if fault := fault_of_amount(told.kind, told.amount, order.left):
        raise Refusal(fault, field="amount", left=f"{order.left:.2f}")


async def _insert(by: Actor, told: Told, owner_id: int, at: datetime) -> Any:
    hours = hours_for(told.kind, (await rules_of(by.department_id)).orders)
    waybill = told.waybill.strip()[:64]
    case_id = await db.fetchval(
        _INSERT, by.department_id, told.request_key, told.kind, told.order_id, told.call_id,
        told.contact.strip()[:120], words(told.what), told.amount, waybill, by.person_id, at, owner_id,
        told.due_at or at + timedelta(hours=hours),
        "on-the-way" if waybill and told.kind in ("return", "exchange") else "registered",
    )  # fmt: skip
    await db.execute(_ITEMS, by.department_id, case_id, list(told.items), list(told.items.values()))
    return await db.fetchrow(f"SELECT {CASE} FROM order_case WHERE id = $1", case_id)


_HOLD_ORDER = "SELECT id FROM customer_order WHERE department_id = $1 AND id = $2 FOR NO KEY UPDATE"
_KNOWN = "SELECT id FROM order_case WHERE department_id = $1 AND request_key = $2"
_CALL = "SELECT true FROM call WHERE department_id = $1 AND id = $2"
_FOLLOWED = """
SELECT true FROM order_case
WHERE department_id = $1 AND order_id = $2 AND kind = 'follow-up' AND closed_at IS NULL
"""
_OWNER = "SELECT name, role, level FROM person WHERE department_id = $1 AND id = $2 AND left_at IS NULL"
_INSERT = """
INSERT INTO order_case (department_id, request_key, kind, order_id, call_id, contact, what, amount, waybill,
    registered_by, registered_at, owner_id, due_at, state)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) RETURNING id
"""
_ITEMS = """
INSERT INTO order_case_item (department_id, case_id, item_id, quantity)
SELECT $1, $2, * FROM unnest($3::bigint[], $4::int[])
"""
