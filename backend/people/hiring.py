"""Taking somebody on, and keeping what is written down about them right."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import asyncpg

from backend.audit.actions import note
from backend.company.queries import rules_of
from backend.infra import db, outbox
from backend.infra.refusal import Refusal, not_found
from backend.people import live_rights  # noqa: F401  # registers what follows
from backend.people.particulars import clean_login, clean_mobile, clean_name, clean_number, suggested_login
from backend.people.succession import somebody_manages
from backend.people.viewer import Actor


async def hire(
    by: Actor,
    name: str,
    login: str | None,
    at: datetime,
    *,
    post: str | None = None,
    role: str | None = None,
    mobile: str | None = None,
    employee_number: str | None = None,
    joined_on: date | None = None,
) -> int:
    """Adds a person to the actor's department; a post (by code) brings its role. Returns the person's id.

    They begin at the level that the role's work needs, 1 or 2; never at 3 (R-PPL-1).

    Without a log-in name it becomes the employee number, else the mobile number. A company whose language is not
    Chinese hands it on; everybody may choose another. Refuses a log-in name, a mobile or an
    employee number that somebody has already, a post that does not exist and a role that the rules do not name.
    """
    mobile, employee_number = clean_mobile(mobile), clean_number(employee_number)
    login = clean_login(login or suggested_login(employee_number, mobile))
    async with db.transaction():
        holder = await post_by_code(by.department_id, post)
        role = await known_role(by, role or (holder["role"] if holder else "staff"))
        values = (
            clean_name(name),
            mobile,
            employee_number,
            holder["id"] if holder else None,
            role,
            joined_on,
            (await rules_of(by.department_id)).starting_level_of(role),
        )
        person_id = await _written(_INSERT, by.department_id, login, *values, at)
        await note(
            "person.hired",
            f"person:{person_id}",
            department_id=by.department_id,
            actor_id=by.person_id,
            name=name,
            post=post,
            role=role,
        )
    return person_id


async def correct(
    by: Actor,
    person_id: int,
    at: datetime,
    *,
    name: str,
    login: str,
    mobile: str | None,
    employee_number: str | None,
    joined_on: date | None,
) -> None:
    """Puts a person's particulars right. Post and role are changed by `move`."""
    async with db.transaction():
        before = await person_here(by, person_id)
        after = {
            "name": clean_name(name),
            "login": clean_login(login),
            "mobile": clean_mobile(mobile),
            "employee_number": clean_number(employee_number),
            "joined_on": joined_on,
        }
        changed = differences(before, after)
        if changed:
            await _written(_CORRECT, person_id, *after.values())
            await _noted(by, "person.corrected", person_id, changed)


async def move(by: Actor, person_id: int, at: datetime, *, post: str | None, role: str | None = None) -> None:
    """Gives a person another post, and with it the post's role unless `role` says otherwise.

    The level stays as it is, also where the new role would need a higher one: that takes two approvals (R-PPL-1).

    Refuses a change of one's own role and one that leaves nobody to manage the department.
    """
    async with db.transaction():
        before = await person_here(by, person_id)
        holder = await post_by_code(by.department_id, post)
        role = await known_role(by, role or (holder["role"] if holder else "staff"))
        if role != before["role"] and by.person_id == person_id and not getattr(by, "company_admin", False):
            raise Refusal("people-own-role", 403, field="role")
        changed = differences(before, {"post_id": holder["id"] if holder else None, "role": role})
        if changed:
            async with somebody_manages(by.department_id):
                await db.execute(_MOVE, person_id, holder["id"] if holder else None, role)
            await _noted(by, "person.moved", person_id, changed)
            await outbox.record("person.rights_changed", by.department_id, person_id=person_id)


async def person_here(by: Actor, person_id: int) -> asyncpg.Record:
    """The person's row, locked; of another department: not found. Who has left is refused.

    A company administrator is changed by company administrators alone: whoever corrects a log-in can take it over.
    """
    row = await db.fetchrow(_PERSON, by.department_id, person_id)
    if row is None:
        raise not_found()
    if row["left_at"] is not None:
        raise Refusal("people-has-left", 409, name=row["name"])
    if (
        row["company_admin"]
        and by.person_id not in (None, person_id)
        and not getattr(by, "company_admin", False)
    ):
        raise Refusal("people-is-admin", 403, name=row["name"])
    return row


async def post_by_code(department_id: int, code: str | None) -> asyncpg.Record | None:
    """A post of the department that is not archived; None for no post at all."""
    if not code:
        return None
    found = await db.fetchrow(_POST, department_id, code)
    if found is None:
        raise Refusal("people-post-unknown", 422, field="post", post=code)
    return found


async def known_role(by: Actor, role: str) -> str:
    """A role that the department's permission map names."""
    if role not in (await rules_of(by.department_id)).permissions:
        raise Refusal("people-role-unknown", 422, field="role", role=role)
    return role


def differences(before: Any, after: dict[str, Any]) -> dict[str, list[Any]]:
    """`{"mobile": [old, new]}` for what really changes."""
    return {key: [before[key], value] for key, value in after.items() if before[key] != value}


_INSERT = """
INSERT INTO person (department_id, login, name, mobile, employee_number, post_id, role, joined_on, level, created_at,
    lang)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, (SELECT nullif(lang, 'zh-Hans') FROM company)) RETURNING id
"""
_CORRECT = """
UPDATE person SET name = $2, login = $3, mobile = $4, employee_number = $5, joined_on = $6 WHERE id = $1 RETURNING id
"""
_MOVE = "UPDATE person SET post_id = $2, role = $3 WHERE id = $1"
_PERSON = "SELECT * FROM person WHERE department_id = $1 AND id = $2 FOR UPDATE"
_POST = """
SELECT id, code, role FROM post WHERE department_id = $1 AND code = $2 AND archived_at IS NULL
"""
_TAKEN = {
    "person_login": ("people-login-taken", "login"),
    "person_mobile": ("people-mobile-taken", "mobile"),
    "person_number": ("people-number-taken", "employee_number"),
}


async def _written(sql: str, *values: Any) -> int:
    try:
        async with db.transaction():
            return await db.fetchval(sql, *values)
    except asyncpg.UniqueViolationError as error:
        code, field = _TAKEN.get(error.constraint_name or "", ("people-login-taken", "login"))
        raise Refusal(code, 409, field=field) from None


async def _noted(by: Actor, verb: str, person_id: int, changed: dict[str, list[Any]]) -> None:
    """Mobile numbers are personal data: the trail says that one changed, not which."""
    told: dict[str, Any] = {key: value for key, value in changed.items() if key != "mobile"}
    if "mobile" in changed:
        told["mobile"] = "changed"
    await note(
        verb, f"person:{person_id}", department_id=by.department_id, actor_id=by.person_id, changed=told
    )
