"""My API tokens."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from litestar import Request, Response, get, post

from backend.people.tokens import DAYS, NewToken, create_token, end_token, tokens_of
from backend.web.guards import signed_in
from backend.web.onward import fields, onward
from backend.web.render import page


@get("/me/tokens", guards=[signed_in], include_in_schema=False)
async def my_tokens(request: Request, done: str = "") -> Response[Any]:
    """Tokens that still work."""
    return await _page(request, done=done)


@post("/me/tokens", guards=[signed_in], include_in_schema=False, status_code=200)
async def make_token(request: Request) -> Response[Any]:
    """Makes a token and shows it, this once."""
    given = await fields(request)
    days = given.get("days", "90")
    made = await create_token(
        request.user,
        given.get("name", ""),
        datetime.now(UTC),
        days=int(days) if days.isdecimal() and days != "0" else None,
    )
    return await _page(request, made=made)


@post("/me/tokens/{token_id:int}/end", guards=[signed_in], include_in_schema=False)
async def end_one(request: Request, token_id: int) -> Response[Any]:
    """Ends a token of mine."""
    await end_token(request.user, token_id, datetime.now(UTC))
    return onward(request, "/me/tokens?done=ended")


async def _page(request: Request, *, made: NewToken | None = None, done: str = "") -> Response[Any]:
    return page(
        request,
        "people/tokens.html",
        here="me",
        made=made,
        tokens=await tokens_of(request.user.person_id, datetime.now(UTC)),
        lifetimes=DAYS,
        done=done,
    )


handlers: list[Any] = [my_tokens, make_token, end_one]
