"""One structured line per request, with an id that goes through everything the request causes; and its metrics."""

from __future__ import annotations

import logging
import re
import sys
import time
import uuid
from collections.abc import Iterable
from typing import Any

import structlog
from litestar.types import ASGIApp, Message, Receive, Scope, Send
from prometheus_client import Counter, Histogram

from backend.settings import settings
from backend.web.authentication import asked_path

log = structlog.get_logger("web")

REQUESTS = Counter("dangban_requests_total", "Requests answered", ["method", "route", "status"])
SECONDS = Histogram(
    "dangban_request_seconds",
    "Time to answer",
    ["route"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5),
)

_GIVEN = re.compile(rb"[A-Za-z0-9._-]{8,64}")


def configure_logs() -> None:
    """JSON lines, or coloured text on a terminal; DANGBAN_LOG_LEVEL and DANGBAN_LOG_FORMAT decide.

    What libraries say (uvicorn, arq, asyncio) goes through the same renderer: a log is all JSON or all text.
    """
    level = getattr(logging, settings().log_level.upper(), logging.INFO)
    renderer = _renderer()
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            *_SHARED,
            structlog.processors.format_exc_info,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_of_libraries(renderer))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for library in _TELL_ADDRESSES:
        logging.getLogger(library).setLevel(logging.WARNING)


_TELL_ADDRESSES = ("httpx", "httpcore", "urllib3")
"""They write down whole addresses, and the address of a work chat's robot is its key."""


_SHARED: list[Any] = [
    structlog.processors.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def _renderer() -> Any:
    as_text = settings().log_format == "text" or (settings().log_format == "auto" and sys.stderr.isatty())
    return (
        structlog.dev.ConsoleRenderer() if as_text else structlog.processors.JSONRenderer(ensure_ascii=False)
    )


def _of_libraries(renderer: Any) -> logging.Formatter:
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[structlog.stdlib.add_logger_name, *_SHARED, structlog.processors.format_exc_info],
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
    )


class RequestLog:
    """ASGI middleware around everything: request id in and out, one line, two metrics, security headers."""

    def __init__(self, app: ASGIApp):
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        await _Exchange(scope, send).run(self.app, receive)


async def complete_head(message: Message, scope: Scope) -> None:
    """What no route answered (404, 405) passes no middleware: it brings its policy and its id all the same."""
    if message["type"] == "http.response.start" and not any(
        name == b"x-request-id" for name, _ in message["headers"]
    ):
        message["headers"] = [
            *message["headers"],
            (b"x-request-id", _request_id(scope).encode()),
            *_guards(scope, message["headers"]),
        ]


class _Exchange:
    def __init__(self, scope: Any, send: Send):
        self.scope, self._send, self.status = scope, send, 0
        self.id = _request_id(scope)
        scope.setdefault("state", {})["request_id"] = self.id

    async def run(self, app: ASGIApp, receive: Receive) -> None:
        started = time.perf_counter()
        structlog.contextvars.bind_contextvars(request_id=self.id)
        try:
            await app(self.scope, receive, self.send)
        finally:
            self._account(time.perf_counter() - started)
            structlog.contextvars.unbind_contextvars("request_id")

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            message["headers"] = [
                *message["headers"],
                (b"x-request-id", self.id.encode()),
                *_guards(self.scope, message["headers"]),
            ]
        await self._send(message)

    def _account(self, seconds: float) -> None:
        route = self.scope.get("path_template") or "unmatched"
        REQUESTS.labels(self.scope["method"], route, self.status).inc()
        SECONDS.labels(route).observe(seconds)
        viewer = self.scope.get("user")
        log.info(
            "request",
            method=self.scope["method"],
            path=_without_secrets(self.scope["path"]),
            status=self.status,
            ms=round(seconds * 1000, 1),
            person=viewer.person_id if viewer else None,
        )


def _request_id(scope: Any) -> str:
    for name, value in scope["headers"]:
        if name == b"x-request-id" and _GIVEN.fullmatch(value):
            return value.decode()
    return uuid.uuid4().hex[:16]


_SECRET_PATH = re.compile(r"^(/(?:join|enter|calendar|door|telephony)/)[^/.]+")


def _without_secrets(path: str) -> str:
    """Addresses that open something by themselves are not written down."""
    return _SECRET_PATH.sub(r"\1…", path)


_POLICY = (
    b"default-src 'self'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; "
    b"img-src 'self' data: blob:; connect-src 'self'; worker-src 'self'; manifest-src 'self'; object-src 'none'; "
    b"base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_ALWAYS = [(b"x-content-type-options", b"nosniff")]
_DOCUMENT = [
    *_ALWAYS,
    (b"content-security-policy", _POLICY),
    (b"referrer-policy", b"same-origin"),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"permissions-policy", b"geolocation=(self), camera=(self), microphone=()"),
]
_HTTPS = [*_DOCUMENT, (b"strict-transport-security", b"max-age=31536000; includeSubDomains")]
_PRIVATE = (b"cache-control", b"private, no-store")


def _guards(scope: Any, given: Iterable[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """Nothing is kept by anybody in between, but for static files and what says so itself."""
    static = asked_path(scope).startswith("/static/")
    if _is_part(scope, static):
        headers = _ALWAYS
    else:
        headers = _HTTPS if settings().public_url.startswith("https://") else _DOCUMENT
    kept = static or any(name == b"cache-control" for name, _ in given)
    return headers if kept else [*headers, _PRIVATE]


def _is_part(scope: Any, static: bool) -> bool:
    """What only ever stands inside a page lives under that page's own policy: its scripts and styles, and what they
    fetch (no link and no form can send such a header). On a phone 700 bytes less for each."""
    if static:
        return scope["path"].endswith((".css", ".js"))
    return any(name == b"hx-request" for name, _ in scope["headers"])
