"""A server of a story on loopback, at a port that the system gives, on this process's own loop."""

from __future__ import annotations

from typing import Any

from aiohttp import web


class Listening:
    """`async with service:` opens it; `service.host` is what an operator's list of hosts would name."""

    port = 0
    _runner: web.AppRunner

    def routes(self) -> list[Any]:
        raise NotImplementedError

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    @property
    def url(self) -> str:
        return f"http://{self.host}"

    async def __aenter__(self) -> Any:
        application = web.Application(client_max_size=1_000_000)
        application.add_routes(self.routes())
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.port = self._runner.addresses[0][1]
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()
