"""How a figure is made: what is measured and what it is compared with ask in turns, on the same machine."""

from __future__ import annotations

import asyncio
import json
import statistics
import subprocess
import sys
from typing import Any

from backend.bench import round_trips
from backend.bench.figures import Figure
from backend.bench.stage import ROOT, Caller


def ratio(name: str, ours: list[dict[str, Any]], bare: list[dict[str, Any]], target: float = 0.5) -> Figure:
    """The median of the rounds' ratios: the two of one round ran right after each other."""
    _all_well(name, *ours, *bare)
    times = statistics.median(a["per_second"] / b["per_second"] for a, b in zip(ours, bare, strict=True))
    rate = statistics.median(seen["per_second"] for seen in ours)
    bare_rate = statistics.median(seen["per_second"] for seen in bare)
    p99 = statistics.median(seen["p99_ms"] for seen in ours)
    detail = f"{rate:,.0f}/s of {bare_rate:,.0f}/s; p99 {p99:.1f} ms"
    return Figure(name, times, "×", target, at_least=True, detail=detail)


async def growth(
    name: str, small: int, large: int, asked: list[list[dict[str, Any]]], rounds: int, counts: tuple[str, str]
) -> Figure:
    """The median answer of the process on port `large` as a multiple of that on `small`, in turns; each goes first as
    often as the other."""
    fast: list[float] = []
    slow: list[float] = []
    both = ((small, fast), (large, slow))
    for turn in range(max(rounds, 6)):
        for port, medians in both if turn % 2 else both[::-1]:
            seen = await load(port, 1.5, asked)
            _all_well(name, seen)
            medians.append(seen["p50_ms"])
    few, many = statistics.median(fast), statistics.median(slow)
    detail = f"{few:.2f} ms with {counts[0]}; {many:.2f} ms with {counts[1]}"
    return Figure(name, many / few, "×", 1.2, at_least=False, detail=detail)


async def trips(name: str, request: dict[str, Any], before: list[dict[str, Any]]) -> Figure:
    """How often `request` goes to the database and back, once those `before` have warmed everything."""
    return Figure(f"round trips, {name}", await round_trips.count(request, before), "", 4, at_least=False)


async def load(
    port: int, seconds: float, callers: list[list[dict[str, Any]]], limit: int = 1_000_000
) -> dict[str, Any]:
    """What came back, `callers` side by side on a connection each."""
    plan = {"port": port, "seconds": seconds, "callers": callers, "limit": limit}
    return await child("backend.bench.load", plan, seconds + 60)


async def child(module: str, plan: dict[str, Any], timeout: float) -> dict[str, Any]:
    """Runs a module in a process of its own, which reads its plan and prints what it found."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        module,
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    out, errors = await asyncio.wait_for(process.communicate(json.dumps(plan).encode()), timeout)
    if process.returncode:
        raise RuntimeError(errors.decode()[-2000:])
    return json.loads(out)


def tap(caller: Caller, kind: str) -> dict[str, Any]:
    """A punch; every one that is sent has a key of its own."""
    return {
        "method": "POST",
        "path": "/api/v1/attendance/punches",
        "headers": {**caller.headers, "content-type": "application/json"},
        "body": json.dumps({"kind": kind, "request_key": "{key}"}),
    }


def _all_well(name: str, *rounds: dict[str, Any]) -> None:
    for seen in rounds:
        wrong = {status: count for status, count in seen["statuses"].items() if int(status) >= 300}
        if wrong:
            raise RuntimeError(f"{name}: answers {wrong}: {seen['sample']}")
