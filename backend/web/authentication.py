"""Finds out who asks, once per request, from the session cookie or a bearer token."""

from __future__ import annotations

from datetime import UTC, datetime

from litestar.types import ASGIApp, Receive, Scope, Send

from backend.people.presence import heard
from backend.people.secrets import token_hash
from backend.people.sessions_seen import saw_session, saw_token
from backend.people.viewer import Viewer, viewer_by_api_token, viewer_by_session
from backend.settings import settings
from backend.web.company_language import LANG_COOKIE, ask_company_language

SESSION_COOKIE = "dangban_session"
DEVICE_COOKIE = "dangban_device"

UNSEEN = ("/static/", "/health/", "/favicon", "/sw.js", "/telephony/")


class Authentication:
    """ASGI middleware: `scope["user"]` is the Viewer or None."""

    def __init__(self, app: ASGIApp):
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] in ("http", "websocket"):
            unseen = asked_path(scope).startswith(UNSEEN)
            scope["user"] = None if unseen else await who(scope)
            scope["auth"] = None
            if scope["user"] is None and scope["type"] == "http" and not unseen:
                await _learn_language(scope)
        await self.app(scope, receive, send)


async def who(scope: Scope) -> Viewer | None:
    """The viewer behind a request's headers. A bearer token counts under /api/ only."""
    now = datetime.now(UTC)
    headers = dict(scope["headers"])
    bearer = headers.get(b"authorization", b"")
    if bearer[:7].lower() == b"bearer " and scope["path"].startswith(("/api/", "/metrics")):
        return await _by_api_token(bearer[7:].decode("latin-1").strip(), now)
    token = cookie(headers, SESSION_COOKIE)
    return await _by_session(token, now) if token else None


def asked_path(scope: Scope) -> str:
    """The path as it was asked for; inside a mounted part `path` has lost its beginning."""
    raw = scope.get("raw_path")
    return raw.decode("latin-1") if raw else scope["path"]


async def _learn_language(scope: Scope) -> None:
    headers = dict(scope["headers"])
    accepted = headers.get(b"accept-language", b"").decode("latin-1")
    await ask_company_language(cookie(headers, LANG_COOKIE), accepted)


async def _by_session(token: str, now: datetime) -> Viewer | None:
    viewer = await viewer_by_session(token, now)
    if viewer is not None:
        saw_session(viewer.session_id, now)
        heard(viewer.department_id, viewer.person_id, now)
    return viewer


async def _by_api_token(token: str, now: datetime) -> Viewer | None:
    viewer = await viewer_by_api_token(token, now)
    if viewer is not None:
        saw_token(token_hash(token), now)
        heard(viewer.department_id, viewer.person_id, now)
    return viewer


def cookie(headers: dict[bytes, bytes], name: str) -> str | None:
    """One cookie of the request. Ours hold URL-safe characters only, so nothing needs unquoting."""
    wanted = name.encode()
    for part in headers.get(b"cookie", b"").split(b";"):
        key, _, value = part.strip().partition(b"=")
        if key == wanted:
            return value.decode("latin-1")
    return None


def secure_cookies() -> bool:
    """Secure cookies as soon as the public address is HTTPS."""
    return settings().public_url.startswith("https://")
