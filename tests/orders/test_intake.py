"""Orders come in once, whole, and are never written over (R-ORD-1, R-ORD-2)."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from decimal import Decimal
from random import Random

import pytest

from backend.infra import db
from backend.infra.refusal import Refusal
from backend.orders.intake import Taken, take_in
from backend.orders.order import the_order
from backend.rules.orders.draft import Draft, Item
from tests.orders.drafts import AT, a_draft
from tests.support.shop import Shop


async def test_a_paid_order_has_its_ten_minutes(shop: Shop) -> None:
    taken = await take_in(shop.program, [a_draft(buyer_note="请改地址到文三路2号")], AT, source="file")
    (order_id,) = taken.new
    assert taken.work == taken.new
    order = await db.fetchrow("SELECT * FROM customer_order WHERE id = $1", order_id)
    assert order is not None
    assert (order["number"], order["receiver"], order["paid"]) == (
        "2026110200001",
        "林晓雨",
        Decimal("85.00"),
    )
    assert order["accepted_at"] == AT
    assert order["original"] == {"订单编号": "2026110200001"}
    work = await db.fetchrow("SELECT * FROM order_work WHERE order_id = $1", order_id)
    assert work is not None
    assert work["due_at"] == AT + timedelta(minutes=10)
    assert work["warn_at"] == AT + timedelta(minutes=5)
    assert work["hand_on_at"] == AT + timedelta(seconds=60)
    assert "address" in work["attention"]
    assert await _told(shop, "order.accepted") == [{"order_ids": [order_id]}]
    assert [
        row["title"] for row in await db.fetch("SELECT title FROM order_item WHERE order_id = $1", order_id)
    ] == ["丝绒口红"]
    assert await _kinds(order_id) == ["accepted"]


async def test_unpaid_shipped_and_closed_ones_wait_for_nobody(shop: Shop) -> None:
    """A month's export on the first day: what has left the shop long ago floods nobody's queue."""
    drafts = [a_draft(standing, standing=standing) for standing in ("unpaid", "shipped", "closed")]
    taken = await take_in(shop.program, drafts, AT, source="file")
    assert len(taken.new) == 3
    assert taken.work == ()
    assert (
        await db.fetchval("SELECT count(*) FROM order_work WHERE department_id = $1", shop.department_id) == 0
    )


async def test_the_same_again_adds_nothing(shop: Shop) -> None:
    drafts = [a_draft(str(number)) for number in range(20)]
    first = await take_in(shop.program, drafts, AT, source="file")
    again = await take_in(shop.program, drafts, AT + timedelta(hours=1), source="webhook")
    assert set(again.known) == set(first.new)
    assert again == Taken(known=again.known)
    assert await _count(shop) == 20


async def test_what_changed_at_the_platform_stands_beside_the_order(shop: Shop) -> None:
    (order_id,) = (await take_in(shop.program, [a_draft()], AT, source="file")).new
    moved = a_draft(address="浙江省 宁波市 海曙区 中山路8号", items=(Item("丝绒口红", 2, spec="豆沙"),))
    taken = await take_in(shop.program, [moved], AT + timedelta(hours=1), source="file")
    assert taken.changed == (order_id,)
    assert taken.work == ()
    assert await _amended(order_id) == {
        "address": ("浙江省 杭州市 西湖区 文三路1号", "浙江省 宁波市 海曙区 中山路8号"),
        "item": ("丝绒口红 / 正红 × 1", "丝绒口红 / 豆沙 × 2"),
    }
    stays = await db.fetchval("SELECT address FROM customer_order WHERE id = $1", order_id)
    assert stays == "浙江省 杭州市 西湖区 文三路1号"
    again = await take_in(shop.program, [moved], AT + timedelta(hours=2), source="file")
    assert again == Taken(known=(order_id,))
    assert await _kinds(order_id) == ["accepted", "platform"]


async def test_paid_by_now_begins_to_count_now(shop: Shop) -> None:
    (order_id,) = (
        await take_in(shop.program, [a_draft(standing="unpaid", paid=Decimal(0))], AT, source="file")
    ).new
    later = AT + timedelta(hours=3)
    taken = await take_in(shop.program, [a_draft()], later, source="webhook")
    assert taken.work == (order_id,)
    assert (await _amended(order_id))["standing"] == ("unpaid", "paid")
    due = await db.fetchval("SELECT due_at FROM order_work WHERE order_id = $1", order_id)
    assert due == later + timedelta(minutes=10)


async def test_an_older_export_undoes_nothing(shop: Shop) -> None:
    (order_id,) = (await take_in(shop.program, [a_draft()], AT, source="webhook")).new
    older = a_draft(standing="unpaid", platform_status="等待买家付款", paid=Decimal(0))
    assert await take_in(shop.program, [older], AT + timedelta(minutes=1), source="file") == Taken(
        known=(order_id,)
    )


async def test_what_the_platform_covers_later_is_no_change(shop: Shop) -> None:
    (order_id,) = (await take_in(shop.program, [a_draft()], AT, source="file")).new
    covered = a_draft(
        receiver="林**", phone="138****1234", address="浙江省 杭州市 ***", buyer_note="", total=None
    )
    assert await take_in(shop.program, [covered], AT, source="file") == Taken(known=(order_id,))


async def test_closed_at_the_platform_leaves_the_queue(shop: Shop) -> None:
    lin = await shop.hire("林晓")
    (order_id,) = (await take_in(shop.program, [a_draft()], AT, source="file")).new
    await db.execute(
        "INSERT INTO order_hold (department_id, order_id, person_id, since) VALUES ($1, $2, $3, $4)",
        shop.department_id, order_id, lin.person_id, AT,
    )  # fmt: skip
    await take_in(shop.program, [a_draft(standing="closed", platform_status="交易关闭")], AT, source="file")
    for table in ("order_work", "order_hold"):
        assert await db.fetchval(f"SELECT count(*) FROM {table} WHERE order_id = $1", order_id) == 0


async def test_goods_that_leave_take_no_order_from_its_agent(shop: Shop) -> None:
    """It stays to be confirmed, and what the platform says stands beside it."""
    (order_id,) = (await take_in(shop.program, [a_draft()], AT, source="file")).new
    left = a_draft(standing="shipped", platform_status="卖家已发货")
    taken = await take_in(shop.program, [left], AT + timedelta(minutes=5), source="file")
    assert taken.changed == (order_id,) and list(await _amended(order_id)) == ["status"]
    assert await db.fetchval("SELECT count(*) FROM order_work WHERE order_id = $1", order_id) == 1
    assert await take_in(shop.program, [left], AT + timedelta(hours=1), source="file") == Taken(
        known=(order_id,)
    )


async def test_paid_and_shipped_before_it_was_heard_of_again(shop: Shop) -> None:
    """Unpaid yesterday, on its way today: nobody needs to call, and later it is closed as any other."""
    (order_id,) = (await take_in(shop.program, [a_draft(standing="unpaid")], AT, source="file")).new
    for standing in ("shipped", "closed"):
        taken = await take_in(shop.program, [a_draft(standing=standing)], AT, source="file")
        assert taken.changed == (order_id,) and taken.work == ()
    page = await the_order(await (await shop.manager()).viewer(), order_id)
    assert page.standing == "closed"


async def test_one_number_twice_in_one_batch(shop: Shop) -> None:
    drafts = [a_draft(standing="unpaid"), a_draft(), a_draft(phone="13900000000")]
    taken = await take_in(shop.program, drafts, AT, source="api")
    assert len(taken.new) == len(taken.work) == 1
    assert (await _amended(taken.new[0]))["phone"] == ("13800001234", "13900000000")


async def test_many_bring_the_same_orders_at_the_same_moment(shop: Shop) -> None:
    """Eight deliveries of the same sixty orders, each in an order of its own, half of them with another phone."""
    numbers = [str(number) for number in range(60)]

    async def bring(seed: int) -> Taken:
        mixed = Random(seed).sample(numbers, len(numbers))
        drafts = [a_draft(number, phone=f"1390000000{seed % 2}") for number in mixed]
        return await take_in(shop.program, drafts, AT, source="webhook")

    results = await asyncio.wait_for(asyncio.gather(*(bring(seed) for seed in range(8))), 30)
    assert sorted(order_id for taken in results for order_id in taken.new) == sorted(
        {order_id for taken in results for order_id in taken.new}
    )
    assert await _count(shop) == 60
    assert (
        await db.fetchval("SELECT count(*) FROM order_work WHERE department_id = $1", shop.department_id)
        == 60
    )
    wrong = """SELECT count(*) FROM (SELECT before, lag(after) OVER (PARTITION BY order_id ORDER BY id) AS last
        FROM amendment WHERE department_id = $1) AS chain WHERE last <> before"""
    assert await db.fetchval(wrong, shop.department_id) == 0


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (a_draft(""), "number"),
        (a_draft(platform="../x"), "platform"),
        (a_draft(standing="sold"), "standing"),
        (a_draft(items=()), "title"),
        (a_draft(items=(Item("口红", 0),)), "quantity"),
        (a_draft(paid=Decimal("NaN")), "paid"),
        (a_draft(total=Decimal("1.005")), "total"),
        (a_draft(postage=Decimal(-1)), "postage"),
        (a_draft(paid_at=AT.replace(tzinfo=None)), "paid_at"),
        (a_draft(receiver="林" * 200), "receiver"),
    ],
)
async def test_what_is_not_in_order_takes_nothing_in(shop: Shop, draft: Draft, field: str) -> None:
    with pytest.raises(Refusal) as refused:
        await take_in(shop.program, [a_draft("1"), draft], AT, source="api")
    assert refused.value.field == field
    assert await _count(shop) == 0


async def test_staff_takes_nothing_in(shop: Shop) -> None:
    lin = await shop.hire("林晓")
    with pytest.raises(Refusal) as refused:
        await take_in(await lin.viewer(), [a_draft()], AT, source="hand")
    assert refused.value.status == 403


async def _count(shop: Shop) -> int:
    return await db.fetchval(
        "SELECT count(*) FROM customer_order WHERE department_id = $1", shop.department_id
    )


async def _kinds(order_id: int) -> list[str]:
    rows = await db.fetch("SELECT kind FROM order_event WHERE order_id = $1 ORDER BY id", order_id)
    return [row["kind"] for row in rows]


async def _amended(order_id: int) -> dict[str, tuple[str, str]]:
    rows = await db.fetch(
        "SELECT field, before, after FROM amendment WHERE order_id = $1 ORDER BY id", order_id
    )
    return {row["field"]: (row["before"], row["after"]) for row in rows}


async def _told(shop: Shop, event: str) -> list[dict[str, object]]:
    rows = await db.fetch(
        "SELECT payload FROM outbox WHERE department_id = $1 AND event = $2 ORDER BY id",
        shop.department_id,
        event,
    )
    return [row["payload"] for row in rows]


async def test_another_note_at_the_platform_is_marked_anew(shop: Shop) -> None:
    """Nothing to mind at first; an hour later the buyer writes where to it should go instead."""
    first = await take_in(shop.program, [a_draft(buyer_note="谢谢")], AT, source="api")
    order_id = first.new[0]
    marks = "SELECT attention FROM order_work WHERE order_id = $1"
    assert await db.fetchval(marks, order_id) == []
    changed = a_draft(buyer_note="麻烦改一下地址，寄到公司")
    await take_in(shop.program, [changed], AT + timedelta(hours=1), source="api")
    assert await db.fetchval(marks, order_id) == ["address"]
