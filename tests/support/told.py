"""Where Kamailio's events arrive in a story: they are read by the product's adapter, as its own address would."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Any

from aiohttp import web

from backend.infra.telephony.adapter import CallEvent, Inbound, TelephonyError
from backend.infra.telephony.sip import Sip, SipSettings
from tests.support.kamailio import LINE_TOKEN
from tests.support.listening import Listening


class Told(Listening):
    """`answers`: what the next requests are answered with, in order; then 200. `silent`: takes and never answers."""

    def __init__(self) -> None:
        self.requests: list[Inbound] = []
        self.events: list[CallEvent] = []
        self.answers: list[int] = []
        self.silent = False
        self._news = asyncio.Event()

    def routes(self) -> list[Any]:
        return [web.post("/telephony/{token}/events", self._take)]

    @property
    def address(self) -> str:
        return f"{self.url}/telephony/{LINE_TOKEN}/events"

    async def again(self) -> None:
        """Back at the port where it was."""
        application = web.Application()
        application.add_routes(self.routes())
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self.port).start()

    async def until(self, count: int, seconds: float = 10) -> list[CallEvent]:
        """Waits until so many different events have come."""
        async with asyncio.timeout(seconds):
            while len({each.event_id for each in self.events}) < count:
                self._news.clear()
                await self._news.wait()
        return self.events

    async def until_asked(self, count: int, seconds: float = 10) -> None:
        async with asyncio.timeout(seconds):
            while len(self.requests) < count:
                self._news.clear()
                await self._news.wait()

    async def _take(self, request: web.Request) -> web.Response:
        headers = {name.lower(): value for name, value in request.headers.items()}
        self.requests.append(Inbound("POST", str(request.url), headers, await request.read()))
        self._news.set()
        if self.silent:
            await asyncio.sleep(30)
        if self.answers:
            return web.Response(status=self.answers.pop(0))
        try:
            events = Sip(SipSettings(), 1, LINE_TOKEN).parse_events(self.requests[-1], datetime.now(UTC))
        except (TelephonyError, ValueError):
            return web.Response(status=400)
        self.events += events
        self._news.set()
        return web.Response()
