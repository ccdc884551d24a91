"""Requests that another site made a browser send are refused before any handler sees them."""

from __future__ import annotations

import hmac
from urllib.parse import urlsplit

from litestar import Request

from backend.infra.refusal import Refusal
from backend.settings import settings

SAFE = ("GET", "HEAD", "OPTIONS")


async def protect_from_forgery(request: Request) -> None:
    """Every unsafe request needs a matching origin, and with a session cookie its CSRF token too."""
    if request.method in SAFE or "webhook" in request.route_handler.opt:
        return
    if not origin_matches(request.headers.get("origin"), request.headers.get("host")):
        raise Refusal("shell-error-forgery", 403)
    viewer = request.scope.get("user")
    if viewer is not None and not viewer.by_token and not await _token_matches(request, viewer.csrf):
        raise Refusal("shell-error-forgery", 403)
    return


def origin_matches(origin: str | None, host: str | None) -> bool:
    """Whether a browser's Origin is ours; programs send none. `null`, of a sandboxed frame, is nobody's."""
    if not origin:
        return True
    theirs = urlsplit(origin).netloc
    return bool(theirs) and theirs in (host, urlsplit(settings().public_url).netloc)


async def _token_matches(request: Request, expected: str) -> bool:
    given = request.headers.get("x-csrf-token")
    if given is None and request.content_type[0] in (
        "application/x-www-form-urlencoded",
        "multipart/form-data",
    ):
        given = (await request.form()).get("csrf_token")
    return isinstance(given, str) and hmac.compare_digest(given.encode(), expected.encode())
