"""The web server, which ends without dropping what was already said to it.

Guarantee: a request that was sent before the signal is answered. uvicorn alone closes every connection that it has read
nothing from yet, and a request that lies there unread is lost with it.
"""

from __future__ import annotations

import asyncio
import socket

import uvicorn

LISTENS_ON_SECONDS = 0.5
"""After the signal: long enough for what is on its way to be read and for phones to hear that it goes."""


class Server(uvicorn.Server):
    """uvicorn, told to hear everybody out."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Answers go on for a moment, each as the last one of its connection; then uvicorn's own end."""
        state = self.server_state
        state.default_headers = [*state.default_headers, (b"connection", b"close")]
        if not self.force_exit:
            await asyncio.sleep(LISTENS_ON_SECONDS)
        await super().shutdown(sockets)
