"""API tokens: for programs that act as their person under /api/v1."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from backend.audit.actions import note
from backend.infra import db
from backend.infra.refusal import Refusal, not_found
from backend.people.secrets import new_token, token_hash
from backend.people.viewer import Viewer

PREFIX = "dangban_"  # lets scanners of leaked secrets recognise it
MOST = 20
DAYS = (30, 90, 365)


@dataclass(frozen=True, slots=True)
class NewToken:
    """A token just made: its text is shown now and never again."""

    id: int
    text: str
    name: str
    expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class TokenCard:
    """A token that still works."""

    id: int
    name: str
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None


async def create_token(by: Viewer, name: str, at: datetime, *, days: int | None = 90) -> NewToken:
    """Makes a token of one's own for `days` (30, 90, 365) or without an end.

    Refuses a missing name and more than 20 tokens; and a program's token makes no further tokens.
    """
    if by.by_token:
        raise Refusal("identity-token-by-token", 403)
    name = " ".join(name.split())[:60]
    if not name:
        raise Refusal("identity-token-name", 422, field="name")
    if days is not None and days not in DAYS:
        raise Refusal("identity-token-days", 422, field="days")
    if await db.fetchval(_COUNT, by.person_id, at) >= MOST:
        raise Refusal("identity-token-most", 409, most=MOST)
    return await write_token(by.person_id, by.department_id or None, name, at, days, by.person_id)


async def write_token(
    person_id: int, department_id: int | None, name: str, at: datetime, days: int | None, made_by: int | None
) -> NewToken:
    """Makes the token itself, and writes that down."""
    text = PREFIX + new_token()
    expires_at = at + timedelta(days=days) if days else None
    async with db.transaction():
        values = (department_id, person_id, token_hash(text), name, at, expires_at)
        token_id = await db.fetchval(_INSERT, *values)
        await _noted("token.created", token_id, department_id, made_by, name=name)
    return NewToken(token_id, text, name, expires_at)


async def end_token(by: Viewer, token_id: int, at: datetime) -> None:
    """The token of one's own stops working at once. Ending it twice is harmless."""
    async with db.transaction():
        row = await db.fetchrow(_MINE, by.person_id, token_id)
        if row is None:
            raise not_found()
        if await db.fetchval(_END, token_id, at) is not None:
            await _noted("token.ended", token_id, by.department_id, by.person_id, name=row["name"])


async def tokens_of(person_id: int, at: datetime) -> list[TokenCard]:
    """The tokens that still work, the newest first."""
    return [TokenCard(**row) for row in await db.fetch(_TOKENS, person_id, at)]


_COUNT = """
SELECT count(*) FROM api_token
WHERE person_id = $1 AND ended_at IS NULL AND (expires_at IS NULL OR expires_at > $2)
"""
_INSERT = """
INSERT INTO api_token (department_id, person_id, token_hash, name, created_at, expires_at)
VALUES ($1, $2, $3, $4, $5, $6) RETURNING id
"""
_MINE = "SELECT name FROM api_token WHERE person_id = $1 AND id = $2"
_END = "UPDATE api_token SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL RETURNING id"
_TOKENS = """
SELECT id, name, created_at, expires_at, last_used_at FROM api_token
WHERE person_id = $1 AND ended_at IS NULL AND (expires_at IS NULL OR expires_at > $2) ORDER BY id DESC
"""


async def _noted(verb: str, token_id: int, department_id: int | None, by: int | None, **details: Any) -> None:
    await note(verb, f"token:{token_id}", department_id=department_id, actor_id=by, **details)
