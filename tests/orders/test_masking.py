"""A customer's data: masked for everybody, clear for who works on the order, each look recorded."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from backend.infra import db
from backend.infra.refusal import Refusal
from backend.orders.amending import amend
from backend.orders.checking import write_note
from backend.orders.holding import claim, give_back
from backend.orders.masking import customer_of, reveal
from backend.orders.problems import open_problem
from backend.orders.reaching import record_call
from tests.orders.counter import comes_in, in_hand
from tests.support.orders import an_order, events_of
from tests.support.shop import Shop, found_department

MINUTE = timedelta(minutes=1)


async def lines(order_id: int) -> int:
    return await db.fetchval(
        "SELECT count(*) FROM audit_event WHERE verb = 'order.looked' AND subject = $1", f"order:{order_id}"
    )


async def test_whoever_holds_it_sees_what_is_needed_and_is_recorded_once_per_hold(
    shop: Shop, now: datetime
) -> None:
    lin = await comes_in(shop, "林小满", now)
    order_id = await in_hand(shop, lin, now, buyer_note="周末送")
    by = await lin.viewer()
    pages = await asyncio.gather(*(customer_of(by, order_id, now) for _ in range(5)))
    assert all(page.clear and page.phone == "13812345678" and page.buyer_note == "周末送" for page in pages)
    assert len(await events_of(order_id, "looked")) == await lines(order_id) == 1
    await give_back(by, order_id, now + MINUTE)
    assert not (await customer_of(by, order_id, now + MINUTE)).clear
    await claim(by, order_id, now + 2 * MINUTE)
    assert (await customer_of(by, order_id, now + 3 * MINUTE)).clear
    assert len(await events_of(order_id, "looked")) == await lines(order_id) == 2


async def test_everybody_else_sees_it_masked_and_each_look_is_recorded(shop: Shop, now: datetime) -> None:
    lin = await comes_in(shop, "林小满", now)
    boss = await shop.manager()
    order_id = await in_hand(shop, lin, now, buyer="tb_小满", buyer_note="地址改到文三路 9 号")
    by = await boss.viewer()
    seen = await customer_of(by, order_id, now)
    assert (seen.clear, seen.receiver, seen.phone, seen.address) == (
        False,
        "林*",
        "138****5678",
        "浙江省杭州市****",
    )
    assert (seen.buyer, seen.buyer_note) == ("t*", "****")
    assert await events_of(order_id, "looked") == []
    for minute in range(3):
        shown = await reveal(by, order_id, now + minute * MINUTE)
        assert shown.clear and shown.address == "浙江省杭州市西湖区文三路 1 号"
    looked = await events_of(order_id, "looked")
    assert [(event["actor_id"], event["at"]) for event in looked] == [
        (boss.person_id, now + minute * MINUTE) for minute in range(3)
    ]
    assert await lines(order_id) == 3


async def test_what_colleagues_typed_tells_others_nothing_of_the_customer(shop: Shop, now: datetime) -> None:
    """Lin writes a number and the street into a note, a problem and a call; the boss reads it without them, in the page
    and by the API; with a recorded look the evidence is there, too."""
    lin, boss = await comes_in(shop, "林小满", now), await shop.manager()
    by, order_id = await lin.viewer(), await in_hand(shop, lin, now, receiver="林知夏")
    words = "林知夏说改打 139 0000 1111，不是 13812345678，文三路 1 号没人"
    await write_note(by, order_id, words, now)
    await open_problem(by, order_id, "address", words, now)
    await record_call(by, order_id, "no-answer", now, said=words)
    await amend(by, order_id, "phone", "13900001111", now, why="chat", evidence="截图：13900001111")
    mine, theirs = await lin.browser(), await boss.browser()
    for path in (f"/orders/{order_id}", f"/api/v1/orders/{order_id}", f"/api/v1/orders/{order_id}/events",
                 f"/api/v1/orders/{order_id}/calls"):  # fmt: skip
        clear, masked = (await mine.get(path)).text, (await theirs.get(path)).text
        assert "139 0000 1111" in clear, path
        for told in ("139 0000 1111", "13900001111", "13812345678", "文三路", "林知夏"):
            assert told not in masked, (path, told)
        assert "林*说改打 139****1111" in masked, path
    assert (await reveal(await boss.viewer(), order_id, now)).evidence == ("截图：13900001111",)


async def test_nobody_looks_into_another_department_or_without_a_right_to(shop: Shop, now: datetime) -> None:
    order_id = await an_order(shop, now)
    stranger = await (await found_department("mall-service", "隔壁")).manager()
    with pytest.raises(Refusal) as refused:
        await reveal(await stranger.viewer(), order_id, now)
    assert refused.value.status == 404
    outsider = await (await shop.hire("小工")).viewer()
    by = replace(outsider, permissions=frozenset({"attendance.punch"}))
    with pytest.raises(Refusal) as refused:
        await reveal(by, order_id, now)
    assert refused.value.status == 403
    assert await events_of(order_id, "looked") == []
