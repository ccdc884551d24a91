"""The customer of a case in the clear, to call them: each look is written down."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from backend.audit.actions import note
from backend.infra import db
from backend.infra.refusal import Refusal
from backend.orders.cases.history import history_of
from backend.orders.cases.live import MAY_SEE
from backend.orders.cases.veiling import TYPED
from backend.orders.cases.writing import locked_case
from backend.orders.masking import reveal
from backend.people.viewer import Actor
from backend.rules.orders.cases import parted


@dataclass(frozen=True, slots=True)
class Customer:
    """Whom to call. `phone` is empty where only a name is known. `words`: what was typed about the case and is shown
    veiled elsewhere, the earliest first."""

    name: str
    phone: str
    words: tuple[str, ...] = ()


async def look_at_customer(by: Actor, case_id: int, at: datetime) -> Customer:
    """Of the order, else of the call, else as it was told when the case was registered. Whoever may see the case may
    call: also who has nothing else to do with the hotline."""
    if by.person_id is None or not any(map(by.may, MAY_SEE)):
        raise Refusal("shell-error-forbidden", 403)
    async with db.transaction():
        case = await locked_case(by, case_id, over=True)
        words = await _veiled_words(by, case_id)
        if case["order_id"] is not None:
            found = await reveal(by, case["order_id"], at)
            return Customer(found.now.get("receiver", found.receiver) or found.buyer, found.dials, words)
        await db.execute(_LOOKED, by.department_id, case_id, at, by.person_id)
        await note("case.looked", f"case:{case_id}", department_id=by.department_id, actor_id=by.person_id)
        caller = await db.fetchval(_CALLER, by.department_id, case["call_id"])
    told = as_written(case["contact"])
    return Customer(told.name, caller or told.phone, words)


def as_written(contact: str) -> Customer:
    """The number in it, if there is one, and what is left as the name."""
    name, phone = parted(contact)
    return Customer(name, re.sub(r"[^\d+]", "", phone))


async def _veiled_words(by: Actor, case_id: int) -> tuple[str, ...]:
    """What reads otherwise without the customer in it."""
    read = {step.id: step.details for step in await history_of(by.department_id, case_id)}
    rows = await db.fetch(_SAID, by.department_id, case_id)
    return tuple(
        row["details"][name]
        for row in rows
        for name in TYPED
        if name in row["details"] and row["details"][name] != read[row["id"]][name]
    )


_SAID = "SELECT id, details FROM order_case_event WHERE department_id = $1 AND case_id = $2 ORDER BY id"
_CALLER = "SELECT caller FROM call WHERE department_id = $1 AND id = $2"
_LOOKED = """
INSERT INTO order_case_event (department_id, case_id, kind, at, actor_id) VALUES ($1, $2, 'looked', $3, $4)
"""
