"""A vendor of short messages and spoken calls: three ways to prove who asks, and every way to fail."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
from base64 import b64decode
from collections import deque
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from backend.infra.push.provider import Auth, Provider, Success
from tests.support.listening import Listening

NEVER = -1


@dataclass(frozen=True)
class Texted:
    """One message that the vendor has taken. `path` is /sms or /voice."""

    path: str
    mobile: str
    text: str


@dataclass
class Vendor(Listening):
    """`answers(429, …)` or `answers({"code": "isv.BUSINESS_LIMIT"})` decides the next replies."""

    token: str = "vendor-token"
    taken: list[Texted] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    asked: int = 0
    _next: deque[tuple[Any, dict[str, str]]] = field(default_factory=deque)
    _released: asyncio.Event = field(default_factory=asyncio.Event)

    def provider(self, path: str = "/sms", auth: Auth | None = None, **different: Any) -> Provider:
        """As an operator would set it up."""
        success = Success(path="code", values=("OK",), later=("isv.BUSINESS_LIMIT",))
        given = {"url": self.url + path, "hosts": (), "success": success, **different}
        return Provider(auth=auth or Auth("bearer", self.token), **given)

    def answers(self, *replies: Any, **headers: str) -> None:
        self._next.extend((reply, {n.replace("_", "-"): v for n, v in headers.items()}) for reply in replies)

    def routes(self) -> list[Any]:
        return [web.route("*", "/{path:.*}", self._take)]

    async def __aexit__(self, *_: object) -> None:
        self._released.set()
        await super().__aexit__()

    async def _take(self, request: web.Request) -> web.Response:
        self.asked += 1
        body = await request.read()
        reply, headers = self._next.popleft() if self._next else ({"code": "OK"}, {})
        if reply == NEVER:
            await self._released.wait()
            return web.Response(status=503)
        if isinstance(reply, int):
            return web.Response(status=reply, headers=headers)
        if not self._knows(request, body):
            self.faults.append("who are you?")
            return web.json_response({"code": "SignatureDoesNotMatch"}, status=403)
        if reply == {"code": "OK"}:
            said = dict(request.query) if request.method == "GET" else await _fields(request)
            self.taken.append(Texted(request.path, said["mobile"], said["text"]))
        return web.json_response(reply, headers=headers)

    def _knows(self, request: web.Request, body: bytes) -> bool:
        said = request.headers.get("Authorization", "")
        if said.startswith("Basic "):
            return b64decode(said[6:]).decode() == f"shop:{self.token}"
        if "X-Signature" in request.headers:
            signed = request.headers["X-Timestamp"].encode() + b"\n" + body
            wanted = hmac.new(self.token.encode(), signed, hashlib.sha256).hexdigest()
            return hmac.compare_digest(request.headers["X-Signature"], wanted)
        return said == f"Bearer {self.token}"


async def _fields(request: web.Request) -> dict[str, str]:
    if request.content_type == "application/json":
        return await request.json()
    return {name: str(value) for name, value in (await request.post()).items()}
