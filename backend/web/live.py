"""The one websocket route: a phone says which topics it shows, and hears their changes as ready-made partials.

Server to phone: `{"topic", "html"}`, `{"topic", "refresh"}`, `{"granted": […]}`, `{"event": "goodbye", "reason"}`.
Phone to server: `{"subscribe": […]}`, `{"ping": n}`.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

import msgspec
from litestar.handlers import asgi
from litestar.types import Receive, Scope, Send

from backend.infra.bus import QUEUE_LIMIT, hub
from backend.people.viewer import Viewer
from backend.web.authentication import cookie, who
from backend.web.company_language import LANG_COOKIE, language_for
from backend.web.forgery import origin_matches

MAX_TOPICS = 32

Authoriser = Callable[[Viewer, str], Awaitable[bool]]
_authorisers: dict[str, Authoriser] = {}


def topic(kind: str) -> Callable[[Authoriser], Authoriser]:
    """Registers who may hear `kind:…`: `@topic("floor") async def may_hear(viewer, key) -> bool`."""

    def register(function: Authoriser) -> Authoriser:
        _authorisers[kind] = function
        return function

    return register


class Ask(msgspec.Struct):
    """What a phone may send."""

    subscribe: list[str] = []
    ping: int | None = None


class Socket:
    """One phone. Messages wait in a short queue; a phone that lets it fill is closed and comes back by itself."""

    def __init__(self, scope: Scope, send: Send, viewer: Viewer, lang: str):
        self.scope, self.send, self.viewer, self.lang = scope, send, viewer, lang
        self.person_id, self.department_id = viewer.person_id, viewer.department_id
        self.session_id, self.device_id = viewer.session_id, viewer.device_id
        self.asked: set[str] = set()
        self.queue: asyncio.Queue[str | None] = asyncio.Queue(QUEUE_LIMIT)

    def offer(self, text: str) -> None:
        try:
            self.queue.put_nowait(text)
        except asyncio.QueueFull:
            self.dismiss("slow")

    def dismiss(self, reason: str) -> None:
        while not self.queue.empty():
            self.queue.get_nowait()
        self.queue.put_nowait(json.dumps({"event": "goodbye", "reason": reason}))
        self.queue.put_nowait(None)

    async def authorise(self, topics: Iterable[str]) -> set[str]:
        """Asks anew who the viewer is: a role may have changed, a session may have ended."""
        viewer = await who(self.scope)
        if viewer is None:
            self.dismiss("session-ended")
            return set()
        self.viewer = viewer
        return {name for name in topics if await _may_hear(viewer, name)}


@asgi(
    "/live", is_mount=False, opt={"public": "authenticates and checks the origin itself, before it accepts"}
)
async def live(scope: Scope, receive: Receive, send: Send) -> None:
    """Accepts a signed-in phone from our own origin; closes 4401 or 4403 otherwise."""
    await receive()
    viewer: Viewer | None = scope.get("user")
    headers = {key.decode("latin-1"): value.decode("latin-1") for key, value in scope["headers"]}
    if viewer is None or not origin_matches(headers.get("origin"), headers.get("host")):
        await send({"type": "websocket.close", "code": 4401 if viewer is None else 4403, "reason": ""})
        return
    await send({"type": "websocket.accept", "subprotocol": None, "headers": []})
    lang = _language(scope, viewer, headers.get("accept-language"))
    await _serve(Socket(scope, send, viewer, lang), receive)


def _language(scope: Scope, viewer: Viewer, accepted: str | None) -> str:
    """The same language as the page's: what the person chose, else what this browser chose or asks for."""
    chosen = viewer.lang or cookie(dict(scope["headers"]), LANG_COOKIE)
    return language_for(chosen, accepted)


async def _serve(socket: Socket, receive: Receive) -> None:
    sender = asyncio.create_task(_send_all(socket))
    hub.join(socket)
    try:
        await _hear(socket, receive)
    finally:
        hub.leave(socket)
        sender.cancel()
        with contextlib.suppress(asyncio.CancelledError, Exception):
            await sender


async def _hear(socket: Socket, receive: Receive) -> None:
    while True:
        message: Any = await receive()
        if message["type"] == "websocket.disconnect":
            return
        try:
            ask = msgspec.json.decode(message.get("text") or message.get("bytes") or b"{}", type=Ask)
        except msgspec.DecodeError:
            socket.dismiss("not-understood")
            continue
        await _answer(socket, ask)


async def _answer(socket: Socket, ask: Ask) -> None:
    if ask.ping is not None:
        socket.offer(json.dumps({"pong": ask.ping}))
    if ask.subscribe:
        granted = await hub.subscribe(socket, ask.subscribe[:MAX_TOPICS])
        socket.offer(json.dumps({"granted": sorted(granted)}))


async def _send_all(socket: Socket) -> None:
    while (text := await socket.queue.get()) is not None:
        await socket.send({"type": "websocket.send", "bytes": None, "text": text})
    await socket.send({"type": "websocket.close", "code": 4000, "reason": ""})


async def _may_hear(viewer: Viewer, name: str) -> bool:
    kind, _, key = name.partition(":")
    authoriser = _authorisers.get(kind)
    return authoriser is not None and await authoriser(viewer, key)
