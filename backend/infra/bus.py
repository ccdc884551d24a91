"""Live messages between processes over Redis pub/sub, and the sockets of this process that want them.

Guarantees:
- a Redis restart heals by itself; until then this process still serves its own sockets;
- a slow socket is closed, never waited for;
- what a socket may hear is decided when it subscribes and again whenever rights or shifts change.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import Callable, Iterable
from typing import Any, Protocol

import structlog
from redis.asyncio import Redis

from backend.settings import settings

log = structlog.get_logger("bus")

QUEUE_LIMIT = 64
RECONNECT_SECONDS = 0.5


class Listener(Protocol):
    """One open socket: what it asked for, what it was granted, and how to hand it a message without waiting."""

    lang: str
    person_id: int
    department_id: int
    session_id: int
    asked: set[str]

    def offer(self, text: str) -> None: ...
    async def authorise(self, topics: Iterable[str]) -> set[str]: ...
    def dismiss(self, reason: str) -> None: ...


class Hub:
    """The sockets of this process by topic."""

    def __init__(self) -> None:
        self.topics: dict[str, set[Listener]] = {}
        self.listeners: set[Listener] = set()

    def join(self, listener: Listener) -> None:
        """From now on it hears what concerns its person, session and device, before it has asked for any topic."""
        self.listeners.add(listener)

    async def subscribe(self, listener: Listener, topics: Iterable[str]) -> set[str]:
        """Grants what `listener` may hear; what it may not hear yet is remembered for when its rights change."""
        self.join(listener)
        listener.asked.update(topics)
        granted = await listener.authorise(listener.asked)
        for topic in listener.asked:
            self._place(listener, topic, topic in granted)
        return granted

    def leave(self, listener: Listener) -> None:
        self.listeners.discard(listener)
        for topic in listener.asked:
            self._place(listener, topic, False)

    async def deliver(self, message: dict[str, Any]) -> None:
        """Hands one message of the bus to whom it concerns."""
        if "topic" in message:
            self._send(message)
        elif "rights" in message:
            await self._reconsider(message["rights"])
        elif "goodbye" in message:
            self._dismiss(message["goodbye"])
        elif "note" in message:
            for heard in _notes.get(message["note"], ()):
                heard()

    def _send(self, message: dict[str, Any]) -> None:
        listeners = self.topics.get(message["topic"])
        if not listeners:
            return
        texts = {lang: _wire(message, lang) for lang in {listener.lang for listener in listeners}}
        for listener in tuple(listeners):
            listener.offer(texts[listener.lang])

    async def _reconsider(self, whom: dict[str, Any]) -> None:
        for listener in tuple(self.listeners):
            if _concerns(listener, whom):
                await self.subscribe(listener, ())

    def _dismiss(self, whom: dict[str, Any]) -> None:
        for listener in tuple(self.listeners):
            if _concerns(listener, whom):
                listener.dismiss(whom.get("reason", "session-ended"))

    def _place(self, listener: Listener, topic: str, granted: bool) -> None:
        listeners = self.topics.setdefault(topic, set())
        listeners.add(listener) if granted else listeners.discard(listener)
        if not listeners:
            del self.topics[topic]


hub = Hub()


async def publish(topic: str, html: dict[str, str]) -> None:
    """Sends a rendered partial, one text per language, to everybody who hears `topic`."""
    await _broadcast({"topic": topic, "html": html})


async def refresh(topic: str, selector: str) -> None:
    """Asks everybody who hears `topic` to fetch one fragment of their own anew."""
    await _broadcast({"topic": topic, "refresh": selector})


async def rights_changed(**whom: int) -> None:
    """Has every socket of a `person_id` or a `department_id` authorised again: a shift began, a role changed."""
    await _broadcast({"rights": whom})


async def goodbye(reason: str, **whom: int) -> None:
    """Closes the sockets of a `session_id` or `person_id` at once: logged out, device ended, left the company."""
    await _broadcast({"goodbye": {"reason": reason, **whom}})


async def note(name: str) -> None:
    """Tells every web process, itself, that something it keeps in memory has changed: see `on_note`."""
    await _broadcast({"note": name})


def on_note(name: str, heard: Callable[[], None]) -> None:
    """Has `heard` called whenever `name` was noted anywhere. A note may be missed: look again by and by as well."""
    _notes.setdefault(name, set()).add(heard)


async def listen(stopping: asyncio.Event) -> None:
    """Hears the bus until `stopping` is set; reconnects by itself."""
    while not stopping.is_set():
        try:
            await _hear(stopping)
        except Exception as error:
            log.warning("bus_away", error=repr(error))
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stopping.wait(), RECONNECT_SECONDS)


def redis() -> Redis:
    """The shared Redis client of this process."""
    global _redis
    if _redis is None:
        _redis = Redis.from_url(settings().redis_url, socket_connect_timeout=2, health_check_interval=20)
    return _redis


async def close() -> None:
    global _redis, _hearing
    _hearing = False
    if _redis is not None:
        await _redis.aclose()
        _redis = None


_notes: dict[str, set[Callable[[], None]]] = {}
_redis: Redis | None = None
_hearing = False
_heard_before = False


async def _hear(stopping: asyncio.Event) -> None:
    global _hearing
    async with redis().pubsub(ignore_subscribe_messages=True) as pubsub:
        await pubsub.subscribe(settings().bus_channel)
        _hearing = True
        _catch_up()
        try:
            await _until(stopping, pubsub)
        finally:
            _hearing = False


def _catch_up() -> None:
    """What was said while we could not hear is lost: phones that were open come back and fetch everything anew."""
    global _heard_before
    if _heard_before:
        for listener in tuple(hub.listeners):
            listener.dismiss("catch-up")
    _heard_before = True


async def _until(stopping: asyncio.Event, pubsub: Any) -> None:
    while not stopping.is_set():
        message = await pubsub.get_message(timeout=1.0)
        if message is not None:
            await hub.deliver(json.loads(message["data"]))


async def _broadcast(message: dict[str, Any]) -> None:
    """Over Redis; while it is away, to this process's own sockets, and else the event's relay tries again later."""
    try:
        await redis().publish(settings().bus_channel, json.dumps(message, ensure_ascii=False))
    except Exception as error:
        if not hub.listeners:
            raise
        log.warning("bus_publish_failed", error=repr(error))
        await hub.deliver(message)
        return
    if not _hearing:
        await hub.deliver(message)


def _wire(message: dict[str, Any], lang: str) -> str:
    if "html" in message:
        html = message["html"]
        return json.dumps(
            {"topic": message["topic"], "html": html.get(lang) or next(iter(html.values()))},
            ensure_ascii=False,
        )
    return json.dumps(message)


def _concerns(listener: Listener, whom: dict[str, Any]) -> bool:
    return any(getattr(listener, key, None) == value for key, value in whom.items() if key != "reason")
