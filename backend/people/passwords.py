"""Passwords: set, changed, lent out, due for a change (R-PPL-2)."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import Any, Literal

from backend.audit.actions import note
from backend.company.queries import rules_of
from backend.infra import db
from backend.infra.refusal import Refusal, not_found
from backend.people.login_limits import admit, let_in
from backend.people.passwords_hashing import hash_password, password_fits
from backend.people.passwords_rules import LONGEST, SHORTEST, fault_of
from backend.people.sessions import end_sessions
from backend.people.viewer import Actor, Viewer

Due = Literal["lent", "old"]


async def change_password(by: Viewer, old: str, new: str, at: datetime) -> None:
    """Sets another password after asking for the old one; every other browser is logged out.

    Somebody who has only had passkeys gives no old one. Refuses a wrong old password, the same password again and what
    R-PPL-2 does not allow.
    """
    person = await db.fetchrow(_PERSON, by.person_id)
    assert person is not None
    if person["password_hash"] is not None:
        await _ask_for_old(by, person["password_hash"], old, at)
        if await password_fits(person["password_hash"], new):
            raise Refusal("identity-password-same", 422, field="password")
    kept = await acceptable_hash(new, person, by.department_id or None)
    async with db.transaction():
        changed = await db.fetchval(_CHANGE, by.person_id, kept, at, person["password_hash"])
        if changed is None:
            raise Refusal("identity-password-old-wrong", 409, field="old_password")
        await end_sessions(by.person_id, at, but=by.session_id)
        await note_about(by, "password.changed", by.person_id)


async def acceptable_hash(password: str, person: Any, department_id: int | None) -> str:
    """The hash of a new password for the person of a row; refuses what R-PPL-2 and the department do not allow."""
    shortest = await shortest_password(department_id)
    about = [person[key] for key in ("login", "name", "mobile", "employee_number")]
    fault = await asyncio.to_thread(fault_of, password, about, shortest)
    if fault is not None:
        raise Refusal(fault, 422, field="password", shortest=shortest, longest=LONGEST)
    return await hash_password(password)


async def mark_password_lent(by: Actor, person_id: int, at: datetime) -> None:
    """R-PPL-2: the password was given to somebody else with approval, so its owner must set a new one next."""
    if by.person_id != person_id and not by.may("people.manage"):
        raise Refusal("shell-error-forbidden", 403)
    async with db.transaction():
        if await db.fetchval(_LENT, by.department_id, person_id, at) is None:
            raise not_found()
        await note_about(by, "password.lent", person_id)


def password_due(viewer: Viewer, at: datetime) -> Due | None:
    """Why the viewer must set a new password before anything else, or None.

    A program with an API token is not asked: it has no password to change.
    """
    if viewer.by_token or viewer.password_set_at is None:
        return None
    if viewer.password_lent:
        return "lent"
    days = regular_days(viewer)
    return "old" if days and at - viewer.password_set_at >= timedelta(days=days) else None


async def shortest_password(department_id: int | None) -> int:
    """How many characters the department asks for: 10 or more."""
    return (await rules_of(department_id)).passwords.min_length if department_id else SHORTEST


def regular_days(viewer: Viewer) -> int:
    """After how many days the department asks for a new password; 0 where it does not."""
    return viewer.rules.passwords.change_days if viewer.rules else 0


async def note_about(by: Actor, verb: str, person_id: int, **details: object) -> None:
    """One line of the trail about a person."""
    await note(verb, f"person:{person_id}", department_id=by.department_id, actor_id=by.person_id, **details)


_PERSON = "SELECT login, name, mobile, employee_number, password_hash FROM person WHERE id = $1"
_CHANGE = """
UPDATE person SET password_hash = $2, password_set_at = $3, password_lent_at = NULL
WHERE id = $1 AND password_hash IS NOT DISTINCT FROM $4 RETURNING id
"""
_LENT = """
UPDATE person SET password_lent_at = $3
WHERE department_id = $1 AND id = $2 AND left_at IS NULL AND password_hash IS NOT NULL RETURNING id
"""


async def _ask_for_old(by: Viewer, kept: str, old: str, at: datetime) -> None:
    """A session left open must not become a place to try passwords: the limits of the log-in hold here, too."""
    place = f"change:{by.person_id}"
    attempt = await admit(place, place, at)
    if not await password_fits(kept, old):
        raise Refusal("identity-password-old-wrong", 422, field="old_password")
    await let_in(attempt)
