"""The websocket: who may hear what, decided when asked and again when rights change."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest

from backend.app import app
from backend.infra import bus, db
from backend.infra.bus import QUEUE_LIMIT, hub
from backend.web import live
from backend.web.authentication import SESSION_COOKIE
from backend.web.live import Socket
from tests.support.shop import Colleague, Shop, found_department


class Wire:
    """The ASGI side of one websocket."""

    def __init__(self, token: str = "", origin: str = "") -> None:
        self.inbox: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.outbox: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        headers = [(b"host", b"dangban.test"), (b"cookie", f"{SESSION_COOKIE}={token}".encode())]
        headers += [(b"origin", origin.encode())] if origin else []
        self.scope = {
            "type": "websocket", "path": "/live", "raw_path": b"/live", "query_string": b"", "headers": headers,
            "scheme": "ws", "server": ("dangban.test", 80), "client": ("127.0.0.1", 1), "subprotocols": [],
            "root_path": "", "http_version": "1.1", "extensions": {}, "state": {},
        }  # fmt: skip
        self.inbox.put_nowait({"type": "websocket.connect"})

    def say(self, **message: Any) -> None:
        self.inbox.put_nowait({"type": "websocket.receive", "text": json.dumps(message), "bytes": None})

    async def hear(self) -> dict[str, Any]:
        """The next event; a sent text comes parsed."""
        event = await asyncio.wait_for(self.outbox.get(), 3)
        return json.loads(event["text"]) if event["type"] == "websocket.send" else event

    async def run(self) -> None:
        await app(self.scope, self.inbox.get, self.outbox.put)  # type: ignore[arg-type]


@asynccontextmanager
async def _connected(colleague: Colleague) -> AsyncIterator[Wire]:
    await colleague.viewer()
    assert colleague.session is not None
    wire = Wire(colleague.session.token)
    task = asyncio.create_task(wire.run())
    assert (await wire.hear())["type"] == "websocket.accept"
    yield wire
    wire.inbox.put_nowait({"type": "websocket.disconnect", "code": 1000})
    await asyncio.wait_for(task, 3)


@pytest.fixture
def gate() -> Any:
    """A topic `test:…` whose door the story opens and closes."""
    opened: set[int] = set()

    @live.topic("test")
    async def may_hear(viewer: Any, key: str) -> bool:
        return viewer.person_id in opened

    yield opened
    del live._authorisers["test"]


async def test_a_stranger_is_closed_before_anything_is_said(database: str) -> None:
    wire = Wire("no such session")
    await wire.run()
    assert (await wire.hear())["code"] == 4401


async def test_another_site_cannot_open_a_socket(shop: Shop) -> None:
    lin = await shop.hire("林晓")
    await lin.viewer()
    assert lin.session is not None
    wire = Wire(lin.session.token, origin="https://evil.example")
    await wire.run()
    assert (await wire.hear())["code"] == 4403


async def test_an_unknown_topic_is_not_granted(shop: Shop) -> None:
    async with _connected(await shop.hire("林晓")) as wire:
        wire.say(subscribe=["everything:1", "nonsense"])
        assert await wire.hear() == {"granted": []}


async def test_rights_are_weighed_again_when_they_change(shop: Shop, gate: set[int]) -> None:
    lin = await shop.hire("林晓")
    async with _connected(lin) as wire:
        wire.say(subscribe=["test:1"])
        assert await wire.hear() == {"granted": []}
        gate.add(lin.person_id)
        await hub.deliver({"rights": {"person_id": lin.person_id}})
        await hub.deliver({"topic": "test:1", "html": {"zh-Hans": "<p>到岗</p>", "en": "<p>here</p>"}})
        assert await wire.hear() == {"topic": "test:1", "html": "<p>到岗</p>"}
        gate.clear()
        await hub.deliver({"rights": {"department_id": shop.department_id}})
        await hub.deliver({"topic": "test:1", "html": {"zh-Hans": "secret"}})
        wire.say(ping=7)
        assert await wire.hear() == {"pong": 7}


async def test_an_ended_session_says_goodbye(shop: Shop) -> None:
    lin = await shop.hire("林晓")
    async with _connected(lin) as wire:
        assert lin.session is not None
        wire.say(subscribe=["nothing:1"])
        await wire.hear()
        await hub.deliver({"goodbye": {"reason": "session-ended", "session_id": lin.session.session_id}})
        assert await wire.hear() == {"event": "goodbye", "reason": "session-ended"}
        assert (await wire.hear())["type"] == "websocket.close"


async def test_a_phone_that_does_not_listen_is_let_go(shop: Shop) -> None:
    """Its queue is short; the others are never kept waiting by it."""
    viewer = await (await shop.hire("林晓")).viewer()

    async def never(message: Any) -> None:
        await asyncio.sleep(3600)

    socket = Socket({"headers": [], "path": "/live"}, never, viewer, "zh-Hans")  # type: ignore[typeddict-item]
    for number in range(QUEUE_LIMIT + 1):
        socket.offer(str(number))
    assert json.loads(socket.queue.get_nowait() or "") == {"event": "goodbye", "reason": "slow"}
    assert socket.queue.get_nowait() is None


async def test_a_message_goes_over_redis_to_every_process(shop: Shop, gate: set[int]) -> None:
    lin = await shop.hire("林晓")
    gate.add(lin.person_id)
    stopping = asyncio.Event()
    ear = asyncio.create_task(bus.listen(stopping))
    async with _connected(lin) as wire:
        wire.say(subscribe=["test:2"])
        assert await wire.hear() == {"granted": ["test:2"]}
        await asyncio.sleep(0.3)
        await bus.publish("test:2", {"zh-Hans": "<p>一</p>"})
        assert await wire.hear() == {"topic": "test:2", "html": "<p>一</p>"}
    stopping.set()
    await asyncio.wait_for(ear, 5)


async def test_topics_of_elsewhere_and_of_somebody_else_are_refused(shop: Shop) -> None:
    """Every kind of topic there is, asked for by the manager of another department with all rights there."""
    kinds = sorted(live._authorisers)
    elsewhere, lin = await found_department("mall-service", "别的部门"), await shop.hire("林晓")
    await db.execute("UPDATE person SET level = 3 WHERE id = $1", lin.person_id)
    boss = await elsewhere.manager()
    async with _connected(boss) as wire:
        wire.say(subscribe=[f"{kind}:{shop.department_id}" for kind in kinds if kind != "person"])
        assert await wire.hear() == {"granted": []}
        wire.say(subscribe=[f"person:{lin.person_id}", "person:", f"floor:{shop.department_id} ", "floor:²"])
        assert await wire.hear() == {"granted": []}
        own = [
            f"floor:{elsewhere.department_id}",
            f"person:{boss.person_id}",
            f"rota:{elsewhere.department_id}",
        ]
        wire.say(subscribe=own)
        assert await wire.hear() == {"granted": sorted(own)}


async def test_who_logs_out_or_whose_device_is_ended_hears_goodbye(
    shop: Shop, drain: Callable[[], Awaitable[int]]
) -> None:
    """Over the outbox and Redis, as it happens in a browser."""
    stopping = asyncio.Event()
    ear = asyncio.create_task(bus.listen(stopping))
    await asyncio.sleep(0.2)
    try:
        lin = await shop.hire("林晓")
        async with _connected(lin) as wire, await lin.browser() as browser:
            await browser.post("/logout")
            await drain()
            assert (await wire.hear())["event"] == "goodbye"
        min_ = await shop.hire("周敏")
        async with _connected(min_) as wire, await min_.browser() as browser:
            assert min_.session is not None
            await browser.delete(f"/api/v1/me/devices/{min_.session.device_id}")
            await drain()
            assert (await wire.hear())["event"] == "goodbye"
    finally:
        stopping.set()
        ear.cancel()
