"""What the command line needs to let somebody in: the first administrator, a lost password, a program's token."""

from __future__ import annotations

from datetime import datetime

import asyncpg

from backend.audit.actions import note
from backend.infra import db
from backend.infra.refusal import Refusal
from backend.people.invitations import Link, new_link
from backend.people.particulars import clean_login, clean_name
from backend.people.tokens import NewToken, write_token


async def create_admin(login: str, name: str, at: datetime) -> Link:
    """Makes a company administrator and the one-time link to join with. Refuses a log-in name that is taken."""
    login, name = clean_login(login), clean_name(name)
    async with db.transaction():
        try:
            async with db.transaction():
                person = await db.fetchrow(_ADMIN, login, name, at)
        except asyncpg.UniqueViolationError:
            raise Refusal("people-login-taken", 409, field="login") from None
        assert person is not None
        await note("admin.created", f"person:{person['id']}", department_id=None, actor_id=None, name=name)
        return await new_link(person, None, at)


async def login_link(login: str, at: datetime) -> Link:
    """A one-time link for whoever has this log-in name; 404 when nobody has it."""
    async with db.transaction():
        return await new_link(await _person(login), None, at)


async def token_for(login: str, name: str, at: datetime, *, days: int | None = None) -> NewToken:
    """An API token that acts as whoever has this log-in name; 404 when nobody has it."""
    person = await _person(login)
    return await write_token(person["id"], person["department_id"], name, at, days, None)


_JOINED = """
(password_hash IS NOT NULL OR EXISTS (SELECT 1 FROM passkey WHERE passkey.person_id = person.id)) AS joined
"""
_ADMIN = """
INSERT INTO person (login, name, role, company_admin, created_at) VALUES ($1, $2, 'staff', true, $3)
RETURNING id, department_id, name, false AS joined
"""
_PERSON = f"""
SELECT id, department_id, name, {_JOINED} FROM person WHERE lower(login) = lower($1) AND left_at IS NULL
"""


async def _person(login: str) -> asyncpg.Record:
    person = await db.fetchrow(_PERSON, login.strip())
    if person is None:
        raise Refusal("identity-login-unknown", 404, login=login)
    return person
