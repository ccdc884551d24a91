"""Ten minutes are ten minutes: a customer is warned of once and missed once, whatever breaks meanwhile."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import asyncpg
import pytest

from backend.infra import db, migrations
from backend.orders.holding import claim
from backend.orders.sweeping import look_after_queue
from backend.rules.orders import Countdown
from tests.e2e.pages import on_shift
from tests.faults.conftest import Ground
from tests.support.attendance import tap
from tests.support.browser import until
from tests.support.orders import an_order
from tests.support.shop import Colleague, Shop, found_department

pytestmark = pytest.mark.faults

MINUTE = timedelta(minutes=1)


@dataclass
class Counter:
    """A counter at which Lin has orders in hand, a lead who is asked about what was missed, and its workers."""

    ground: Ground
    shop: Shop
    lin: Colleague
    lead: Colleague

    async def orders(self, count: int, warn: timedelta, due: timedelta, spread: timedelta) -> list[int]:
        """In Lin's hand; the first is warned of after `warn` and due after `due`, the others one after the other."""
        now, found = datetime.now(UTC), []
        viewer = await self.lin.viewer()
        for number in range(count):
            later = spread * number / count
            course = Countdown(now, now + warn + later, now + due + later)
            found.append(await an_order(self.shop, now, course=course))
            await claim(viewer, found[-1], now)
        return found

    def start_worker(self) -> None:
        self.ground.house.start_worker()

    def murder(self) -> None:
        """By -9, as the out-of-memory killer does it; the supervisor starts another."""
        self.ground.house.kill(self.ground.house.worker)


@pytest.fixture
async def counter(ground: Ground) -> AsyncIterator[Counter]:
    before = db.engine().config["dsn"], db.engine().pool
    db.engine().pool = None
    db.point_at(ground.database.url)
    await migrations.migrate()
    await db.open_pool(5)
    try:
        shop, now = await found_department("mall-service"), datetime.now(UTC)
        lin, lead = await shop.hire("林小满"), await shop.hire("店长", role="lead")
        for each in (lin, lead):
            await on_shift(each, now - 60 * MINUTE)
            await tap(each, "in", now - 50 * MINUTE)
        yield Counter(ground, shop, lin, lead)
    finally:
        await db.close_pool()
        db.point_at(before[0])
        db.engine().pool = before[1]


async def counted(kind: str, orders: list[int]) -> list[int]:
    """How often it is written of each of them, in their order."""
    rows = await db.fetch(
        "SELECT order_id, count(*) AS times FROM order_event WHERE order_id = ANY($1::bigint[]) AND kind = $2 "
        "GROUP BY order_id",
        orders,
        kind,
    )
    times = {row["order_id"]: row["times"] for row in rows}
    return [times.get(order_id, 0) for order_id in orders]


async def told(kind: str, who: Colleague) -> int:
    return await db.fetchval(
        "SELECT count(*) FROM message WHERE kind = $1 AND person_id = $2", kind, who.person_id
    )


async def all_missed(orders: list[int], within: float) -> None:
    async def missed() -> bool:
        return 0 not in await counted("missed", orders)

    await until(missed, "every order is missed", within)


async def test_a_worker_is_killed_in_the_middle_of_a_sweep(counter: Counter) -> None:
    """It has marked an order and written that it was missed, and is about to tell the lead: there it dies. Of all that
    nothing stands; the next one does all of it, once."""
    orders = await counter.orders(6, -5 * MINUTE, -MINUTE, MINUTE / 2)
    running_out = await counter.orders(6, -MINUTE, 10 * MINUTE, MINUTE / 2)
    stop = await asyncpg.connect(counter.ground.database.url)
    try:
        async with stop.transaction():
            await stop.execute("LOCK TABLE message IN SHARE MODE")
            counter.start_worker()

            async def stuck() -> bool:
                return await db.fetchval(
                    "SELECT count(*) > 0 FROM pg_stat_activity "
                    "WHERE wait_event_type = 'Lock' AND query LIKE '%INSERT INTO message%'"
                )

            await until(stuck, "the worker is in the middle", within=60)
            counter.murder()
    finally:
        await stop.close()
    assert await counted("missed", orders) == [0] * 6
    counter.start_worker()
    await all_missed(orders, within=60)
    await until(lambda: _all_once("warned", running_out), "everybody is warned", within=30)
    await look_after_queue(datetime.now(UTC))
    assert await counted("missed", orders) == [1] * 6 and await counted("warned", orders) == [0] * 6
    assert await counted("missed", running_out) == [0] * 6 and await counted("warned", running_out) == [1] * 6
    assert await told("order.missed", counter.lead) == 6 and await told("order.warning", counter.lin) == 6


async def test_workers_are_killed_again_and_again(counter: Counter) -> None:
    """Sixty orders run out within twelve seconds, while the worker dies by -9 every second or two."""
    chance = random.Random(4)
    orders = await counter.orders(60, timedelta(seconds=4), timedelta(seconds=10), timedelta(seconds=12))
    for _ in range(6):
        counter.start_worker()
        await asyncio.sleep(
            chance.uniform(2.5, 5)
        )  # long enough to start and to sweep, and then at any moment
        counter.murder()
    counter.start_worker()
    await all_missed(orders, within=60)
    await look_after_queue(datetime.now(UTC))
    assert await counted("missed", orders) == [1] * 60
    assert set(await counted("warned", orders)) <= {0, 1}
    assert await told("order.missed", counter.lead) == 60


async def test_orders_run_out_while_redis_is_away(counter: Counter) -> None:
    """Stopped and started again: the times stand in the database, and so does what has been told."""
    house = counter.ground.house
    first = await counter.orders(5, -MINUTE, timedelta(seconds=2), timedelta(seconds=1))
    counter.start_worker()
    await all_missed(first, within=60)
    await counter.ground.redis.stop()
    second = await counter.orders(5, -MINUTE, timedelta(seconds=1), timedelta(seconds=1))
    await asyncio.sleep(2)  # they run out now, and nobody can be asked to sweep
    await counter.ground.restart_redis()
    if house.worker is not None and house.worker.poll() is not None:
        counter.start_worker()  # as the supervisor does
    await all_missed(second, within=90)
    await look_after_queue(datetime.now(UTC))
    assert await counted("missed", first + second) == [1] * 10
    assert set(await counted("warned", first + second)) <= {0, 1}
    assert await told("order.missed", counter.lead) == 10


async def _all_once(kind: str, orders: list[int]) -> bool:
    return await counted(kind, orders) == [1] * len(orders)
