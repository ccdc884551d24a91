"""One simulated agent: logs in, clocks in, listens, takes orders, calls, checks and confirms, over the wire only."""

from __future__ import annotations

import asyncio
import contextlib
import json
import random
import re
import time
import uuid
from collections import deque
from dataclasses import dataclass, field
from typing import Any

import httpx
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin

from backend.replay.crew import Colleague
from backend.rules.orders.points import POINTS

_ROW = re.compile(r'<li [^>]*?id="order-(\d+)"[^>]*?>')
NO_ANSWER = 7
"""Every so many orders nobody answers the first call."""


@dataclass
class Seen:
    """What came to all screens, on the monotonic clock: the first moment for each order and agent."""

    shown: dict[tuple[int, int], float] = field(default_factory=dict)
    taken: set[tuple[int, int]] = field(default_factory=set)
    too_late: int = 0
    faults: list[str] = field(default_factory=list)
    requests: list[float] = field(default_factory=list)


class Agent:
    """`pace`: seconds that a call takes; the points of the check take as long together."""

    def __init__(self, url: str, who: Colleague, department_id: int, pace: float, seen: Seen):
        self.url, self.who, self.pace, self.seen = url, who, pace, seen
        self.topic = f"orders:{department_id}"
        self.client = httpx.AsyncClient(base_url=url, timeout=30)
        self.free: deque[int] = deque()
        self.stirred = asyncio.Event()
        self.csrf = ""
        self.ears: asyncio.Task[None] | None = None

    async def come(self) -> None:
        """On shift, logged in and listening."""
        answer = await self._ask("POST", "/api/v1/session", login=self.who.login, password=self.who.password)
        self.csrf = answer.json()["csrf"]
        await self._need("POST", "/api/v1/attendance/punches", kind="in", request_key=str(uuid.uuid4()))
        host = self.url.removeprefix("http://").removeprefix("https://")
        cookies = "; ".join(f"{name}={value}" for name, value in self.client.cookies.items())
        scheme = "wss" if self.url.startswith("https") else "ws"
        socket = await connect(
            f"{scheme}://{host}/live",
            origin=Origin(self.url),
            additional_headers={"Cookie": cookies},
            max_size=None,
        )
        await socket.send(json.dumps({"subscribe": [self.topic]}))
        async with asyncio.timeout(20):
            while self.topic not in json.loads(await socket.recv()).get("granted", ()):
                pass
        self.ears = asyncio.create_task(self._listen(socket))

    async def work(self, until: asyncio.Event) -> None:
        """Until there is nothing more to come and nothing left."""
        while True:
            order_id = await self._next()
            if order_id is not None:
                await self._through(order_id)
            elif until.is_set() and not await self._mine():
                return

    async def go(self) -> None:
        """Clocks out, logs out, hangs up."""
        with contextlib.suppress(httpx.HTTPError):
            await self._ask("POST", "/api/v1/attendance/punches", kind="out", request_key=str(uuid.uuid4()))
            await self._ask("DELETE", "/api/v1/session")
        if self.ears is not None:
            self.ears.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self.ears
        await self.client.aclose()

    async def _next(self) -> int | None:
        """An order that was handed to me, one that I see on my screen, else whatever waits."""
        while self.free:
            order_id = self.free.popleft()
            answer = await self._ask(
                "POST", f"/api/v1/orders/{order_id}/claim", request_key=str(uuid.uuid4())
            )
            if answer.status_code == 200:
                self.seen.taken.add((order_id, self.who.person_id))
                return order_id
            self._expect(answer, 409)
            self.seen.too_late += 1
        answer = await self._ask("POST", "/api/v1/orders/queue/next", request_key=str(uuid.uuid4()))
        if answer.status_code == 200:
            order_id = answer.json()["order_id"]
            self.seen.taken.add((order_id, self.who.person_id))
            return int(order_id)
        self._expect(answer, 409)
        if mine := await self._mine():
            return mine[0]
        self.stirred.clear()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(2):
                await self.stirred.wait()
        return None

    async def _mine(self) -> list[int]:
        queue = (await self._need("GET", "/api/v1/orders/queue")).json()
        self._see(row["id"] for row in (*queue["mine"], *queue["free"], *queue["others"]))
        return [row["id"] for row in queue["mine"]]

    async def _through(self, order_id: int) -> None:
        """Calls, checks and confirms."""
        path = f"/api/v1/orders/{order_id}"
        if order_id % NO_ANSWER == 0:
            await self._call(path, "no-answer")
        if not await self._call(path, "reached"):
            return
        order = (await self._need("GET", path)).json()
        for mark in order["marks"]:
            await self._need("POST", f"{path}/marks/{mark}")
        await asyncio.sleep(self.pace * random.uniform(0.5, 1.5))
        for point in POINTS:
            await self._need("PUT", f"{path}/points/{point.code}", passed=True, request_key=str(uuid.uuid4()))
        await self._need("POST", f"{path}/confirmation", text="")

    async def _call(self, path: str, outcome: str) -> bool:
        await asyncio.sleep(self.pace * random.uniform(0.5, 1.5))
        answer = await self._ask("POST", f"{path}/calls", outcome=outcome, request_key=str(uuid.uuid4()))
        self._expect(answer, 200, 201, 204)
        return answer.is_success

    async def _listen(self, socket: ClientConnection) -> None:
        async with socket:
            async for text in socket:
                message = json.loads(text)
                if message.get("event") == "goodbye":
                    self.seen.faults.append(f"live: {message}")
                    return
                if "#orders-queue" in message.get("refresh", ""):
                    await self._mine()
                self._hear(message.get("html", ""))

    def _hear(self, html: str) -> None:
        rows = {int(row[1]): row[0] for row in _ROW.finditer(html)}
        self._see(rows)
        fresh = [order_id for order_id, row in rows.items() if 'data-holder=""' in row]
        for order_id in fresh:
            if order_id not in self.free:
                self.free.append(order_id)
        if fresh:
            self.stirred.set()

    def _see(self, order_ids: Any) -> None:
        now = time.perf_counter()
        for order_id in order_ids:
            self.seen.shown.setdefault((order_id, self.who.person_id), now)

    async def _need(self, method: str, path: str, **said: Any) -> httpx.Response:
        answer = await self._ask(method, path, **said)
        self._expect(answer, 200, 201, 204)
        return answer

    async def _ask(self, method: str, path: str, **said: Any) -> httpx.Response:
        started = time.perf_counter()
        answer = await self.client.request(
            method, path, headers={"x-csrf-token": self.csrf, "origin": self.url}, json=said or None
        )
        self.seen.requests.append(time.perf_counter() - started)
        return answer

    def _expect(self, answer: httpx.Response, *codes: int) -> None:
        if answer.status_code not in codes:
            self.seen.faults.append(
                f"{answer.request.method} {answer.request.url.path}: {answer.status_code} {answer.text[:200]}"
            )
