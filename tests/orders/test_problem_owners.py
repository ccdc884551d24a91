"""R-ORD-3: whose a problem is: it follows its order from hand to hand, or goes on by name; and until when."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import Any

from backend.infra import db
from backend.orders.holding import claim, give_back, hand_to, return_orders_of
from backend.orders.overdue import find_overdue
from backend.orders.problem_owning import hand_problem, put_off
from backend.orders.problems import open_problem, solve
from tests.orders.counter import comes_in, in_hand, refused
from tests.support.orders import an_order, events_of
from tests.support.shop import Shop, found_department

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


async def test_a_problem_of_the_holder_follows_the_order(shop: Shop, now: datetime) -> None:
    """Lin hands the order to Chen: the address is Chen's to clear up now, who hears of it once."""
    lin, chen = await comes_in(shop, "林小满", now), await comes_in(shop, "陈默", now)
    order_id = await in_hand(shop, lin, now)
    problem_id = await open_problem(await lin.viewer(), order_id, "address", "门牌号不全", now)
    await hand_to(await lin.viewer(), order_id, chen.person_id, now + MINUTE)
    assert await owner(problem_id) == (chen.person_id, "holder")
    (event,) = await events_of(order_id, "problem-handed")
    assert event["actor_id"] == lin.person_id
    assert (event["details"]["person"], event["details"]["problem"]) == (chen.person_id, problem_id)
    assert await asked(shop, "order.problem") == [chen.person_id]


async def test_it_comes_back_and_is_told_anew(shop: Shop, now: datetime) -> None:
    """From Lin to Chen and back: Chen is not asked any more, Lin is; two who hand it at once tell nobody twice."""
    lin, chen = await comes_in(shop, "林小满", now), await comes_in(shop, "陈默", now)
    lead = await comes_in(shop, "赵主管", now, role="lead")
    order_id = await in_hand(shop, lin, now)
    problem_id = await open_problem(await lin.viewer(), order_id, "phone", "空号", now)
    await hand_to(await lin.viewer(), order_id, chen.person_id, now + MINUTE)
    by = await lead.viewer()
    await asyncio.gather(*(hand_to(by, order_id, lin.person_id, now + 2 * MINUTE) for _ in range(3)))
    assert await owner(problem_id) == (lin.person_id, "holder")
    assert await asked(shop, "order.problem") == [lin.person_id]
    assert len(await events_of(order_id, "problem-handed")) == 2
    await solve(await lin.viewer(), problem_id, "换了号码", now + 3 * MINUTE)
    assert await asked(shop, "order.problem") == []


async def test_nobody_who_has_gone_home_owns_it(shop: Shop, now: datetime) -> None:
    """Lin clocks out: the problem is whoever's the order will be; Chen takes the order and has it, and knows."""
    lin, chen = await comes_in(shop, "林小满", now), await comes_in(shop, "陈默", now)
    order_id = await in_hand(shop, lin, now)
    problem_id = await open_problem(await lin.viewer(), order_id, "stock", "红色断货", now)
    await find_overdue(now + 4 * HOUR)
    assert await asked(shop, "order.problem-overdue") == [lin.person_id]
    await return_orders_of(shop.department_id, lin.person_id, now + 5 * HOUR, "clocked-out")
    assert await owner(problem_id) == (None, "holder")
    assert await asked(shop, "order.problem-overdue") == []
    page = await chen.browser()
    shown = (await page.get(f"/orders/{order_id}", headers={"accept-language": "zh-CN"})).text
    assert "接单人 负责" in shown
    await claim(await chen.viewer(), order_id, now + 6 * HOUR)
    assert await owner(problem_id) == (chen.person_id, "holder")
    (event,) = await events_of(order_id, "problem-handed")
    assert (event["actor_id"], event["details"]["person"]) == (chen.person_id, chen.person_id)
    assert chen.person_id not in await asked(shop, "order.problem")
    shown = (await page.get(f"/orders/{order_id}", headers={"accept-language": "zh-CN"})).text
    assert "陈默 负责" in shown and "问题（库存）由 陈默 负责" in shown.replace("⁨", "").replace("⁩", "")


