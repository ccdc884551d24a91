"""Orders: how fast one is taken, and whether the queue's page minds how many have been worked before."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from backend.bench.figures import Figure
from backend.bench.stage import Caller, Stage, a_web_process, a_worker, copy_database, make_database, use
from backend.bench.turns import growth, load, ratio, tap, trips
from backend.infra import db

CONNECTIONS, DEPARTMENTS = 32, 4
REAL, BARE, LARGE = 18615, 18616, 18617
SMALL_BOOKS, LARGE_BOOKS = "bench_orders", "bench_orders_old"
FEW, AT_ONCE = 1_000, 50_000
MINE, OTHERS, FREE = 6, 20, 30
"""The queue of a full counter."""

Say = Callable[[str], None]
Callers = list[list[Caller]]


async def measure_orders(stage: Stage, seconds: float, rounds: int, old: int, say: Say) -> list[Figure]:
    """Claims by 32 people at once against the bare INSERT; the queue's page on old books against young ones."""
    say("agents")
    callers = await make_database(stage, SMALL_BOOKS, CONNECTIONS, DEPARTMENTS)
    await db.execute("CREATE SEQUENCE bench_order_number")
    await _old_orders(callers[0][0], FEW)
    await _fill_queue(callers)
    figures = await _round_trips(callers[0][0])
    await db.close_pool()
    async with a_web_process(stage, SMALL_BOOKS, "backend.app:app", REAL):
        await load(REAL, 5, [[tap(caller, "in") for caller in group] for group in callers], limit=DEPARTMENTS)
    say("old orders")
    figures.append(await _pages(stage, callers[0][0], old, rounds))
    say("claims")
    figures.append(await _claims(stage, callers, seconds, rounds, say))
    return figures


async def _round_trips(agent: Caller) -> list[Figure]:
    first, second = await _fresh([agent], 2)
    before = [tap(agent, "in"), _claim(agent, first), _page(agent)]
    return [
        await trips("claim", _claim(agent, second), before),
        await trips("queue page", _page(agent), [_page(agent)]),
    ]


async def _pages(stage: Stage, agent: Caller, old: int, rounds: int) -> Figure:
    """One person opens the queue again and again; all the old orders are of their own department."""
    await copy_database(stage, SMALL_BOOKS, LARGE_BOOKS)
    await use(stage, LARGE_BOOKS)
    await _old_orders(agent, old - FEW)
    await db.close_pool()
    async with (
        a_web_process(stage, SMALL_BOOKS, "backend.app:app", REAL),
        a_web_process(stage, LARGE_BOOKS, "backend.app:app", LARGE),
    ):
        counts = (f"{FEW:,}", f"{old:,}")
        return await growth("queue page p50, old orders", REAL, LARGE, [[_page(agent)]], rounds, counts)


async def _claims(stage: Stage, callers: Callers, seconds: float, rounds: int, say: Say) -> Figure:
    """Every tap takes an order of its own, which is as many as the bare INSERT could have written in the time."""
    insert = [[{"method": "POST", "path": "/insert"}]] * CONNECTIONS
    bare: list[dict[str, Any]] = []
    claims: list[dict[str, Any]] = []
    await use(stage, SMALL_BOOKS)
    async with (
        a_web_process(stage, SMALL_BOOKS, "backend.app:app", REAL),
        a_web_process(stage, SMALL_BOOKS, "backend.bench.bare:app", BARE),
        a_worker(stage, SMALL_BOOKS),
    ):
        for turn in range(rounds):
            say(f"claims {turn + 1}/{rounds}")
            bare.append(await load(BARE, seconds, insert))
            wanted = await _wanted(callers, int(bare[-1]["per_second"] * seconds / CONNECTIONS) + 1)
            claims.append(await load(REAL, seconds, wanted, limit=len(wanted[0])))
    return ratio("claim / bare INSERT", claims, bare, target=0.4)


