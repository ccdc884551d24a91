"""The figures: each is measured beside what it is compared with, in turns: a noisy machine is noisy for both."""

from __future__ import annotations

import statistics
import subprocess
from collections.abc import Callable
from typing import Any

import psutil

from backend.bench import hotline
from backend.bench.figures import Figure
from backend.bench.stage import (
    Caller,
    Stage,
    a_web_process,
    a_worker,
    copy_database,
    make_database,
    old_punches,
    use,
)
from backend.bench.turns import child, growth, load, ratio, tap, trips
from backend.infra import db

CONNECTIONS = 32
DEPARTMENTS = 40
REAL, BARE, LARGE = 18611, 18612, 18613

Say = Callable[[str], None]


async def measure(
    stage: Stage, seconds: float, rounds: int, old: int, sockets: int, say: Say
) -> list[Figure]:
    """Everything that `dangban bench` prints, in the order of the table."""
    say("people")
    callers = await make_database(stage, "bench_small", CONNECTIONS, DEPARTMENTS)
    await old_punches(1_000)
    first = callers[0][0]
    leave, come_back = tap(first, "break_out"), tap(first, "break_in")
    figures = [
        await trips("clock-in", leave, [tap(first, "in"), leave, come_back]),
        await trips("Today", _today(first), [_today(first)]),
    ]
    await db.close_pool()
    async with (
        a_web_process(stage, "bench_small", "backend.app:app", REAL) as web,
        a_web_process(stage, "bench_small", "backend.bench.bare:app", BARE),
        a_worker(stage, "bench_small"),
    ):
        await load(REAL, 5, [[tap(caller, "in") for caller in group] for group in callers], limit=DEPARTMENTS)
        say("throughput")
        figures += await _throughput(callers, seconds, rounds, say)
        figures.append(_memory(web))
        say("sockets")
        figures.append(await _last_phone(stage, callers, sockets))
    say("hotline")
    figures.append(await _vendor_waits(stage))
    say("million")
    figures += await _growth(stage, callers, old, rounds)
    return figures


async def _throughput(callers: list[list[Caller]], seconds: float, rounds: int, say: Say) -> list[Figure]:
    """Clock-in against the bare INSERT, Today against the bare page, in turns."""
    taps, pages = _taps(callers), [[_today(caller) for caller in group] for group in callers]
    bare_insert = [[{"method": "POST", "path": "/insert"}]] * CONNECTIONS
    bare_page = [[{"method": "GET", "path": "/page"}]] * CONNECTIONS
    seen: dict[str, list[dict[str, Any]]] = {"insert": [], "tap": [], "bare page": [], "today": []}
    for turn in range(rounds):
        say(f"throughput {turn + 1}/{rounds}")
        seen["insert"].append(await load(BARE, seconds, bare_insert))
        seen["tap"].append(await load(REAL, seconds, taps))
        seen["bare page"].append(await load(BARE, seconds, bare_page))
        seen["today"].append(await load(REAL, seconds, pages))
    return [
        ratio("clock-in / bare INSERT", seen["tap"], seen["insert"]),
        ratio("Today / bare page", seen["today"], seen["bare page"]),
    ]


async def _growth(stage: Stage, callers: list[list[Caller]], old: int, rounds: int) -> list[Figure]:
    """One person after the other, in turns on a small and on a large database."""
    await copy_database(stage, "bench_small", "bench_large")
    await use(stage, "bench_large")
    await old_punches_on_top(old)
    await db.close_pool()
    async with (
        a_web_process(stage, "bench_small", "backend.app:app", REAL),
        a_web_process(stage, "bench_large", "backend.app:app", LARGE),
    ):
        counts = ("1,000", f"{old:,}")
        return [await growth("clock-in p50, old punches", REAL, LARGE, _taps(callers[:1]), rounds, counts)]


async def old_punches_on_top(count: int) -> None:
    """The large database's old punches: people of another department of the same company, and their own."""
    await db.execute("SELECT setval('punch_id_seq', (SELECT max(id) FROM punch))")
    await db.execute(_ON_TOP, count)
    await db.execute("VACUUM (ANALYZE) punch")
    await db.execute("CHECKPOINT")


_ON_TOP = """
WITH known AS (SELECT person_id, max(sequence) AS last, min(at) AS earliest FROM punch GROUP BY person_id)
INSERT INTO punch (department_id, person_id, sequence, kind, at, day, recorded_at, request_key)
SELECT person.department_id, person.id, -turn, CASE WHEN turn % 2 = 1 THEN 'in' ELSE 'out' END, moment,
    (moment AT TIME ZONE 'Asia/Shanghai')::date, moment, gen_random_uuid()
FROM person JOIN known ON known.person_id = person.id
CROSS JOIN LATERAL generate_series(1, ($1::bigint / (SELECT count(*) FROM known))::int) AS turn
CROSS JOIN LATERAL (SELECT known.earliest - turn * interval '7 minutes' AS moment) AS old
"""


async def _last_phone(stage: Stage, callers: list[list[Caller]], count: int) -> Figure:
    await use(stage, "bench_small")
    department_id = await db.fetchval(
        "SELECT department_id FROM person WHERE id = $1", callers[0][0].person_id
    )
    await db.close_pool()
    plan = {
        "port": REAL,
        "count": count,
        "rounds": 10,
        "topic": f"floor:{department_id}",
        "listeners": [group[0].headers for group in callers],
        "requests": [tap(callers[0][0], kind) for kind in ("break_out", "break_in")],
    }
    found = await child("backend.bench.sockets", plan, 120)
    middle = statistics.median(found["ms"])
    detail = f"{found['open']:,} phones; {min(found['ms']):.0f}–{max(found['ms']):.0f} ms"
    return Figure("last phone has the change", middle, "ms", 60, at_least=False, detail=detail)


async def _vendor_waits(stage: Stage) -> Figure:
    """A call comes in while the database is stopped."""
    seen = await hotline.answers(stage, load)
    wrong = {status: count for status, count in seen["statuses"].items() if int(status) != 200}
    if wrong:
        raise RuntimeError(f"hotline: answers {wrong}: {seen['sample']}")
    detail = f"{seen['requests']:,} calls, {seen['per_second']:,.0f}/s; p50 {seen['p50_ms']:.1f} ms"
    return Figure("hotline answer p99, no database", seen["p99_ms"], "ms", 100, at_least=False, detail=detail)


def _memory(web: subprocess.Popen[bytes]) -> Figure:
    resident = psutil.Process(web.pid).memory_info().rss / 1_000_000
    return Figure("web process after load", resident, "MB", 150, at_least=False)


def _taps(callers: list[list[Caller]]) -> list[list[dict[str, Any]]]:
    """To the break and back in turns: every tap is a punch of its own. Everybody came in when the stage was set."""
    return [
        [tap(caller, kind) for kind in ("break_out", "break_in") for caller in group] for group in callers
    ]


def _today(caller: Caller) -> dict[str, Any]:
    return {"method": "GET", "path": "/", "headers": {**caller.headers, "accept": "text/html"}}
