"""A cloud call centre on loopback, as strict as a real one: it checks who asks and what, and can be as unwell."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

KEY = "key-of-the-call-centre"


@dataclass
class CallCentre:
    """`mood`: well, slow (answers when `go` is set), wrong (200, and the failure stands in the body), nonsense (no
    JSON), busy (429 with Retry-After), broken (500), redirect (leads elsewhere), deaf (says yes and sets nothing)."""

    forward_to: str = "4008000001"
    mood: str = "well"
    signed_by: str = "bearer"
    asked: list[dict[str, Any]] = field(default_factory=list)
    applied: dict[str, str] = field(default_factory=dict)
    go: asyncio.Event = field(default_factory=asyncio.Event)
    port: int = 0
    _runner: web.AppRunner | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def host(self) -> str:
        """As it stands in the operator's list of hosts."""
        return f"127.0.0.1:{self.port}"

    async def open(self) -> None:
        app = web.Application()
        app.router.add_route("*", "/{rest:.*}", self._answer)
        self._runner = web.AppRunner(app)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0, shutdown_timeout=0.1)
        await site.start()
        assert site._server is not None
        self.port = site._server.sockets[0].getsockname()[1]  # type: ignore[attr-defined]  # asyncio's server

    async def close(self) -> None:
        """Down: from now on nobody answers there."""
        self.go.set()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        body = await request.read()
        self.asked.append({"method": request.method, "path": request.path_qs, "body": body})
        if not self._knows(request, body):
            return web.json_response({"error": "who are you?"}, status=401)
        if self.mood == "slow":
            await self.go.wait()
        unwell = {
            "busy": lambda: web.Response(status=429, headers={"Retry-After": "7"}),
            "broken": lambda: web.Response(status=500, text="<h1>Server Error</h1>"),
            "nonsense": lambda: web.Response(text="<html>maintenance</html>"),
            "wrong": lambda: web.json_response({"code": 4003, "message": "line is locked"}),
            "redirect": lambda: web.Response(status=302, headers={"Location": "http://127.0.0.1:1/"}),
        }.get(self.mood)
        return unwell() if unwell else self._done(request, body)

    def _done(self, request: web.Request, body: bytes) -> web.Response:
        if request.method == "GET":
            return web.json_response({"code": 0, "data": {"lines": [{"forward_to": self.forward_to}]}})
        try:
            said = json.loads(body)
        except ValueError:
            return web.json_response({"code": 4000}, status=400)
        if set(said) != {"line", "forward_to", "id"} or not str(said["forward_to"]).lstrip("+").isdigit():
            return web.json_response({"code": 4001}, status=422)
        if self.mood != "deaf":
            self.forward_to = self.applied[said["id"]] = said["forward_to"]
        return web.json_response({"code": 0})

    def _knows(self, request: web.Request, body: bytes) -> bool:
        if self.signed_by == "hmac":
            stamp = request.headers.get("X-Timestamp", "")
            signed = f"{request.method}\n{request.path_qs}\n{stamp}\n".encode() + body
            wanted = hmac.new(KEY.encode(), signed, hashlib.sha256).hexdigest()
            return hmac.compare_digest(wanted, request.headers.get("X-Sign", ""))
        wanted = {"bearer": f"Bearer {KEY}", "basic": "Basic c2hvcDprZXktb2YtdGhlLWNhbGwtY2VudHJl"}
        return request.headers.get("Authorization", "") == wanted[self.signed_by]


@asynccontextmanager
async def a_call_centre(**how: Any) -> AsyncIterator[CallCentre]:
    centre = CallCentre(**how)
    await centre.open()
    try:
        yield centre
    finally:
        await centre.close()
