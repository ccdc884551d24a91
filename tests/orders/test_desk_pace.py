"""The desk answers at once with many orders behind it, and on the busiest day, of which no statistics know yet."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest

from backend.infra import db
from backend.orders.desk import figures, looking, queries
from backend.orders.desk.asked import STATES, Asked
from backend.orders.desk.figures import figures_of
from backend.orders.desk.queries import planned
from tests.support.shop import Shop

QUESTIONS: list[dict[str, Any]] = [
    {},
    *({"state": state} for state in STATES),
    {"platform": "jd"},
    {"shop": "五步商城"},
    *({"search": words} for words in ("N-1234", "N-12345", "5678", "13800000042", "SF1234567890", "王", "欧阳雪")),
]  # fmt: skip


@pytest.fixture(scope="module")
async def many(database: str) -> tuple[int, int]:
    """A department with forty thousand orders of twenty days, and one agent of it."""
    from tests.support.shop import found_department

    shop = await found_department("mall-service", "老店")
    lin = await shop.hire("林晓")
    await db.execute(MANY, shop.department_id, 40_000)
    await db.execute(MANY_EVENTS, shop.department_id, lin.person_id)
    await db.execute("ANALYZE customer_order, order_event, order_work, amendment")
    return shop.department_id, lin.person_id


@pytest.mark.parametrize("question", QUESTIONS, ids=str)
async def test_no_question_reads_all_orders(
    many: tuple[int, int], shop: Shop, question: dict[str, Any]
) -> None:
    """Whatever is asked of one day, an index answers it: the table of orders is never read from end to end."""
    plan = await _plan(many[0], shop, question)
    assert "Seq Scan on customer_order" not in plan, plan


async def test_neither_does_an_agents_list(many: tuple[int, int], shop: Shop) -> None:
    plan = await _plan(many[0], shop, {"agent": many[1]})
    assert "Seq Scan on customer_order" not in plan, plan


async def _plan(department_id: int, shop: Shop, question: dict[str, Any]) -> str:
    """Of the statement of a page, made as a look makes it."""
    plans: list[str] = []

    async def explained(sql: str, *values: Any, **settings: str) -> list[Any]:
        async with db.transaction():
            await db.execute("SET LOCAL plan_cache_mode = force_custom_plan")
            plans.extend(row[0] for row in await db.fetch("EXPLAIN " + sql, *values))
        return await planned(sql, *values, **settings)

    day = datetime.now(UTC).astimezone(shop.zone).date() - timedelta(days=3)
    with pytest.MonkeyPatch.context() as patch:
        for module in (looking, queries):
            patch.setattr(module, "planned", explained)
        await looking.look(department_id, Asked(day, day, **question), shop.zone)
    assert plans
    return "\n".join(plans)


MANY = """
INSERT INTO customer_order (department_id, platform, number, standing, receiver, phone, address, accepted_at, source)
SELECT $1, CASE WHEN n % 10 = 0 THEN 'jd' ELSE 'taobao' END, 'N-' || n,
    CASE WHEN n % 50 = 0 THEN 'unpaid' WHEN n % 49 = 0 THEN 'closed' ELSE 'paid' END,
    (ARRAY['王', '李', '张', '刘', '陈', '欧阳'])[1 + n % 6] || '客' || n,
    '138' || lpad(n::text, 8, '0'), '浙江省杭州市',
    now() - n * interval '20 days' / $2, 'demo'
FROM generate_series(1, $2::int) AS n
"""
MANY_EVENTS = """
INSERT INTO order_event (department_id, order_id, kind, at, actor_id, details)
SELECT department_id, id, told.kind, accepted_at + interval '4 minutes', $2, '{"seconds": 240}'
FROM customer_order, unnest(CASE WHEN id % 20 = 0 THEN ARRAY['claimed', 'missed', 'reached', 'confirmed']
    ELSE ARRAY['claimed', 'reached', 'confirmed'] END) AS told(kind)
WHERE department_id = $1
"""


async def test_figures_of_a_busy_day_that_no_statistics_know_yet(many: tuple[int, int], shop: Shop) -> None:
    """Four thousand orders since the last ANALYZE: no join goes through all of them for each of them."""
    department_id, agent = many
    day = datetime.now(UTC).astimezone(shop.zone).date() + timedelta(days=30)
    noon = datetime.combine(day, time(12), shop.zone)
    await db.execute(BUSY, department_id, noon, 4_000)
    await db.execute(BUSY_EVENTS, department_id, agent, noon)
    plans: list[str] = []

    async def explained(sql: str, *values: Any, **settings: str) -> list[Any]:
        plans.extend(row["QUERY PLAN"] for row in await planned("EXPLAIN " + sql, *values, **settings))
        return await planned(sql, *values, **settings)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(figures, "planned", explained)
        found = await figures_of(department_id, Asked(day, day), shop.zone, 10)
    assert len(plans) > 10 and not any("Nested Loop" in line for line in plans), "\n".join(plans)
    told = await db.fetch(TOLD, department_id, noon)
    assert (
        found.totals.accepted,
        found.totals.missed,
        found.totals.reached,
        found.totals.confirmed,
    ) == tuple(told[0])
    assert [(each.name, each.taken, each.missed) for each in found.agents] == [("林晓", 4_000, 0)]


BUSY = """
INSERT INTO customer_order (department_id, platform, number, standing, accepted_at, source)
SELECT $1, 'taobao', 'B-' || n, 'paid', $2::timestamptz + n * interval '1 second', 'demo'
FROM generate_series(1, $3::int) AS n
"""
BUSY_EVENTS = """
INSERT INTO order_event (department_id, order_id, kind, at, actor_id, details)
SELECT department_id, id, told.kind, accepted_at + interval '4 minutes', $2, '{"seconds": 240}'
FROM customer_order, unnest(CASE WHEN id % 20 = 0 THEN ARRAY['claimed', 'missed', 'reached', 'confirmed']
    ELSE ARRAY['claimed', 'reached', 'confirmed'] END) AS told(kind)
WHERE department_id = $1 AND accepted_at > $3
"""
TOLD = """
SELECT count(DISTINCT customer_order.id), count(*) FILTER (WHERE kind = 'missed'),
    count(*) FILTER (WHERE kind = 'reached'), count(*) FILTER (WHERE kind = 'confirmed')
FROM customer_order JOIN order_event ON order_id = customer_order.id
WHERE customer_order.department_id = $1 AND accepted_at > $2
"""
