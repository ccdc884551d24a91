"""Phones that behave as ours do: the same tap is sent again, with the same key, until the house takes or refuses it."""

from __future__ import annotations

import asyncio
import json
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import cycle
from typing import Any

import asyncpg
import httpx
import websockets
from websockets.asyncio.client import connect

from backend.infra import db
from backend.web.authentication import SESSION_COOKIE
from tests.faults.conftest import Ground
from tests.support.shop import Colleague, Shop, found_department

KEEP = (401, 403, 408, 425, 429, 500, 502, 503, 504)


@asynccontextmanager
async def a_staffed_house(ground: Ground, people: int) -> AsyncIterator[tuple[Shop, list[Phone]]]:
    """A migrated house with a department on shift now, everybody with a phone in hand."""
    from datetime import UTC, datetime, timedelta

    from backend.infra import migrations

    before = db.engine().config["dsn"], db.engine().pool
    db.engine().pool = None
    db.point_at(ground.database.url)
    await migrations.migrate()
    await db.open_pool(5)
    try:
        shop = await found_department("three-shift")
        now = datetime.now(UTC)
        phones = []
        for number in range(people):
            colleague = await shop.hire(f"同事{number}")
            await db.execute(
                "INSERT INTO shift (department_id, person_id, day, segments, in_draft, in_force) "
                "VALUES ($1, $2, $3, tstzmultirange(tstzrange($4, $5)), true, true)",
                shop.department_id, colleague.person_id, now.astimezone(shop.zone).date(),
                now - timedelta(minutes=5), now + timedelta(hours=8),
            )  # fmt: skip
            phones.append(await Phone.of(colleague, ground.house.url))
        await ground.house.open()
        yield shop, phones
    finally:
        await db.close_pool()
        db.point_at(before[0])
        db.engine().pool = before[1]


@dataclass
class Phone:
    """One person's phone on the wire."""

    colleague: Colleague
    url: str
    token: str
    csrf: str
    accepted: list[str] = field(default_factory=list)
    hiccups: int = 0

    @classmethod
    async def of(cls, colleague: Colleague, url: str) -> Phone:
        viewer = await colleague.viewer()
        assert colleague.session is not None
        return cls(colleague, url, colleague.session.token, viewer.csrf)

    async def tap_until(self, stopping: asyncio.Event) -> None:
        """In, then to the break and back without end, each tap until it is taken."""
        kinds = cycle(["break_out", "break_in"])
        async with self._client() as client:
            await self._tap(client, "in")
            while not stopping.is_set():
                await self._tap(client, next(kinds))
                await asyncio.sleep(0.02)

    async def tap(self, kind: str) -> None:
        async with self._client() as client:
            await self._tap(client, kind)

    async def _tap(self, client: httpx.AsyncClient, kind: str) -> None:
        key = str(uuid.uuid4())
        for _ in range(300):
            if await self._sent(client, kind, key):
                self.accepted.append(key)
                return
            self.hiccups += 1
            await asyncio.sleep(0.1)
        raise AssertionError(f"{self.colleague.name}: {kind} was never taken")

    async def _sent(self, client: httpx.AsyncClient, kind: str, key: str) -> bool:
        try:
            answer = await client.post("/api/v1/attendance/punches", json={"kind": kind, "request_key": key})
        except httpx.HTTPError:
            return False
        assert answer.status_code < 300 or answer.status_code in KEEP, (answer.status_code, answer.text)
        return answer.status_code < 300

    def _client(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(
            base_url=self.url,
            timeout=5,
            cookies={SESSION_COOKIE: self.token},
            headers={"x-csrf-token": self.csrf},
        )

    async def listen(self, topic: str, heard: asyncio.Queue[dict[str, Any]], stopping: asyncio.Event) -> None:
        """As live.js does: comes back by itself after every close."""
        while not stopping.is_set():
            try:
                async with connect(
                    f"{self.url.replace('http', 'ws')}/live",
                    additional_headers={"cookie": f"{SESSION_COOKIE}={self.token}"},
                ) as socket:
                    await socket.send(json.dumps({"subscribe": [topic]}))
                    async for message in socket:
                        heard.put_nowait(json.loads(message))
            except (OSError, websockets.WebSocketException):
                pass
            await asyncio.sleep(0.2)


async def punches_by_key(phones: list[Phone], url: str) -> dict[str, int]:
    """How often each accepted tap stands in the books."""
    connection = await asyncpg.connect(url)
    rows = await connection.fetch("SELECT request_key::text AS key, count(*) AS count FROM punch GROUP BY 1")
    await connection.close()
    return {row["key"]: row["count"] for row in rows}
