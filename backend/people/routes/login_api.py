"""Getting in and out for programs, and for the passkey buttons of the pages."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import msgspec
from litestar import Request, Response, delete, post

from backend.infra.refusal import Refusal
from backend.people.login import log_in, log_out
from backend.people.passkeys_login import log_in_with_passkey, login_options
from backend.people.routes.cookies import browser_of, let_in, let_out, local_path, site_of
from backend.people.secrets import csrf_token
from backend.people.sessions import OpenSession
from backend.web.guards import signed_in

OPEN = {"public": "somebody who is not in yet wants to get in"}


class Credentials(msgspec.Struct):
    """A log-in name and its password."""

    login: str
    password: str


class Started(msgspec.Struct):
    """An open session: its cookie is set; unsafe requests carry `csrf` as `X-CSRF-Token`."""

    csrf: str
    redirect: str


class PasskeyAnswer(msgspec.Struct):
    """What `navigator.credentials.get()` gave, and where the person wanted to go."""

    credential: dict[str, Any]
    next: str = "/"


@post("/api/v1/session", opt=OPEN, tags=["session"], status_code=201)
async def open_session(request: Request, data: Credentials) -> Response[Started]:
    """Logs in with a password. 422 when it is wrong, 429 with the minutes to wait after too many."""
    opened = await log_in(data.login, data.password, datetime.now(UTC), browser_of(request))
    return _started(opened, "/")


@post("/api/v1/session/passkey/options", opt=OPEN, tags=["session"], status_code=200, sync_to_thread=False)
def passkey_challenge(request: Request) -> dict[str, Any]:
    """What a browser needs for `navigator.credentials.get()`."""
    return login_options(site_of(request), datetime.now(UTC))


@post("/api/v1/session/passkey", opt=OPEN, tags=["session"], status_code=201)
async def open_session_with_passkey(request: Request, data: PasskeyAnswer) -> Response[Started]:
    """Logs in with a passkey."""
    opened = await log_in_with_passkey(
        data.credential, site_of(request), datetime.now(UTC), browser_of(request)
    )
    return _started(opened, local_path(data.next))


@delete("/api/v1/session", guards=[signed_in], opt={"even_when_due": True}, tags=["session"], status_code=200)
async def close_session(request: Request) -> Response[None]:
    """Logs this browser out. A token is ended under /api/v1/me/tokens."""
    if request.user.by_token:
        raise Refusal("identity-token-no-session", 409)
    await log_out(request.user, datetime.now(UTC))
    return let_out(Response(None, status_code=200))


def _started(opened: OpenSession, onward: str) -> Response[Started]:
    return let_in(Response(Started(csrf_token(opened.token), onward), status_code=201), opened)


handlers: list[Any] = [open_session, passkey_challenge, open_session_with_passkey, close_session]
