"""Me: who I am here, how it looks, and how I get in."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from litestar import Request, Response, get, post

from backend.infra.refusal import Refusal
from backend.people.devices_seen import devices_of
from backend.people.me import choose
from backend.people.numbers import my_number
from backend.people.passkeys import passkeys_of
from backend.people.passwords import change_password, password_due, regular_days, shortest_password
from backend.people.passwords_rules import LONGEST
from backend.people.routes.cookies import passkeys_possible
from backend.people.routes.rights import rights
from backend.people.tokens import tokens_of
from backend.phones.queries import switch_of
from backend.web.guards import signed_in
from backend.web.onward import onward
from backend.web.render import page, say

EVEN_WHEN_DUE = {"even_when_due": True}


@get("/me", guards=[signed_in], include_in_schema=False)
async def me_page(request: Request) -> Response[Any]:
    """Everything of mine on one page; what needs room has a page of its own."""
    by, at = request.user, datetime.now(UTC)
    return page(
        request,
        "people/me.html",
        here="me",
        devices=await devices_of(by.person_id),
        passkeys=await passkeys_of(by.person_id),
        tokens=await tokens_of(by.person_id, at),
        number=await my_number(by.person_id, at),
        phone=await switch_of(by.device_id, at),
        done=request.query_params.get("done", ""),
        **rights(by.rules, by.role, by.level),
    )


@get("/install", opt={"public": "the same help for everybody"}, include_in_schema=False)
async def install_page(request: Request) -> Response[Any]:
    """How to have the program on the phone like an app."""
    return page(request, "shell/install.html", here="me")


@post("/me/preferences", guards=[signed_in], opt=EVEN_WHEN_DUE, include_in_schema=False)
async def preferences(request: Request) -> Response[Any]:
    """Keeps a language or a look; the page shows it at once."""
    form = await request.form()
    await choose(request.user, lang=form.get("lang") or None, theme=form.get("theme") or None)
    if request.headers.get("hx-request") == "true":
        return Response(b"", status_code=204)
    return onward(request, "/me")


@get("/me/password", guards=[signed_in], opt=EVEN_WHEN_DUE, include_in_schema=False)
async def password_page(request: Request) -> Response[Any]:
    """The form for another password; when one is due, with the reason."""
    return await _password_page(request)


@post("/me/password", guards=[signed_in], opt=EVEN_WHEN_DUE, include_in_schema=False)
async def new_password(request: Request) -> Response[Any]:
    """Sets another password; every other browser is logged out."""
    form = await request.form()
    try:
        await change_password(
            request.user,
            str(form.get("old_password") or ""),
            str(form.get("password") or ""),
            datetime.now(UTC),
        )
    except Refusal as refusal:
        sentence = say(request, refusal.code, **refusal.values)
        return await _password_page(
            request, errors={refusal.field or "password": sentence}, status=refusal.status
        )
    return onward(request, "/me?done=password")


async def _password_page(
    request: Request, *, errors: dict[str, str] | None = None, status: int = 200
) -> Response[Any]:
    by = request.user
    return page(
        request,
        "people/password.html",
        status=status,
        here="me",
        errors=errors or {},
        due=password_due(by, datetime.now(UTC)),
        days=regular_days(by),
        shortest=await shortest_password(by.department_id or None),
        longest=LONGEST,
        with_passkeys=passkeys_possible(request),
    )


handlers: list[Any] = [me_page, install_page, preferences, password_page, new_password]
