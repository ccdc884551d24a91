"""API tokens, for programs."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import msgspec
from litestar import Request, delete, get, post

from backend.people.tokens import create_token, end_token, tokens_of
from backend.web.guards import signed_in


class Token(msgspec.Struct):
    """A token of mine that still works; its text is never shown again."""

    id: int
    name: str
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None


class Wish(msgspec.Struct):
    """A name, and for how many days (30, 90, 365; null: without an end)."""

    name: str
    days: int | None = 90


class Made(msgspec.Struct):
    """A token just made: keep `token` now, nobody can show it again."""

    id: int
    token: str
    name: str
    expires_at: datetime | None


@get("/api/v1/me/tokens", guards=[signed_in], tags=["tokens"])
async def list_tokens(request: Request) -> list[Token]:
    """Mine, the newest first."""
    return [
        Token(card.id, card.name, card.created_at, card.expires_at, card.last_used_at)
        for card in await tokens_of(request.user.person_id, datetime.now(UTC))
    ]


@post("/api/v1/me/tokens", guards=[signed_in], tags=["tokens"])
async def post_token(request: Request, data: Wish) -> Made:
    """Makes a token; only a person can, not another token."""
    made = await create_token(request.user, data.name, datetime.now(UTC), days=data.days)
    return Made(made.id, made.text, made.name, made.expires_at)


@delete("/api/v1/me/tokens/{token_id:int}", guards=[signed_in], tags=["tokens"])
async def delete_token(request: Request, token_id: int) -> None:
    """Ends a token of mine at once."""
    await end_token(request.user, token_id, datetime.now(UTC))


handlers: list[Any] = [list_tokens, post_token, delete_token]
