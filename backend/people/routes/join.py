"""The page behind a one-time link. Looking at it changes nothing: messengers look at links, too."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from litestar import Request, Response, get, post

from backend.infra.refusal import Refusal
from backend.people.invitations import read_invitation
from backend.people.invitations_answer import accept_with_password
from backend.people.passwords import shortest_password
from backend.people.passwords_rules import LONGEST
from backend.people.routes.cookies import browser_of, let_in, passkeys_possible
from backend.web.render import page, say

OPEN = {"public": "the link itself is the permission"}


@get("/join/{token:str}", opt=OPEN, include_in_schema=False)
async def link_page(request: Request, token: str) -> Response[Any]:
    """Who invites whom, and how to get in; or why the link no longer works."""
    return await _page(request, token)


@post("/join/{token:str}", opt=OPEN, include_in_schema=False)
async def accept(request: Request, token: str) -> Response[Any]:
    """Sets the password and goes straight on to Today."""
    form = await request.form()
    try:
        opened = await accept_with_password(
            token, str(form.get("password") or ""), datetime.now(UTC), browser_of(request)
        )
    except Refusal as refusal:
        if refusal.field is None:
            return await _page(request, token)
        sentence = say(request, refusal.code, **refusal.values)
        return await _page(request, token, error=sentence, status=refusal.status)
    location = {"location": "/?welcome=1"}
    return let_in(Response(b"", status_code=303, media_type="text/html", headers=location), opened)


async def _page(request: Request, token: str, *, error: str = "", status: int = 200) -> Response[Any]:
    """The refusal of a dead link is a page of its own, with the way to a new one."""
    try:
        invitation = await read_invitation(token, datetime.now(UTC))
    except Refusal as refusal:
        sentence = say(request, refusal.code)
        return page(
            request, "people/join_dead.html", status=refusal.status, sentence=sentence, code=refusal.code
        )
    return page(
        request,
        "people/join.html",
        status=status,
        invitation=invitation,
        token=token,
        error=error,
        shortest=await shortest_password(invitation.department_id),
        longest=LONGEST,
        with_passkeys=passkeys_possible(request),
    )


handlers: list[Any] = [link_page, accept]
