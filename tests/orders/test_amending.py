"""R-ORD-1: what the customer corrects stands beside the order; the order itself stays as it came."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from backend.infra import db
from backend.orders.amending import amend, now_is
from backend.orders.checking import tick
from backend.orders.confirming import confirm, stop
from backend.people.viewer import Viewer
from tests.orders.counter import all_ticked, comes_in, in_hand, refused, state_of, ticks
from tests.support.orders import an_order, events_of
from tests.support.shop import Shop, found_department

MINUTE = timedelta(minutes=1)
CHAT = "顾客 10:02：麻烦改到文三路 9 号，谢谢"


def said(**more: Any) -> dict[str, Any]:
    return {"why": "chat", "evidence": CHAT, **more}


async def original(order_id: int) -> dict[str, Any]:
    row = await db.fetchrow("SELECT * FROM customer_order WHERE id = $1", order_id)
    assert row is not None
    return dict(row)


async def test_the_order_stays_and_the_amendment_stands_beside_it(shop: Shop, now: datetime) -> None:
    lin = await comes_in(shop, "林小满", now)
    by, order_id = await lin.viewer(), await in_hand(shop, lin, now)
    as_it_came = await original(order_id)
    await amend(by, order_id, "address", "浙江省杭州市西湖区文三路 9 号", now, **said())
    await amend(by, order_id, "address", "浙江省杭州市西湖区文三路 19 号", now + MINUTE, **said(why="call"))
    assert await original(order_id) == as_it_came
    rows = await db.fetch("SELECT * FROM amendment WHERE order_id = $1 ORDER BY id", order_id)
    first, second = rows
    assert (first["before"], first["after"]) == (
        "浙江省杭州市西湖区文三路 1 号",
        "浙江省杭州市西湖区文三路 9 号",
    )
    assert (second["before"], second["after"]) == (first["after"], "浙江省杭州市西湖区文三路 19 号")
    assert (first["why"], first["evidence"], first["source"]) == ("chat", CHAT, "customer")
    assert (first["person_id"], first["at"]) == (lin.person_id, now)
    assert await now_is(shop.department_id, order_id, "address") == second["after"]
    assert len(await events_of(order_id, "amended")) == 2


async def test_goods_are_amended_as_lines_of_text(shop: Shop, now: datetime) -> None:
    lin = await comes_in(shop, "林小满", now)
    by, order_id = await lin.viewer(), await in_hand(shop, lin, now)
    await amend(by, order_id, "item", "陶瓷马克杯 420ml × 3", now, **said())
    row = await db.fetchrow("SELECT before, after FROM amendment WHERE order_id = $1", order_id)
    assert row is not None and tuple(row) == ("陶瓷马克杯 420ml × 2", "陶瓷马克杯 420ml × 3")


async def test_what_was_checked_before_is_checked_anew(shop: Shop, now: datetime) -> None:
    lin = await comes_in(shop, "林小满", now)
    by, order_id = await lin.viewer(), await in_hand(shop, lin, now)
    for point in ("address", "phone", "goods"):
        await tick(by, order_id, point, True, now)
    await amend(by, order_id, "phone", "139 8765 4321", now + MINUTE, **said())
    assert await ticks(order_id) == {"address": True, "goods": True}
    await amend(by, order_id, "receiver", "王小满", now + MINUTE, **said())
    assert await ticks(order_id) == {"goods": True}


async def test_other_goods_may_not_be_there(shop: Shop, now: datetime) -> None:
    """Red was in stock; the customer wants blue: goods and stock are looked at anew, whoever has amended it. Missing
    goods stay a problem until the customer was told."""
    lin = await comes_in(shop, "林小满", now)
    by, order_id = await lin.viewer(), await in_hand(shop, lin, now)
    for point in ("goods", "stock", "payment"):
        await tick(by, order_id, point, True, now)
    later = now + timedelta(minutes=1)
    await amend(by, order_id, "item", "陶瓷马克杯 蓝色 × 2", later, why="call", evidence="10:02 电话")
    assert await ticks(order_id) == {"payment": True}
    await tick(by, order_id, "stock", False, later, what="蓝色也没有")
    await amend(by, order_id, "item", "陶瓷马克杯 白色 × 2", later, why="call", evidence="10:05 电话")
    assert await ticks(order_id) == {"payment": True, "stock": False}
    (problem,) = await db.fetch(
        "SELECT point FROM order_problem WHERE order_id = $1 AND closed_at IS NULL", order_id
    )
    assert problem["point"] == "stock"


async def test_a_wrong_address_is_solved_by_its_amendment(shop: Shop, now: datetime) -> None:
    lin = await comes_in(shop, "林小满", now)
    by, order_id = await lin.viewer(), await in_hand(shop, lin, now, buyer_note="地址改到文三路 9 号")
    await marks_are(order_id, "address")
    await tick(by, order_id, "address", False, now, what="备注里是另一个地址")
    assert await state_of(order_id) == "problem"
    await amend(by, order_id, "address", "浙江省杭州市西湖区文三路 9 号", now + MINUTE, **said(why="note"))
    assert await state_of(order_id) == "open"
    (solved,) = await events_of(order_id, "solved")
    assert solved["details"]["amended"] == "address"
    (attended,) = await events_of(order_id, "attended")
    assert attended["details"] == {"mark": "address", "amended": True}


async def test_an_amendment_says_what_why_and_what_shows_it(shop: Shop, now: datetime) -> None:
    lin = await comes_in(shop, "林小满", now)
    by, order_id = await lin.viewer(), await in_hand(shop, lin, now)
    for field, after, more, code in (
        ("address", " ", {}, "order-amend-empty"),
        ("phone", "没有", {}, "order-amend-phone"),
        ("phone", "13812345678", {}, "order-amend-same"),
        ("standing", "paid", {}, "order-amend-field"),
        ("address", "新地址", {"why": ""}, "order-amend-why"),
        ("address", "新地址", {"evidence": "\n"}, "order-amend-evidence"),
    ):
        attempt = amend(by, order_id, field, after, now, **said(**more))
        assert await refused(attempt) == (code, 422), (field, after)
    assert await events_of(order_id, "amended") == []


async def test_sent_again_it_is_one_amendment(shop: Shop, now: datetime) -> None:
    lin = await comes_in(shop, "林小满", now)
    by, order_id, key = await lin.viewer(), await in_hand(shop, lin, now), uuid4()
    ids = await asyncio.gather(
        *(amend(by, order_id, "address", "文三路 9 号", now, **said(request_key=key)) for _ in range(6))
    )
    assert len(set(ids)) == 1 and len(await events_of(order_id, "amended")) == 1


async def test_who_may_amend_and_until_when(shop: Shop, now: datetime) -> None:
    lin, chen = await comes_in(shop, "林小满", now), await comes_in(shop, "陈默", now)
    lead = await shop.hire("赵主管", role="lead")
    by, order_id = await lin.viewer(), await in_hand(shop, lin, now)
    elsewhere = await (await found_department("mall-service", "隔壁")).manager()

    async def tries(viewer: Viewer) -> tuple[str, int]:
        return await refused(amend(viewer, order_id, "address", "文三路 9 号", now, **said()))

    assert await tries(await chen.viewer()) == ("orders-taken-already", 409)
    assert await tries(await elsewhere.viewer()) == ("shell-error-not-found", 404)
    await all_ticked(by, order_id, now)
    await confirm(by, order_id, now)
    await amend(await lead.viewer(), order_id, "address", "文三路 9 号", now, **said())
    await stop(await lead.viewer(), order_id, "不要了", now)
    assert await tries(await lead.viewer()) == ("order-not-worked", 409)


async def test_the_platform_changes_the_address_after_it_was_ticked(shop: Shop, now: datetime) -> None:
    """Taken in again with another address: what was ticked no longer holds, and nothing is confirmed by it."""
    lin = await comes_in(shop, "林小满", now)
    by, order_id = await lin.viewer(), await in_hand(shop, lin, now)
    await all_ticked(by, order_id, now)
    await db.execute(
        "INSERT INTO amendment (department_id, order_id, field, before, after, source, at) "
        "VALUES ($1, $2, 'address', '文三路 1 号', '文三路 9 号', 'platform', $3)",
        shop.department_id,
        order_id,
        now + MINUTE,
    )
    assert await refused(confirm(by, order_id, now + 2 * MINUTE)) == ("order-confirm-point", 409)
    await tick(by, order_id, "address", True, now + 3 * MINUTE)
    await confirm(by, order_id, now + 3 * MINUTE)


async def test_not_even_the_program_changes_an_amendment(shop: Shop, now: datetime) -> None:
    lin = await comes_in(shop, "林小满", now)
    by, order_id = await lin.viewer(), await in_hand(shop, lin, now)
    await amend(by, order_id, "address", "文三路 9 号", now, **said())
    for statement in ("UPDATE amendment SET after = ''", "DELETE FROM amendment", "TRUNCATE amendment CASCADE"):
        try:
            await db.execute(statement)
        except Exception as error:
            assert "append-only" in str(error) or "fact" in str(error) or "refuse" in str(error), error
        else:
            raise AssertionError(statement)


async def marks_are(order_id: int, *marks: str) -> None:
    await db.execute("UPDATE order_work SET attention = $2 WHERE order_id = $1", order_id, list(marks))


async def test_an_unpaid_order_is_nobodys_to_amend(shop: Shop, now: datetime) -> None:
    lead = await shop.hire("赵主管", role="lead")
    order_id = await an_order(shop, now, standing="unpaid")
    await db.execute("DELETE FROM order_work WHERE order_id = $1", order_id)
    attempt = amend(await lead.viewer(), order_id, "address", "文三路 9 号", now, **said())
    assert await refused(attempt) == ("order-not-worked", 409)
