"""Whose a case is and until when: handing it on by name, putting it off, a word about it (R-CS-2)."""

from __future__ import annotations

from datetime import datetime

from backend.infra import db
from backend.infra.refusal import Refusal
from backend.orders.cases.registering import checked_deadline, owner_named, tell_owner
from backend.orders.cases.writing import locked_case, need, quiet, words, write_step
from backend.people.viewer import Actor
from backend.rules.orders.cases import LEADS, WORKS


async def hand_case(by: Actor, case_id: int, owner_id: int | None, at: datetime, why: str = "") -> None:
    """One's own goes to somebody else, or one takes it over from who has it; a lead gives any to anybody. To who has it
    already: nothing changes."""
    person_id = need(by, WORKS)
    async with db.transaction():
        case = await locked_case(by, case_id)
        if owner_id is None:
            raise Refusal("cases-owners-none", field="owner_id")
        if case["owner_id"] == owner_id:
            return
        if person_id not in (case["owner_id"], owner_id) and not by.may(LEADS):
            raise Refusal("cases-not-yours", 403)
        name = await owner_named(by, owner_id)
        await db.execute(_HAND, by.department_id, case_id, owner_id)
        await write_step(by, case, "handed", at, person=owner_id, name=name, said=words(why))
        await quiet(case, at)
        await tell_owner(by, case, owner_id, at)


async def put_off(by: Actor, case_id: int, due_at: datetime | None, at: datetime, why: str) -> None:
    """Another deadline, with a reason, by who looks after it or a lead."""
    person_id = need(by, WORKS)
    async with db.transaction():
        case = await locked_case(by, case_id)
        due_at = checked_deadline(due_at, at)
        if not why.strip():
            raise Refusal("cases-why-needed", field="said")
        if person_id != case["owner_id"] and not by.may(LEADS):
            raise Refusal("cases-not-yours", 403)
        await db.execute(_PUT_OFF, by.department_id, case_id, due_at)
        await write_step(by, case, "postponed", at, until=due_at.isoformat(), said=words(why))
        await quiet(case, at)


async def add_word(by: Actor, case_id: int, said: str, at: datetime) -> None:
    """What was done or heard, also after it is over."""
    need(by, WORKS)
    async with db.transaction():
        case = await locked_case(by, case_id, over=True)
        if not said.strip():
            raise Refusal("cases-what-none", field="said")
        await write_step(by, case, "noted", at, said=words(said))


_HAND = """
UPDATE order_case SET owner_id = $3, overdue_for = NULL WHERE department_id = $1 AND id = $2
"""
_PUT_OFF = "UPDATE order_case SET due_at = $3, overdue_for = NULL WHERE department_id = $1 AND id = $2"