async def test_who_was_named_keeps_it(shop: Shop, now: datetime) -> None:
    """Chen was chosen on the screen; and Lin named herself: neither is asked to follow the order."""
    lin, chen, he = [await comes_in(shop, name, now) for name in ("林小满", "陈默", "何燕")]
    order_id = await in_hand(shop, lin, now)
    by = await lin.viewer()
    problems = [
        await open_problem(by, order_id, point, "不对", now, owner_id=each.person_id)
        for point, each in (("goods", chen), ("note", lin))
    ]
    await hand_to(by, order_id, he.person_id, now + MINUTE)
    assert [await owner(each) for each in problems] == [(chen.person_id, ""), (lin.person_id, "")]
    assert await events_of(order_id, "problem-handed") == []


async def test_a_problem_of_an_order_that_nobody_has_is_the_next_ones(shop: Shop, now: datetime) -> None:
    lead, lin = await comes_in(shop, "赵主管", now, role="lead"), await comes_in(shop, "林小满", now)
    order_id = await an_order(shop, now)
    problem_id = await open_problem(await lead.viewer(), order_id, "address", "像是写错了", now)
    assert await owner(problem_id) == (None, "holder")
    await claim(await lin.viewer(), order_id, now + MINUTE)
    assert await owner(problem_id) == (lin.person_id, "holder")


async def test_its_owner_gives_it_to_somebody_else(shop: Shop, now: datetime) -> None:
    """Lin to Chen, who hears of it once however often it is tapped; Chen back to whoever holds the order."""
    lin, chen = await comes_in(shop, "林小满", now), await comes_in(shop, "陈默", now)
    by, order_id = await lin.viewer(), await in_hand(shop, lin, now)
    problem_id = await open_problem(by, order_id, "address", "门牌号不全", now)
    hands = (hand_problem(by, problem_id, chen.person_id, now + MINUTE, "他跑过那边") for _ in range(2))
    await asyncio.gather(*hands)
    assert await owner(problem_id) == (chen.person_id, "")
    assert await asked(shop, "order.problem") == [chen.person_id]
    (event,) = await events_of(order_id, "problem-handed")
    assert (event["actor_id"], event["details"]["said"]) == (lin.person_id, "他跑过那边")
    await give_back(by, order_id, now + 2 * MINUTE)
    assert await owner(problem_id) == (chen.person_id, "")  # named by now: it stays
    await hand_problem(await chen.viewer(), problem_id, None, now + 3 * MINUTE)
    assert await owner(problem_id) == (None, "holder")
    assert await asked(shop, "order.problem") == []


async def test_only_its_owner_or_a_lead_hands_it_on_or_puts_it_off(shop: Shop, now: datetime) -> None:
    lin, chen, he = [await comes_in(shop, name, now) for name in ("林小满", "陈默", "何燕")]
    lead, boss = await comes_in(shop, "赵主管", now, role="lead"), await shop.manager("陈露")
    by, order_id = await lin.viewer(), await in_hand(shop, lin, now)
    named = await open_problem(by, order_id, "goods", "颜色不清楚", now, owner_id=chen.person_id)
    payment = await open_problem(by, order_id, "payment", "少付 20 元", now)
    later = now + 8 * HOUR
    for problem_id in (named, payment):
        assert await refused(hand_problem(by, problem_id, he.person_id, now)) == (
            "order-problem-not-yours",
            403,
        )
        assert await refused(put_off(by, problem_id, later, now, "等等")) == ("order-problem-not-yours", 403)
    assert await refused(hand_problem(await lead.viewer(), payment, lin.person_id, now)) == (
        "order-owner-cannot",
        409,
    )
    await hand_problem(await he.viewer(), named, he.person_id, now)  # takes it over
    await hand_problem(await boss.viewer(), payment, boss.person_id, now)
    assert [await owner(each) for each in (named, payment)] == [(he.person_id, ""), (boss.person_id, "")]
    await hand_problem(await lead.viewer(), named, chen.person_id, now)
    assert await owner(named) == (chen.person_id, "")
    stranger = await (await found_department("mall-service", "隔壁")).manager()
    for attempt in (
        hand_problem(await stranger.viewer(), named, stranger.person_id, now),
        hand_problem(await chen.viewer(), named, stranger.person_id, now),
        put_off(await stranger.viewer(), named, later, now, "等等"),
    ):
        assert await refused(attempt) == ("shell-error-not-found", 404)
    await solve(await chen.viewer(), named, "问清楚了", now)
    assert await refused(put_off(await lead.viewer(), named, later, now, "等等")) == (
        "order-problem-solved-already",
        409,
    )