async def _wanted(callers: Callers, each: int) -> list[list[dict[str, Any]]]:
    """For every connection the claims of its people, one after the other; what was claimed before is done."""
    await db.execute("DELETE FROM order_hold")
    await db.execute("DELETE FROM order_work")
    turns = -(-each // DEPARTMENTS)
    group: list[list[dict[str, Any]]] = [[] for _ in callers]
    for place in range(DEPARTMENTS):
        ids = await _fresh([callers[0][place]], turns * CONNECTIONS)
        for number, agents in enumerate(callers):
            group[number] += [
                _claim(agents[place], order_id) for order_id in ids[number * turns : (number + 1) * turns]
            ]
    return group


async def _fill_queue(callers: Callers) -> None:
    """What a full counter has in hand and before it, in the first one's department."""
    agents = [group[0] for group in callers]
    ids = await _fresh(agents[:1], MINE + OTHERS + FREE)
    held = [agents[0].person_id] * MINE + [agent.person_id for agent in agents[1 : OTHERS + 1]]
    await db.execute(_HOLD, ids[: len(held)], held)


async def _fresh(agents: list[Caller], count: int) -> list[int]:
    """Paid orders that have just come in, with an hour's time, which the program hands to nobody."""
    async with db.transaction():
        await db.execute("SET LOCAL session_replication_role = replica")
        return [row["id"] for row in await db.fetch(_FRESH, agents[0].person_id, count)]


async def _old_orders(agent: Caller, count: int) -> None:
    """Orders of the last years, each accepted, reached and confirmed."""
    for start in range(0, count, AT_ONCE):
        async with db.transaction():
            await db.execute("SET LOCAL synchronous_commit = off")
            await db.execute("SET LOCAL session_replication_role = replica")
            await db.execute(_OLD, agent.person_id, start + 1, min(start + AT_ONCE, count))
    for table in ("customer_order", "order_item", "order_event", "order_work"):
        await db.execute(f"VACUUM (ANALYZE) {table}")
    await db.execute("CHECKPOINT")


def _claim(caller: Caller, order_id: int) -> dict[str, Any]:
    return {
        "method": "POST",
        "path": f"/api/v1/orders/{order_id}/claim",
        "headers": {**caller.headers, "content-type": "application/json"},
        "body": json.dumps({"request_key": "{key}"}),
    }


def _page(caller: Caller) -> dict[str, Any]:
    return {"method": "GET", "path": "/orders", "headers": {**caller.headers, "accept": "text/html"}}


_ORDER = """
INSERT INTO customer_order (department_id, platform, number, standing, receiver, phone, address, goods_total, total,
    paid, ordered_at, paid_at, accepted_at, source)
SELECT department_id, 'taobao', '2026' || lpad(nextval('bench_order_number')::text, 14, '0'), 'paid', '顾客' || turn,
    '138' || lpad((turn::bigint * 7919 % 100000000)::text, 8, '0'), '浙江省杭州市西湖区文三路 ' || turn || ' 号',
    128, 128, 128, moment, moment, moment, 'file'
"""
_GOODS = """
INSERT INTO order_item (department_id, order_id, line, sku, title, quantity, price)
SELECT department_id, id, 1, 'MUG-420', '陶瓷马克杯 420ml', 2, 64 FROM came
"""
_FRESH = f"""
WITH came AS ({_ORDER}
    FROM person CROSS JOIN generate_series(1, $2::int) AS turn CROSS JOIN (SELECT now() AS moment) AS just
    WHERE person.id = $1 RETURNING id, department_id, accepted_at
), goods AS ({_GOODS}), work AS (
    INSERT INTO order_work (department_id, order_id, accepted_at, due_at, warn_at)
    SELECT department_id, id, accepted_at, accepted_at + interval '1 hour', accepted_at + interval '55 minutes'
    FROM came
)
SELECT id FROM came
"""
_OLD = f"""
WITH came AS ({_ORDER}
    FROM person CROSS JOIN generate_series($2::int, $3::int) AS turn
    CROSS JOIN LATERAL (SELECT now() - interval '30 days' - turn * interval '90 seconds' AS moment) AS old
    WHERE person.id = $1 RETURNING id, department_id, accepted_at
), goods AS ({_GOODS})
INSERT INTO order_event (department_id, order_id, kind, at, actor_id, details)
SELECT department_id, id, kind, accepted_at + after, $1, '{{}}'
FROM came CROSS JOIN (VALUES
    ('accepted', interval '0'), ('claimed', interval '1 minute'), ('called', interval '4 minutes'),
    ('reached', interval '4 minutes'), ('confirmed', interval '9 minutes')
) AS story (kind, after)
"""
_HOLD = """
INSERT INTO order_hold (department_id, order_id, person_id, since, handed)
SELECT person.department_id, held.order_id, person.id, now(), false
FROM unnest($1::bigint[], $2::bigint[]) AS held (order_id, person_id) JOIN person ON person.id = held.person_id
"""
