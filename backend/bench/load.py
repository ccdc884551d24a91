"""The load generator, a process of its own: `python -m backend.bench.load` reads a plan as JSON and prints what it saw.

It speaks HTTP/1.1 with as little work as possible, because it shares the machine with what it measures. Its loops are
bounded in count and time, and it talks to loopback only.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import statistics
import sys
import time
import uuid
from dataclasses import dataclass, field
from typing import Any

import uvloop


@dataclass
class Plan:
    """`callers` take turns at their own requests; `{key}` in a body becomes a fresh UUID each time."""

    port: int
    seconds: float
    callers: list[list[dict[str, Any]]]
    limit: int = 1_000_000


@dataclass
class Seen:
    """What came back."""

    latencies: list[float] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)
    seconds: float = 0.0
    sample: str = ""

    def report(self) -> dict[str, Any]:
        ordered = sorted(self.latencies)
        return {
            "requests": len(ordered),
            "per_second": len(ordered) / self.seconds if self.seconds else 0,
            "p50_ms": statistics.median(ordered) * 1000 if ordered else None,
            "p99_ms": ordered[int(len(ordered) * 0.99)] * 1000 if ordered else None,
            "statuses": self.statuses,
            "sample": self.sample,
        }


async def run(plan: Plan) -> Seen:
    """Every caller on a connection of its own, one request after the other, until the time is over."""
    assert plan.seconds <= 60, "a bench is bounded"
    seen = Seen()
    started = time.perf_counter()
    until = started + plan.seconds
    await asyncio.gather(*(_caller(plan, requests, seen, until) for requests in plan.callers))
    seen.seconds = time.perf_counter() - started
    return seen


class Wire(asyncio.Protocol):
    """One keep-alive connection: a request out, its answer in."""

    def __init__(self) -> None:
        self.buffer = b""
        self.answer: asyncio.Future[tuple[int, bytes]] | None = None

    def connection_made(self, transport: Any) -> None:
        self.transport = transport

    def ask(self, data: bytes) -> asyncio.Future[tuple[int, bytes]]:
        self.answer = asyncio.get_running_loop().create_future()
        self.transport.write(data)
        return self.answer

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        head, found, body = self.buffer.partition(b"\r\n\r\n")
        if found and len(body) >= _length(head) and self.answer is not None and not self.answer.done():
            self.buffer = b""
            self.answer.set_result((int(head[9:12]), body))

    def connection_lost(self, error: Exception | None) -> None:
        if self.answer is not None and not self.answer.done():
            self.answer.set_exception(error or ConnectionError("closed"))


async def _caller(plan: Plan, requests: list[dict[str, Any]], seen: Seen, until: float) -> None:
    loop = asyncio.get_running_loop()
    _, wire = await loop.create_connection(Wire, "127.0.0.1", plan.port)
    heads = [_head(plan.port, request) for request in requests]
    for head, request in itertools.islice(itertools.cycle(zip(heads, requests, strict=True)), plan.limit):
        if time.perf_counter() >= until:
            break
        data = _request(head, request)
        started = time.perf_counter()
        status, body = await wire.ask(data)
        seen.latencies.append(time.perf_counter() - started)
        seen.statuses[status] = seen.statuses.get(status, 0) + 1
        seen.sample = seen.sample or body[:300].decode("utf-8", "replace")
    wire.transport.close()


def _head(port: int, request: dict[str, Any]) -> str:
    headers = {"host": f"127.0.0.1:{port}", **request.get("headers", {})}
    lines = [
        f"{request['method']} {request['path']} HTTP/1.1",
        *(f"{key}: {value}" for key, value in headers.items()),
    ]
    return "\r\n".join(lines)


def _request(head: str, request: dict[str, Any]) -> bytes:
    body = request.get("body", "").replace("{key}", str(uuid.uuid4())).encode()
    return f"{head}\r\ncontent-length: {len(body)}\r\n\r\n".encode() + body


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n"):
        if line[:15].lower() == b"content-length:":
            return int(line[15:])
    return 0


def main() -> None:
    plan = Plan(**json.load(sys.stdin))
    print(json.dumps(uvloop.run(run(plan)).report(), ensure_ascii=False))


if __name__ == "__main__":
    main()
