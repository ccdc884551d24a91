"""Cases as they are listed and shown: what a customer is called stands here masked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from backend.company.queries import rules_of
from backend.hotline.calls.callbacks import masked
from backend.infra import db
from backend.infra.refusal import not_found
from backend.orders.cases.veiling import KNOWN, known_of
from backend.orders.masking import masked_name, masked_phone, masked_words
from backend.rules.orders.cases import WORKS, Step, is_allowed, parted, steps_of


@dataclass(frozen=True, slots=True)
class Case:
    """One case as it stands. `customer`, and what of them is in `what`, are masked; `number` is the order's; `goods`:
    `口红 × 1`, of a few the first."""

    id: int
    kind: str
    state: str
    order_id: int | None
    number: str
    call_id: int | None
    called_at: datetime | None
    customer: str
    what: str
    amount: Decimal | None
    paid: Decimal | None
    waybill: str
    sent_waybill: str
    registered_by: int
    registrar: str
    registered_at: datetime
    owner_id: int
    owner: str
    due_at: datetime
    received_by: int | None
    taker: str
    received_at: datetime | None
    checked_by: int | None
    checker: str
    checked_at: datetime | None
    closed_at: datetime | None
    closer: str
    outcome: str
    goods: tuple[tuple[str, int], ...] = ()

    def late(self, at: datetime) -> bool:
        return self.closed_at is None and self.due_at <= at

    def steps_for(self, person_id: int | None, may: Callable[[str], bool]) -> tuple[Step, ...]:
        """What this person may do about it now, the usual thing first."""
        mine, took_in = self.registered_by == person_id, self.received_by == person_id
        steps = steps_of(self.kind, self.state, self.amount)
        return tuple(step for step in steps if is_allowed(step, may, registered_it=mine, received_it=took_in))

    def waits_for_another(self, person_id: int | None) -> bool:
        """It is to be checked, and whoever looks is the one who may not."""
        return person_id in (self.registered_by, self.received_by) and any(
            step.second for step in steps_of(self.kind, self.state, self.amount)
        )


@dataclass(frozen=True, slots=True)
class Groups:
    """The phone's list: what this person looks after, what waits for them as the second person or as who pays back, and
    what others look after. Each by due time."""

    mine: tuple[Case, ...]
    for_me: tuple[Case, ...]
    others: tuple[Case, ...]


async def open_cases(department_id: int, limit: int = 300) -> tuple[Case, ...]:
    """What is not over, the most pressing first."""
    return cases_from(await db.fetch(_OPEN, department_id, limit))


async def case_of(department_id: int, case_id: int) -> Case:
    rows = await db.fetch(_ONE, department_id, case_id)
    if not rows:
        raise not_found()
    return cases_from(rows)[0]


async def cases_of_order(department_id: int, order_id: int) -> tuple[Case, ...]:
    """Everything about one order, the latest first."""
    return cases_from(await db.fetch(_OF_ORDER, department_id, order_id))


async def cases_of_call(department_id: int, call_id: int) -> tuple[Case, ...]:
    """What was registered from one call, the latest first."""
    return cases_from(await db.fetch(_OF_CALL, department_id, call_id))


async def who_works_on_cases(department_id: int) -> list[tuple[int, str]]:
    """Whom a case can be given to, by name."""
    rules = await rules_of(department_id)
    return [
        (row["id"], row["name"])
        for row in await db.fetch(_PEOPLE, department_id)
        if WORKS in rules.permissions_of(row["role"], row["level"])
    ]


def grouped(cases: Sequence[Case], person_id: int | None, may: Callable[[str], bool]) -> Groups:
    mine = tuple(case for case in cases if case.owner_id == person_id)
    rest = [case for case in cases if case.owner_id != person_id]
    for_me = tuple(case for case in rest if _waits_for(case, person_id, may))
    return Groups(mine, for_me, tuple(case for case in rest if case not in for_me))


def masked_contact(contact: str) -> str:
    """A name and a number in one line, each as little of it as anywhere else."""
    name, phone = parted(contact)
    return " ".join(filter(None, (masked_name(name), masked_phone(phone))))


def _waits_for(case: Case, person_id: int | None, may: Callable[[str], bool]) -> bool:
    return any(step.second or step.name == "refund" for step in case.steps_for(person_id, may))


def cases_from(rows: Sequence[Any]) -> tuple[Case, ...]:
    return tuple(_case(dict(row)) for row in rows)


def _case(row: dict[str, Any]) -> Case:
    receiver, caller, contact = row.pop("receiver"), row.pop("caller"), row.pop("contact")
    row["what"] = masked_words(row["what"], known_of(row.pop("known"), contact))
    told = " ".join(filter(None, (masked_contact(contact), masked(caller) if caller else "")))
    customer = masked_name(receiver) if receiver else told
    goods = tuple((item["title"], item["quantity"]) for item in row.pop("goods"))
    return Case(**row, customer=customer, goods=goods)


COLUMNS = f"""
SELECT order_case.id, order_case.kind, order_case.state, order_case.order_id,
    coalesce(customer_order.number, '') AS number, order_case.call_id, call.started_at AS called_at,
    coalesce(nullif(customer_order.receiver, ''), customer_order.buyer, '') AS receiver,
    coalesce(call.caller, '') AS caller, order_case.contact, order_case.what, order_case.amount, customer_order.paid,
    order_case.waybill, order_case.sent_waybill, order_case.registered_by, registrar.name AS registrar,
    order_case.registered_at, order_case.owner_id, owner.name AS owner, order_case.due_at,
    order_case.received_by, coalesce(taker.name, '') AS taker, order_case.received_at, order_case.checked_by,
    coalesce(checker.name, '') AS checker, order_case.checked_at, order_case.closed_at,
    coalesce(closer.name, '') AS closer, order_case.outcome,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('title', order_item.title || CASE WHEN order_item.spec = '' THEN ''
        ELSE ' / ' || order_item.spec END, 'quantity', order_case_item.quantity) ORDER BY order_item.line), '[]')
        FROM order_case_item JOIN order_item ON order_item.id = order_case_item.item_id
        WHERE order_case_item.case_id = order_case.id) AS goods, {KNOWN} AS known
FROM order_case
JOIN person AS registrar ON registrar.id = order_case.registered_by
JOIN person AS owner ON owner.id = order_case.owner_id
LEFT JOIN person AS taker ON taker.id = order_case.received_by
LEFT JOIN person AS checker ON checker.id = order_case.checked_by
LEFT JOIN person AS closer ON closer.id = order_case.closed_by
LEFT JOIN customer_order ON customer_order.id = order_case.order_id
LEFT JOIN call ON call.id = order_case.call_id
"""
_OPEN = f"""
{COLUMNS} WHERE order_case.department_id = $1 AND order_case.closed_at IS NULL
ORDER BY order_case.due_at, order_case.id LIMIT $2
"""
_ONE = f"{COLUMNS} WHERE order_case.department_id = $1 AND order_case.id = $2"
_OF_ORDER = f"""
{COLUMNS} WHERE order_case.department_id = $1 AND order_case.order_id = $2 ORDER BY order_case.id DESC
"""
_OF_CALL = f"""
{COLUMNS} WHERE order_case.department_id = $1 AND order_case.call_id = $2 ORDER BY order_case.id DESC
"""
_PEOPLE = (
    "SELECT id, name, role, level FROM person WHERE department_id = $1 AND left_at IS NULL ORDER BY name, id"
)
