"""R-ORD-3, R-ORD-4: confirmed is what was checked whole, with its customer reached; only that is ever packed."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

from backend.infra import db
from backend.orders.checking import attend, tick
from backend.orders.confirming import confirm, confirmed_orders, resume, stop
from backend.orders.holding import claim
from backend.orders.problems import open_problem, solve
from backend.rules.orders import POINTS
from tests.orders.counter import all_ticked, comes_in, in_hand, reached, refused, state_of, ticks
from tests.support.orders import events_of, holders
from tests.support.shop import Shop, found_department

MINUTE = timedelta(minutes=1)


async def test_confirmed_only_once_nothing_is_missing(shop: Shop, now: datetime) -> None:
    """Missing one after the other: a point, a look at the note, a problem solved, the customer reached."""
    lin = await comes_in(shop, "林小满", now)
    by, order_id = await lin.viewer(), await in_hand(shop, lin, now)
    await db.execute("UPDATE order_work SET attention = '[\"time\"]' WHERE order_id = $1", order_id)
    problem_id = await open_problem(by, order_id, "phone", "空号", now)
    for point in POINTS:
        if point.code != "phone":
            await tick(by, order_id, point.code, True, now)
    assert await refused(confirm(by, order_id, now)) == ("order-confirm-problem", 409)
    await solve(by, problem_id, "顾客说少看了一位", now)
    assert await refused(confirm(by, order_id, now)) == ("order-confirm-mark", 409)
    await attend(by, order_id, "time", now)
    assert await refused(confirm(by, order_id, now)) == ("order-confirm-point", 409)
    await tick(by, order_id, "phone", True, now)
    assert await refused(confirm(by, order_id, now)) == ("order-confirm-unreached", 409)
    assert await confirmed_orders(shop.department_id) == []
    await reached(order_id, now + MINUTE)
    await confirm(by, order_id, now + 2 * MINUTE)
    (only,) = await confirmed_orders(shop.department_id)
    assert (only.order_id, only.confirmed_by, only.confirmed_at) == (
        order_id,
        lin.person_id,
        now + 2 * MINUTE,
    )
    assert await state_of(order_id) is None and await holders(order_id) == [None]
    assert await refused(confirm(by, order_id, now + 3 * MINUTE)) == ("orders-done-already", 409)
    assert await refused(tick(by, order_id, "phone", True, now)) == ("orders-done-already", 409)


async def test_a_lead_may_say_why_the_customer_was_not_reached(shop: Shop, now: datetime) -> None:
    lin, lead = await comes_in(shop, "林小满", now), await shop.hire("赵主管", role="lead")
    by, order_id = await lin.viewer(), await in_hand(shop, lin, now)
    await all_ticked(by, order_id, now, reach=False)
    assert await refused(confirm(by, order_id, now, unreached="打不通")) == ("order-confirm-unreached", 409)
    boss = await lead.viewer()
    assert await refused(confirm(boss, order_id, now, unreached=" ")) == ("order-confirm-unreached", 409)
    await confirm(boss, order_id, now, unreached="三次没人接，老顾客，照单发")
    (event,) = await events_of(order_id, "confirmed")
    assert event["details"] == {"reached": False, "why": "三次没人接，老顾客，照单发"}
    assert event["actor_id"] == lead.person_id


async def test_only_the_holder_or_a_lead_confirms(shop: Shop, now: datetime) -> None:
    lin, chen = await comes_in(shop, "林小满", now), await comes_in(shop, "陈默", now)
    order_id = await in_hand(shop, lin, now)
    await all_ticked(await lin.viewer(), order_id, now)
    assert await refused(confirm(await chen.viewer(), order_id, now)) == ("orders-taken-already", 409)
    elsewhere = await (await found_department("mall-service", "隔壁")).manager()
    assert await refused(confirm(await elsewhere.viewer(), order_id, now)) == ("shell-error-not-found", 404)
    assert await confirmed_orders(elsewhere.shop.department_id) == []


async def test_ten_taps_and_it_is_confirmed_once(shop: Shop, now: datetime) -> None:
    """While somebody opens a problem at the same moment: confirmed, or a problem, never both."""
    lin, lead = await comes_in(shop, "林小满", now), await shop.hire("赵主管", role="lead")
    by, boss = await lin.viewer(), await lead.viewer()
    for number in range(5):
        order_id = await in_hand(shop, lin, now)
        await all_ticked(by, order_id, now)
        await asyncio.gather(
            *(confirm(by, order_id, now) for _ in range(5)),
            tick(boss, order_id, "stock", False, now, what=f"断货 {number}"),
            *(confirm(by, order_id, now) for _ in range(5)),
            return_exceptions=True,
        )
        confirmed, problems = await events_of(order_id, "confirmed"), await events_of(order_id, "problem")
        assert len(confirmed) + len(problems) == 1


async def test_the_customer_cancels(shop: Shop, now: datetime) -> None:
    lin = await comes_in(shop, "林小满", now)
    by, order_id = await lin.viewer(), await in_hand(shop, lin, now)
    await open_problem(by, order_id, "stock", "断货", now)
    assert await refused(stop(by, order_id, " ", now)) == ("order-stop-reason", 422)
    await stop(by, order_id, "顾客不要了", now + MINUTE)
    assert await state_of(order_id) is None and await holders(order_id) == [None]
    assert (
        await db.fetchval(
            "SELECT count(*) FROM order_problem WHERE order_id = $1 AND closed_at IS NULL", order_id
        )
        == 0
    )
    (event,) = await events_of(order_id, "stopped")
    assert event["details"] == {"reason": "顾客不要了"}
    assert await refused(stop(by, order_id, "再来", now)) == ("order-not-worked", 409)


async def test_stopped_after_it_was_confirmed_it_is_not_packed(shop: Shop, now: datetime) -> None:
    lin, lead = await comes_in(shop, "林小满", now), await shop.hire("赵主管", role="lead")
    by, boss = await lin.viewer(), await lead.viewer()
    kept, cancelled = await in_hand(shop, lin, now), await in_hand(shop, lin, now)
    for order_id in (kept, cancelled):
        await all_ticked(by, order_id, now)
        await confirm(by, order_id, now)
    await stop(boss, cancelled, "顾客退款了", now + MINUTE)
    assert [each.order_id for each in await confirmed_orders(shop.department_id)] == [kept]
    assert await confirmed_orders(shop.department_id, until=now) == []
    assert await confirmed_orders(shop.department_id, since=now + MINUTE) == []


async def test_stopped_by_mistake_it_begins_anew(shop: Shop, now: datetime) -> None:
    lin, lead = await comes_in(shop, "林小满", now), await shop.hire("赵主管", role="lead")
    by, boss = await lin.viewer(), await lead.viewer()
    order_id = await in_hand(shop, lin, now, buyer_note="请尽快发货")
    await all_ticked(by, order_id, now)
    assert await refused(resume(boss, order_id, now)) == ("order-not-stopped", 409)
    await stop(by, order_id, "看错了", now)
    assert await refused(resume(by, order_id, now)) == ("shell-error-forbidden", 403)
    await resume(boss, order_id, now + MINUTE, "顾客还要")
    work = await db.fetchrow("SELECT * FROM order_work WHERE order_id = $1", order_id)
    assert work is not None and work["due_at"] == now + 11 * MINUTE and work["attention"] == ["time"]
    assert await ticks(order_id) == {}
    await claim(by, order_id, now + MINUTE)
    await attend(by, order_id, "time", now + MINUTE)
    await all_ticked(by, order_id, now + MINUTE)
    await confirm(by, order_id, now + MINUTE)
    assert [each.order_id for each in await confirmed_orders(shop.department_id)] == [order_id]
