"""Many phones at once: how long until the last of them has a change. A process of its own, bounded, loopback only.

The phones read as little as they can: they share the machine with what they measure.
"""

from __future__ import annotations

import asyncio
import base64
import json
import os
import struct
import sys
import time
from typing import Any

import uvloop

from backend.bench.load import Wire, _head, _request


async def run(plan: dict[str, Any]) -> dict[str, Any]:
    """Opens `count` sockets on `topic`, then sends `rounds` requests and times the last socket's message for each."""
    assert plan["count"] <= 2_000 and plan["rounds"] <= 100, "a bench is bounded"
    phones: list[Phone] = []
    for start in range(0, plan["count"], 50):
        batch = range(start, min(start + 50, plan["count"]))
        phones += await asyncio.gather(*(_open(plan, number) for number in batch))
    try:
        return {
            "open": len(phones),
            "ms": [await _round(plan, phones, turn) for turn in range(plan["rounds"])],
        }
    finally:
        for phone in phones:
            phone.transport.close()


class Phone(asyncio.Protocol):
    """One websocket, just enough of RFC 6455: a handshake, one masked text out, texts in."""

    def __init__(self, opening: bytes, first: str) -> None:
        self.opening, self.first = opening, first
        self.awaited = b"101"
        self.heard: asyncio.Future[float] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: Any) -> None:
        self.transport = transport
        self.transport.write(self.opening)

    def wait_for(self, words: bytes) -> asyncio.Future[float]:
        """When the next message with these words arrives, on the monotonic clock."""
        self.awaited, self.heard = words, asyncio.get_running_loop().create_future()
        return self.heard

    def data_received(self, data: bytes) -> None:
        if self.awaited in data and not self.heard.done():
            self.heard.set_result(time.perf_counter())

    def say(self, text: str) -> None:
        mask, payload = os.urandom(4), text.encode()
        masked = bytes(byte ^ mask[index % 4] for index, byte in enumerate(payload))
        self.transport.write(struct.pack("!BB", 0x81, 0x80 | len(payload)) + mask + masked)


async def _open(plan: dict[str, Any], number: int) -> Phone:
    headers = plan["listeners"][number % len(plan["listeners"])]
    lines = [
        "GET /live HTTP/1.1",
        f"host: 127.0.0.1:{plan['port']}",
        "connection: Upgrade",
        "upgrade: websocket",
        "sec-websocket-version: 13",
        f"sec-websocket-key: {base64.b64encode(os.urandom(16)).decode()}",
        f"cookie: {headers['cookie']}",
    ]
    opening = ("\r\n".join(lines) + "\r\n\r\n").encode()
    ask = json.dumps({"subscribe": [plan["topic"]]})
    _, phone = await asyncio.get_running_loop().create_connection(
        lambda: Phone(opening, ask), "127.0.0.1", plan["port"]
    )
    await asyncio.wait_for(phone.heard, 20)
    granted = phone.wait_for(f'"granted": ["{plan["topic"]}"]'.encode())
    phone.say(ask)
    await asyncio.wait_for(granted, 20)
    return phone


async def _round(plan: dict[str, Any], phones: list[Phone], turn: int) -> float:
    """Milliseconds from the tap to the last phone."""
    request = plan["requests"][turn % len(plan["requests"])]
    _, wire = await asyncio.get_running_loop().create_connection(Wire, "127.0.0.1", plan["port"])
    waiting = [phone.wait_for(f'"topic": "{plan["topic"]}"'.encode()) for phone in phones]
    await asyncio.sleep(0.5)
    started = time.perf_counter()
    status, body = await wire.ask(_request(_head(plan["port"], request), request))
    assert status < 300, (status, body[:300])
    last = max(await asyncio.wait_for(asyncio.gather(*waiting), 20))
    wire.transport.close()
    return (last - started) * 1000


if __name__ == "__main__":
    print(json.dumps(uvloop.run(run(json.load(sys.stdin)))))
