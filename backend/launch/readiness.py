"""Asks the web process whether everything that a tap needs is there."""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Readiness:
    """`ready`, or the names of the parts that are not."""

    ready: bool
    failing: tuple[str, ...] = ("web",)


async def ask(ears: socket.socket, seconds: float = 5) -> Readiness:
    """One `GET /health/ready` over the loopback interface."""
    host, port = ears.getsockname()[:2]
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
    with contextlib.suppress(OSError, TimeoutError, ValueError, asyncio.IncompleteReadError):
        status, body = await asyncio.wait_for(_get(host, port, "/health/ready"), seconds)
        if status == 200:
            return Readiness(True, ())
        return Readiness(False, tuple(json.loads(body).get("failing", ["web"])))
    return Readiness(False)


async def _get(host: str, port: int, path: str) -> tuple[int, bytes]:
    reader, writer = await asyncio.open_connection(host, port)
    try:
        writer.write(f"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
        await writer.drain()
        head, _, body = (await reader.read(65536)).partition(b"\r\n\r\n")
        return int(head.split(b" ", 2)[1]), body
    finally:
        writer.close()
