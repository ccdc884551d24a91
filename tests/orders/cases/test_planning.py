"""R-CS-2: follow-up calls for the confirmed orders of a day, shared out, one of each order."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from backend.infra import db
from backend.orders.cases.planning import plan_follow_ups, without_follow_up
from backend.orders.events import add_event
from tests.orders.cases.counter import Counter, case_row, told_of
from tests.orders.counter import refused
from tests.support.orders import an_order

ASK = "收到了吗？用得怎么样？"


async def confirmed(counter: Counter, count: int) -> list[int]:
    orders = [await an_order(counter.shop, counter.now) for _ in range(count)]
    for order_id in orders:
        await add_event(order_id, "confirmed", counter.now, counter.lin.person_id)
    return orders


async def test_five_calls_for_two_people(counter: Counter) -> None:
    """周敏 has a complaint already: she gets two of them, 何静 three; each hears of it once."""
    orders = await confirmed(counter, 5)
    await counter.case("complaint", owner_id=counter.zhou.person_id)
    day = counter.now.astimezone(counter.shop.zone).date()
    assert await without_follow_up(counter.shop.department_id, day) == 5
    owners = (counter.zhou.person_id, counter.he.person_id)
    planned = await plan_follow_ups(await counter.lead.viewer(), day, owners, counter.now, what=ASK)
    assert planned.by_owner == {counter.he.person_id: 3, counter.zhou.person_id: 2}
    assert [(await case_row(case_id))["order_id"] for case_id in planned.case_ids] == orders
    assert (await case_row(planned.case_ids[0]))["due_at"] == counter.now + timedelta(hours=72)
    heard = await told_of("order.calls-planned")
    assert {who: heard.get(who) for who in owners} == dict.fromkeys(owners, "open")
    assert await without_follow_up(counter.shop.department_id, day) == 0


async def test_two_leads_at_once_plan_each_order_once(counter: Counter) -> None:
    await confirmed(counter, 4)
    day = counter.now.astimezone(counter.shop.zone).date()
    lead, boss = await counter.lead.viewer(), await (await counter.shop.manager()).viewer()
    plans = await asyncio.gather(
        *(
            plan_follow_ups(by, day, (counter.he.person_id,), counter.now, what=ASK)
            for by in (lead, boss, lead)
        )
    )
    assert sum(len(plan.case_ids) for plan in plans) == 4
    sql = "SELECT count(*), count(DISTINCT order_id) FROM order_case WHERE department_id = $1 AND kind = 'follow-up'"
    assert tuple(await db.fetchrow(sql, counter.shop.department_id) or ()) == (4, 4)


async def test_who_plans_nothing(counter: Counter) -> None:
    day, lead = counter.now.date(), await counter.lead.viewer()
    he = (counter.he.person_id,)
    assert (await refused(plan_follow_ups(await counter.lin.viewer(), day, he, counter.now, what=ASK)))[
        1
    ] == 403
    assert (await refused(plan_follow_ups(lead, day, (), counter.now, what=ASK)))[0] == "cases-owners-none"
    assert (await refused(plan_follow_ups(lead, day, he, counter.now, what=" ")))[0] == "cases-what-none"
    assert (await refused(plan_follow_ups(lead, day, he, counter.now, what=ASK, most=0)))[
        0
    ] == "cases-most-wrong"
    assert (await plan_follow_ups(lead, day, he, counter.now, what=ASK)).case_ids == ()
