"""Pages and answers are squeezed on their way; static files were squeezed when they were built."""

from __future__ import annotations

import gzip
import io
import secrets
from typing import Any

from litestar.types import ASGIApp, Receive, Scope, Send

KINDS = (b"text/html", b"application/json", b"application/problem+json")
SMALLEST = 1000
"""Bytes below which a packet is sent anyway."""
LEVEL = 4
"""A page of 24 kB becomes 5 kB in a quarter of a millisecond; higher levels cost more than they save."""
PADDING = 96
"""Up to so many random bytes are added, so that the length of a page does not betray the secrets in it (BREACH)."""

UNTOUCHED = ("/static/", "/sw.js", "/health/", "/metrics")


class Compression:
    """ASGI middleware: gzip for who accepts it. Streams and what is compressed already pass as they are."""

    def __init__(self, app: ASGIApp):
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not scope["path"].startswith(UNTOUCHED) and _accepts(scope):
            send = _Squeezed(send).send
        await self.app(scope, receive, send)


class _Squeezed:
    """Holds the head of an answer back until its body shows whether it is worth it."""

    def __init__(self, send: Send):
        self._send = send
        self._head: Any = None

    async def send(self, message: Any) -> None:
        if message["type"] == "http.response.start":
            self._head = message
            return
        if self._head is not None:
            head, self._head = self._head, None
            if not message.get("more_body") and _worth_it(head["headers"], message.get("body", b"")):
                message = {**message, "body": squeezed(message["body"])}
                head = {**head, "headers": _headers(head["headers"], len(message["body"]))}
            await self._send(head)
        await self._send(message)


def squeezed(body: bytes) -> bytes:
    """`body` as gzip, with a file name of random length in its head."""
    packet = io.BytesIO()
    name = "a" * secrets.randbelow(PADDING)
    with gzip.GzipFile(name, "wb", LEVEL, packet, mtime=0) as file:
        file.write(body)
    return packet.getvalue()


def _accepts(scope: Any) -> bool:
    return any(name == b"accept-encoding" and b"gzip" in value for name, value in scope["headers"])


def _worth_it(headers: Any, body: bytes) -> bool:
    given = {name.lower(): value for name, value in headers}
    kind = given.get(b"content-type", b"")
    return len(body) >= SMALLEST and kind.startswith(KINDS) and b"content-encoding" not in given


def _headers(headers: Any, length: int) -> list[tuple[bytes, bytes]]:
    kept = [(name, value) for name, value in headers if name.lower() != b"content-length"]
    return [
        *kept,
        (b"content-encoding", b"gzip"),
        (b"vary", b"accept-encoding"),
        (b"content-length", str(length).encode()),
    ]