async def test_another_deadline_has_a_reason_and_is_found_anew(shop: Shop, now: datetime) -> None:
    """Late, put off to tomorrow, and late again: Lin is asked once for each deadline."""
    lin = await comes_in(shop, "林小满", now)
    by, order_id = await lin.viewer(), await in_hand(shop, lin, now)
    problem_id = await open_problem(by, order_id, "phone", "空号", now)
    await find_overdue(now + 4 * HOUR)
    at, tomorrow = now + 5 * HOUR, now + 24 * HOUR
    for due in (None, at, at + timedelta(days=93), tomorrow.replace(tzinfo=None)):
        assert await refused(put_off(by, problem_id, due, at, "等平台回复")) == (
            "order-problem-due-when",
            422,
        )
    assert await refused(put_off(by, problem_id, tomorrow, at, "  ")) == ("order-problem-why", 422)
    await put_off(by, problem_id, tomorrow, at, "等平台回复")
    assert await asked(shop, "order.problem-overdue") == []
    await find_overdue(tomorrow - MINUTE)
    assert len(await events_of(order_id, "overdue")) == 1
    await find_overdue(tomorrow)
    await find_overdue(tomorrow + HOUR)
    assert len(await events_of(order_id, "overdue")) == 2
    assert await asked(shop, "order.problem-overdue") == [lin.person_id]
    (event,) = await events_of(order_id, "problem-put-off")
    assert (event["details"]["due_at"], event["details"]["said"]) == (tomorrow.isoformat(), "等平台回复")


async def test_the_page_and_the_interface_do_both(shop: Shop, now: datetime) -> None:
    lin, chen = await comes_in(shop, "林小满", now), await comes_in(shop, "陈默", now)
    order_id = await in_hand(shop, lin, now)
    problem_id = await open_problem(await lin.viewer(), order_id, "address", "门牌号不全", now)
    at, page = f"/orders/problems/{problem_id}", await lin.browser()
    headers = {"HX-Request": "true", "accept-language": "zh-CN"}
    wall = "2099-01-01T10:00"
    wrong = await page.post(f"{at}/deadline", data={"due_at": wall, "said": "等等"}, headers=headers)
    assert wrong.status_code == 422 and "92 天" in wrong.text
    answer = await page.post(f"{at}/owner", data={"owner_id": str(chen.person_id)}, headers=headers)
    assert answer.status_code == 200 and "陈默 负责" in answer.text
    assert f'data-opens="order-problem-hand-{problem_id}"' not in answer.text  # it is Chen's to hand on
    assert "我来负责" in answer.text
    mine = await page.post(f"{at}/owner", data={"owner_id": str(lin.person_id)}, headers=headers)
    assert "林小满 负责" in mine.text and "我来负责" not in mine.text
    sheet = mine.text.split(f'id="order-owner-of-{problem_id}"')[1].split("</select>")[0]
    assert f'value="{chen.person_id}"' in sheet and f'value="{lin.person_id}"' not in sheet
    await page.post(f"{at}/owner", data={"owner_id": str(chen.person_id)}, headers=headers)
    due = (await db.fetchval("SELECT now() + interval '2 days'")).isoformat()
    api = await chen.browser()
    put = await api.post(f"/api/v1{at}/deadline", json={"due_at": due, "said": "等平台回复"})
    assert put.json()["problems"]["address"]["owner"] == "陈默"
    assert datetime.fromisoformat(put.json()["problems"]["address"]["due_at"]) == datetime.fromisoformat(due)
    back = await api.post(f"/api/v1{at}/owner", json={"owner_id": None})
    assert back.json()["problems"]["address"]["owner_id"] == lin.person_id


async def owner(problem_id: int) -> tuple[int | None, str]:
    row = await db.fetchrow("SELECT owner_id, owner_post FROM order_problem WHERE id = $1", problem_id)
    assert row is not None
    return row["owner_id"], row["owner_post"]


async def asked(shop: Shop, kind: str) -> list[Any]:
    """Who is asked about a problem now, a name for each message that is open."""
    rows = await db.fetch(
        "SELECT person_id FROM message WHERE department_id = $1 AND kind = $2 "
        "AND state IN ('open', 'told', 'exhausted') ORDER BY person_id",
        shop.department_id,
        kind,
    )
    return [row["person_id"] for row in rows]
