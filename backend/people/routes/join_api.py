"""One-time links for programs, and for the passkey button of their page. The token travels in the body, never in an
address, so that no log keeps it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import msgspec
from litestar import Request, Response, post

from backend.people.invitations import read_invitation
from backend.people.invitations_answer import accept_with_password
from backend.people.invitations_passkey import accept_with_passkey, link_passkey_options
from backend.people.routes.cookies import browser_of, let_in, site_of
from backend.people.routes.login_api import Started
from backend.people.secrets import csrf_token
from backend.people.sessions import OpenSession

OPEN = {"public": "the link itself is the permission"}
WELCOME = "/?welcome=1"


class Token(msgspec.Struct):
    """The last part of a link's address."""

    token: str


class PasswordAnswer(msgspec.Struct):
    """A link and the new password."""

    token: str
    password: str


class NewPasskeyAnswer(msgspec.Struct):
    """A link and what `navigator.credentials.create()` gave."""

    token: str
    credential: dict[str, Any]


class InvitationCard(msgspec.Struct):
    """What a link is for: `purpose` is join or login."""

    purpose: str
    name: str
    login: str
    department: str
    invited_by: str
    expires_at: datetime


@post("/api/v1/join/look", opt=OPEN, tags=["join"], status_code=200)
async def look(request: Request, data: Token) -> InvitationCard:
    """What a link is for, without using it up. 404 unknown, 410 used, revoked or expired."""
    found = await read_invitation(data.token, datetime.now(UTC))
    return InvitationCard(
        found.purpose, found.name, found.login, found.department_name, found.invited_by, found.expires_at
    )


@post("/api/v1/join", opt=OPEN, tags=["join"], status_code=201)
async def accept_by_password(request: Request, data: PasswordAnswer) -> Response[Started]:
    """Sets a password and logs in; the link is used up. 422 says what is wrong with the password."""
    opened = await accept_with_password(data.token, data.password, datetime.now(UTC), browser_of(request))
    return _started(opened)


@post("/api/v1/join/passkey/options", opt=OPEN, tags=["join"], status_code=200)
async def join_challenge(request: Request, data: Token) -> dict[str, Any]:
    """What a browser needs for `navigator.credentials.create()`."""
    return await link_passkey_options(data.token, site_of(request), datetime.now(UTC))


@post("/api/v1/join/passkey", opt=OPEN, tags=["join"], status_code=201)
async def accept_by_passkey(request: Request, data: NewPasskeyAnswer) -> Response[Started]:
    """Keeps a passkey and logs in; the link is used up."""
    opened = await accept_with_passkey(
        data.token, data.credential, site_of(request), datetime.now(UTC), browser_of(request)
    )
    return _started(opened)


def _started(opened: OpenSession) -> Response[Started]:
    return let_in(Response(Started(csrf_token(opened.token), WELCOME), status_code=201), opened)


handlers: list[Any] = [look, accept_by_password, join_challenge, accept_by_passkey]
