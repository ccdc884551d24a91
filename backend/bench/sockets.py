"""Many phones at once: how long until the last of them has a change. A process of its own, bounded, loopback only."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from typing import Any

import uvloop
from websockets.asyncio.client import ClientConnection, connect

from backend.bench.load import Wire, _head, _request


async def run(plan: dict[str, Any]) -> dict[str, Any]:
    """Opens `count` sockets on `topic`, then sends `rounds` requests and times the last socket's message for each."""
    assert plan["count"] <= 2_000 and plan["rounds"] <= 100, "a bench is bounded"
    address = f"ws://127.0.0.1:{plan['port']}/live"
    sockets: list[ClientConnection] = []
    for start in range(0, plan["count"], 50):
        batch = range(start, min(start + 50, plan["count"]))
        sockets += await asyncio.gather(*(_open(address, plan, number) for number in batch))
    try:
        return {
            "open": len(sockets),
            "ms": [await _round(plan, sockets, turn) for turn in range(plan["rounds"])],
        }
    finally:
        await asyncio.gather(*(socket.close() for socket in sockets), return_exceptions=True)


async def _open(address: str, plan: dict[str, Any], number: int) -> ClientConnection:
    headers = plan["listeners"][number % len(plan["listeners"])]
    socket = await connect(address, additional_headers={"cookie": headers["cookie"]}, compression=None)
    await socket.send(json.dumps({"subscribe": [plan["topic"]]}))
    granted = json.loads(await asyncio.wait_for(socket.recv(), 10))
    assert granted == {"granted": [plan["topic"]]}, granted
    return socket


async def _round(plan: dict[str, Any], sockets: list[ClientConnection], turn: int) -> float:
    """Milliseconds from the tap to the last phone."""
    request = plan["requests"][turn % len(plan["requests"])]
    _, wire = await asyncio.get_running_loop().create_connection(Wire, "127.0.0.1", plan["port"])
    waiting = [asyncio.create_task(_heard(socket, plan["topic"])) for socket in sockets]
    await asyncio.sleep(0.2)
    started = time.perf_counter()
    status, body = await wire.ask(_request(_head(plan["port"], request), request))
    assert status < 300, (status, body[:300])
    last = max(await asyncio.wait_for(asyncio.gather(*waiting), 10))
    wire.transport.close()
    await asyncio.sleep(0.3)
    return (last - started) * 1000


async def _heard(socket: ClientConnection, topic: str) -> float:
    while True:
        if f'"topic": "{topic}"' in str(await socket.recv()):
            return time.perf_counter()


if __name__ == "__main__":
    print(json.dumps(uvloop.run(run(json.load(sys.stdin)))))
