"""Who hears of a matter that is addressed to a part of the department: from the one duty truth."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from backend.company.queries import rules_of
from backend.infra import db
from backend.rota.duty import who_is_on_shift

LEADS, MANAGERS = "attendance.decide", "people.manage"
"""What makes somebody a lead or a manager here: what they may do, whatever their role is called."""


async def audience(department_id: int, who: str, at: datetime) -> tuple[int, ...]:
    """The person ids behind `on_shift`, `leads`, `managers` or `person:17`, in order; empty for a group alone.

    Leads are those on shift at `at`; where none is, all of them; where there are none at all, the managers.
    """
    if who == "on_shift":
        return tuple(sorted((await who_is_on_shift(department_id, at)).person_ids))
    if who == "leads":
        return await _leads(department_id, at)
    if who == "managers":
        return await holders(department_id, MANAGERS)
    head, _, number = who.partition(":")
    return (int(number),) if head == "person" and number.isdecimal() else ()


async def holders(department_id: int, permission: str) -> tuple[int, ...]:
    """Everybody in the department whose role and level give `permission`."""
    rules = await rules_of(department_id)
    rows = await db.fetch(_PEOPLE, department_id)
    return tuple(row["id"] for row in rows if permission in rules.permissions_of(row["role"], row["level"]))


async def _leads(department_id: int, at: datetime) -> tuple[int, ...]:
    leads = await holders(department_id, LEADS)
    here = (await who_is_on_shift(department_id, at)).person_ids
    return _those(leads, here) or leads or await holders(department_id, MANAGERS)


def _those(people: Iterable[int], here: frozenset[int]) -> tuple[int, ...]:
    return tuple(person_id for person_id in people if person_id in here)


_PEOPLE = "SELECT id, role, level FROM person WHERE department_id = $1 AND left_at IS NULL ORDER BY id"
