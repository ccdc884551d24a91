"""R-ORD-3: each point is ticked by a person; one that fails is somebody's problem until it is solved."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from backend.company.queries import rules_of
from backend.company.rules_changes import change_rules
from backend.infra import db
from backend.orders import overdue
from backend.orders.checking import attend, tick, untick, write_note
from backend.orders.holding import give_back
from backend.orders.overdue import find_overdue
from backend.orders.problems import open_problem, solve, tell_customer
from backend.rules.orders import POINTS
from tests.orders.counter import comes_in, in_hand, refused, state_of, ticks
from tests.support.orders import an_order, events_of
from tests.support.shop import Shop, found_department

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


async def test_six_points_ticked_by_a_person_and_taken_back(shop: Shop, now: datetime) -> None:
    lin = await comes_in(shop, "林小满", now)
    by, order_id = await lin.viewer(), await in_hand(shop, lin, now)
    for point in POINTS:
        await tick(by, order_id, point.code, True, now)
    assert await ticks(order_id) == dict.fromkeys(
        ("note", "address", "phone", "goods", "payment", "stock"), True
    )
    await untick(by, order_id, "stock", now + MINUTE)
    await untick(by, order_id, "stock", now + MINUTE)
    assert "stock" not in await ticks(order_id)
    said = [
        (event["details"]["point"], event["details"]["passed"])
        for event in await events_of(order_id, "checked")
    ]
    assert said == [(point.code, True) for point in POINTS] + [("stock", None)]
    assert {event["actor_id"] for event in await events_of(order_id, "checked")} == {lin.person_id}


async def test_a_tap_that_is_sent_again_is_one_tick(shop: Shop, now: datetime) -> None:
    """Offline: ticked, unticked, and then the first tap comes a second time."""
    lin = await comes_in(shop, "林小满", now)
    by, order_id, key = await lin.viewer(), await in_hand(shop, lin, now), uuid4()
    made_at = now - 20 * MINUTE
    await asyncio.gather(
        *(tick(by, order_id, "phone", True, now, request_key=key, made_at=made_at) for _ in range(8))
    )
    (event,) = await events_of(order_id, "checked")
    assert event["details"]["made_at"] == made_at.isoformat()
    await untick(by, order_id, "phone", now + MINUTE, request_key=uuid4())
    await tick(by, order_id, "phone", True, now + 2 * MINUTE, request_key=key)
    assert "phone" not in await ticks(order_id)
    await asyncio.gather(*(write_note(by, order_id, "周末再送", now, request_key=key) for _ in range(3)))
    assert await events_of(order_id, "noted") == []  # the key has been used


async def test_only_who_holds_it_or_a_lead_ticks(shop: Shop, now: datetime) -> None:
    lin, chen = await comes_in(shop, "林小满", now), await comes_in(shop, "陈默", now)
    lead = await shop.hire("赵主管", role="lead")
    order_id = await in_hand(shop, lin, now)
    assert await refused(tick(await chen.viewer(), order_id, "phone", True, now)) == (
        "orders-taken-already",
        409,
    )
    await tick(await lead.viewer(), order_id, "phone", True, now)
    await give_back(await lin.viewer(), order_id, now)
    assert await refused(tick(await lin.viewer(), order_id, "goods", True, now)) == ("orders-take-first", 409)
    stranger = await (await found_department("mall-service", "隔壁")).manager()
    assert await refused(tick(await stranger.viewer(), order_id, "goods", True, now)) == (
        "shell-error-not-found",
        404,
    )
    assert await refused(tick(await lead.viewer(), order_id, "price", True, now)) == (
        "order-point-unknown",
        422,
    )
    assert await ticks(order_id) == {"phone": True}


async def test_out_of_stock_is_solved_only_once_the_customer_was_told(shop: Shop, now: datetime) -> None:
    lin, lead = await comes_in(shop, "林小满", now), await comes_in(shop, "赵主管", now, role="lead")
    by, order_id = await lin.viewer(), await in_hand(shop, lin, now)
    assert await refused(tick(by, order_id, "stock", False, now, what="  ")) == ("order-problem-what", 422)
    await tick(by, order_id, "stock", False, now, what="红色断货")
    assert await state_of(order_id) == "problem" and await ticks(order_id) == {"stock": False}
    problem = await db.fetchrow("SELECT * FROM order_problem WHERE order_id = $1", order_id)
    assert problem is not None
    assert (problem["owner_id"], problem["due_at"]) == (lin.person_id, now + 4 * HOUR)
    assert await messages(shop, "order.problem") == [lead.person_id]  # who opened it knows
    assert await refused(tick(by, order_id, "stock", True, now)) == ("order-solve-first", 409)
    assert await refused(solve(by, problem["id"], "换成蓝色", now)) == ("order-tell-customer-first", 409)
    await tell_customer(by, problem["id"], now + MINUTE, "顾客同意换蓝色")
    await tell_customer(await lead.viewer(), problem["id"], now + 2 * MINUTE)
    assert await refused(solve(by, problem["id"], " ", now)) == ("order-problem-outcome", 422)
    await solve(by, problem["id"], "换成蓝色", now + 3 * MINUTE)
    solved = await db.fetchrow("SELECT * FROM order_problem WHERE order_id = $1", order_id)
    assert solved is not None
    assert (solved["told_customer_at"], solved["told_customer_by"]) == (now + MINUTE, lin.person_id)
    assert (solved["closed_at"], solved["closed_by"], solved["outcome"]) == (
        now + 3 * MINUTE,
        lin.person_id,
        "换成蓝色",
    )
    assert await state_of(order_id) == "open" and await ticks(order_id) == {}  # a person ticks it anew
    assert [event["kind"] for event in await events_of(order_id, "problem", "told", "solved")] == [
        "problem",
        "told",
        "solved",
    ]
    assert await messages(shop, "order.problem", "withdrawn") == [lead.person_id]
    assert await refused(solve(by, problem["id"], "再来", now)) == ("order-problem-solved-already", 409)


async def test_a_payment_that_is_not_normal_goes_to_finance_and_only_they_solve_it(
    shop: Shop, now: datetime
) -> None:
    lin, lead = await comes_in(shop, "林小满", now), await comes_in(shop, "赵主管", now, role="lead")
    boss = await shop.manager()
    by, order_id = await lin.viewer(), await in_hand(shop, lin, now)
    problem_id = await open_problem(by, order_id, "payment", "少付 20 元", now)
    told = await messages(shop, "order.problem")
    assert lead.person_id in told and boss.person_id in told and lin.person_id not in told
    row = await db.fetchrow("SELECT owner_id, owner_post FROM order_problem WHERE id = $1", problem_id)
    assert row is not None and (row["owner_id"], row["owner_post"]) == (None, "finance")
    for viewer in (by, await lead.viewer()):
        assert await refused(solve(viewer, problem_id, "补了", now)) == ("order-finance-only", 403)
    chen = await comes_in(shop, "陈默", now)
    assert await refused(solve(await chen.viewer(), problem_id, "补了", now)) == (
        "order-not-your-problem",
        403,
    )
    await solve(await boss.viewer(), problem_id, "已补款", now)
    await tick(by, order_id, "payment", True, now)
    assert await ticks(order_id) == {"payment": True}


async def test_a_problem_goes_to_nobody_who_cannot_solve_it(shop: Shop, now: datetime) -> None:
    """A payment only to finance, anything else to whoever may open the order; the page offers nobody else."""
    lin, boss = await comes_in(shop, "林小满", now), await shop.manager("陈露")
    chen = await comes_in(shop, "陈默", now)
    by, order_id = await lin.viewer(), await in_hand(shop, lin, now)
    wrong = open_problem(by, order_id, "payment", "少付 20 元", now, owner_id=chen.person_id)
    assert await refused(wrong) == ("order-owner-cannot", 409)
    page = (await (await lin.browser()).get(f"/orders/{order_id}", headers={"accept-language": "zh-CN"})).text
    sheets = {
        point: page.split(f'id="order-owner-{point}"')[1].split("</select>")[0]
        for point in ("payment", "stock")
    }
    assert (
        f'value="{boss.person_id}"' in sheets["payment"]
        and f'value="{chen.person_id}"' not in sheets["payment"]
    )
    assert f'value="{chen.person_id}"' in sheets["stock"] and "接单人" in sheets["stock"]
    answer = await (await lin.browser()).post(
        f"/orders/{order_id}/points/stock",
        data={"kind": "fail", "what": "红色断货", "owner_id": str(chen.person_id)},
        headers={"HX-Request": "true", "accept-language": "zh-CN"},
    )
    assert "陈默 负责" in answer.text
    assert await messages(shop, "order.problem") == [chen.person_id]


async def test_finance_are_the_posts_that_the_department_names(shop: Shop, now: datetime) -> None:
    lin = await comes_in(shop, "林小满", now)
    rules = await rules_of(shop.department_id)
    finance = list(rules.posts)[-1]
    changed = replace(rules, orders=replace(rules.orders, finance_posts=(finance,)))
    await change_rules(shop.program, changed, 1, now)
    account = await shop.hire("钱会计", role="general", post=finance)
    await open_problem(await lin.viewer(), await in_hand(shop, lin, now), "payment", "少付", now)
    assert await messages(shop, "order.problem") == [account.person_id]


async def test_somebody_else_may_be_named_and_a_slip_is_taken_back(shop: Shop, now: datetime) -> None:
    lin, chen = await comes_in(shop, "林小满", now), await comes_in(shop, "陈默", now)
    by, order_id = await lin.viewer(), await in_hand(shop, lin, now)
    stranger = await (await found_department("mall-service", "隔壁")).manager()
    wrong = tick(by, order_id, "goods", False, now, what="颜色不清楚", owner_id=stranger.person_id)
    assert await refused(wrong) == ("shell-error-not-found", 404)
    await tick(by, order_id, "goods", False, now, what="颜色不清楚", owner_id=chen.person_id)
    assert await messages(shop, "order.problem") == [chen.person_id]
    again = tick(by, order_id, "goods", False, now, what="还是不清楚")
    assert await refused(again) == ("order-problem-open-already", 409)
    await untick(by, order_id, "goods", now + MINUTE)
    assert await state_of(order_id) == "open" and await ticks(order_id) == {}
    (event,) = await events_of(order_id, "solved")
    assert event["details"]["taken_back"] is True


async def test_what_is_not_solved_in_time_is_found_once(shop: Shop, now: datetime) -> None:
    lin, lead = await comes_in(shop, "林小满", now), await comes_in(shop, "赵主管", now, role="lead")
    order_id = await in_hand(shop, lin, now)
    await open_problem(await lin.viewer(), order_id, "phone", "空号", now)
    await find_overdue(now + 4 * HOUR - MINUTE)
    assert await events_of(order_id, "overdue") == []
    await asyncio.gather(*(find_overdue(now + 4 * HOUR) for _ in range(4)))
    await find_overdue(now + 5 * HOUR)
    assert len(await events_of(order_id, "overdue")) == 1
    assert await messages(shop, "order.problem-overdue") == sorted([lin.person_id, lead.person_id])


async def test_a_problem_that_cannot_be_told_keeps_no_other_from_being(
    shop: Shop, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    lin, late = await comes_in(shop, "林小满", now), now + 4 * HOUR
    by, orders = await lin.viewer(), [await in_hand(shop, lin, now) for _ in range(2)]
    for order_id in orders:
        await open_problem(by, order_id, "phone", "空号", now)
    tell_of = overdue.tell_of

    async def fail_for_the_first(
        kind: str, department_id: int, problem_id: int, order_id: int, *said: Any
    ) -> None:
        if order_id == orders[0]:
            raise LookupError(order_id)
        await tell_of(kind, department_id, problem_id, order_id, *said)

    with monkeypatch.context() as broken:
        broken.setattr(overdue, "tell_of", fail_for_the_first)
        with pytest.raises(ExceptionGroup, match="overdue"):
            await find_overdue(late)
    assert [len(await events_of(order_id, "overdue")) for order_id in orders] == [0, 1]
    await find_overdue(late)
    assert [len(await events_of(order_id, "overdue")) for order_id in orders] == [1, 1]


async def test_a_marked_note_must_be_looked_at(shop: Shop, now: datetime) -> None:
    lin = await comes_in(shop, "林小满", now)
    by, order_id = await lin.viewer(), await in_hand(shop, lin, now, buyer_note="请尽快发，要发票")
    await db.execute(
        'UPDATE order_work SET attention = \'["time", "invoice"]\' WHERE order_id = $1', order_id
    )
    for mark in ("time", "time", "address"):
        await attend(by, order_id, mark, now)
    assert await db.fetchval("SELECT attention FROM order_work WHERE order_id = $1", order_id) == ["invoice"]
    (event,) = await events_of(order_id, "attended")
    assert event["details"] == {"mark": "time", "amended": False}


async def test_a_note_for_the_next_one(shop: Shop, now: datetime) -> None:
    lin = await comes_in(shop, "林小满", now)
    by, order_id = await lin.viewer(), await in_hand(shop, lin, now)
    await write_note(by, order_id, "  顾客下午三点后方便 ", now)
    assert [event["details"]["said"] for event in await events_of(order_id, "noted")] == [
        "顾客下午三点后方便"
    ]
    assert await refused(write_note(by, order_id, "", now)) == ("order-note-empty", 422)


async def test_the_database_refuses_a_second_open_problem(shop: Shop, now: datetime) -> None:
    lin = await comes_in(shop, "林小满", now)
    order_id = await an_order(shop, now)
    insert = (
        "INSERT INTO order_problem (department_id, order_id, point, what, opened_by, opened_at, due_at) "
        "VALUES ($1, $2, 'stock', 'x', $3, $4, $4)"
    )
    await db.execute(insert, shop.department_id, order_id, lin.person_id, now)
    with pytest.raises(Exception, match="order_problem_one_open"):
        await db.execute(insert, shop.department_id, order_id, lin.person_id, now)


async def messages(shop: Shop, kind: str, *states: str) -> list[int]:
    rows = await db.fetch(
        "SELECT person_id FROM message WHERE department_id = $1 AND kind = $2 "
        "AND (cardinality($3::text[]) = 0 OR state = ANY($3)) ORDER BY person_id",
        shop.department_id,
        kind,
        list(states),
    )
    return [row["person_id"] for row in rows]
