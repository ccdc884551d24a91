"""Taking somebody on."""

from __future__ import annotations

from datetime import date, datetime

import asyncpg

from backend.audit.actions import note
from backend.infra import db
from backend.infra.refusal import Refusal
from backend.people.viewer import Actor


async def hire(
    by: Actor,
    name: str,
    login: str,
    at: datetime,
    *,
    post: str | None = None,
    role: str | None = None,
    mobile: str | None = None,
    employee_number: str | None = None,
    joined_on: date | None = None,
) -> int:
    """Adds a person to the actor's department; a post (by code) brings its role. Returns the person's id.

    Refuses a login name that somebody in the company has already.
    """
    try:
        async with db.transaction():
            holder = await _post(by.department_id, post)
            person_id = await db.fetchval(
                _INSERT,
                by.department_id,
                login.strip(),
                name.strip(),
                mobile,
                employee_number,
                holder["id"] if holder else None,
                role or (holder["role"] if holder else "staff"),
                joined_on,
                at,
            )
            await note(
                "person.hired",
                f"person:{person_id}",
                department_id=by.department_id,
                actor_id=by.person_id,
                name=name,
                post=post,
            )
    except asyncpg.UniqueViolationError:
        raise Refusal("people-login-taken", 409, field="login", login=login) from None
    return person_id


_INSERT = """
INSERT INTO person (department_id, login, name, mobile, employee_number, post_id, role, joined_on, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id
"""


async def _post(department_id: int, code: str | None) -> asyncpg.Record | None:
    if code is None:
        return None
    found = await db.fetchrow(
        "SELECT id, role FROM post WHERE department_id = $1 AND code = $2 AND archived_at IS NULL",
        department_id,
        code,
    )
    if found is None:
        raise Refusal("people-post-unknown", 422, field="post", post=code)
    return found
