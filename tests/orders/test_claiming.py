"""R-ORD-4: one order, one person, whatever happens at the same moment."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from backend.infra import db
from backend.infra.refusal import Refusal
from backend.orders.holding import claim, give_back, hand_to
from tests.support.attendance import tap
from tests.support.orders import an_order, events_of, holders
from tests.support.shop import Colleague, Shop


async def at_work(shop: Shop, name: str, at: datetime, role: str = "staff") -> Colleague:
    """Somebody who has come in a quarter of an hour ago."""
    person = await shop.hire(name, role=role)
    await shop.shift(person, "2026-11-02", ("08:00", "18:00"))
    await tap(person, "in", at - timedelta(minutes=15))
    return person


async def test_fifty_taps_at_once_and_one_has_it(shop: Shop, now: datetime) -> None:
    """Five people, ten taps each: one hold, one event, and the others hear who it is."""
    agents = [await at_work(shop, name, now) for name in ("林小满", "陈默", "王二", "赵云", "何燕")]
    viewers = [await agent.viewer() for agent in agents]
    order_id = await an_order(shop, now)
    outcomes = await asyncio.gather(
        *(claim(viewer, order_id, now, uuid4()) for viewer in viewers for _ in range(10)),
        return_exceptions=True,
    )
    (holder,) = await holders(order_id)
    winner = next(agent for agent in agents if agent.person_id == holder)
    refused = [outcome for outcome in outcomes if isinstance(outcome, Refusal)]
    assert len(refused) == 40 and outcomes.count(None) == 10
    assert {(each.code, each.status, each.values["name"]) for each in refused} == {
        ("orders-taken-already", 409, winner.name)
    }
    assert len(await events_of(order_id, "claimed")) == 1


async def test_twenty_people_and_twenty_orders(shop: Shop, now: datetime) -> None:
    """Everybody wants every order: each ends in exactly one hand, and the book has one line for each."""
    agents = [await at_work(shop, f"同事{number}", now) for number in range(20)]
    viewers = [await agent.viewer() for agent in agents]
    orders = [await an_order(shop, now) for _ in range(20)]
    pairs = [(viewer, order_id) for number in range(20) for viewer, order_id in zip(
        viewers, orders[number:] + orders[:number], strict=True
    )]  # fmt: skip
    outcomes = await asyncio.gather(*(claim(*pair, now) for pair in pairs), return_exceptions=True)
    assert outcomes.count(None) == 20
    assert None not in await holders(*orders)
    claimed = await db.fetch(
        "SELECT order_id, count(*) FROM order_event WHERE department_id = $1 AND kind = 'claimed' GROUP BY 1",
        shop.department_id,
    )
    assert [row["count"] for row in claimed] == [1] * 20


async def test_the_same_tap_takes_an_order_once(shop: Shop, now: datetime) -> None:
    """A tap that the network repeats does not take back what was given back meanwhile."""
    lin = await at_work(shop, "林小满", now)
    viewer, order_id, key = await lin.viewer(), await an_order(shop, now), uuid4()
    await claim(viewer, order_id, now, key)
    await claim(viewer, order_id, now, key)
    assert len(await events_of(order_id, "claimed")) == 1
    await give_back(viewer, order_id, now)
    with pytest.raises(Refusal, match="orders-given-back-since"):
        await claim(viewer, order_id, now, key)
    await claim(viewer, order_id, now, uuid4())
    assert await holders(order_id) == [lin.person_id]


async def test_only_who_is_there_takes_an_order(shop: Shop, now: datetime) -> None:
    """Not before clocking in, not on a break, not after going home."""
    lin = await shop.hire("林小满")
    await shop.shift(lin, "2026-11-02", ("08:00", "18:00"))
    viewer, order_id = await lin.viewer(), await an_order(shop, now)
    with pytest.raises(Refusal, match="orders-not-here"):
        await claim(viewer, order_id, now)
    await tap(lin, "in", now)
    await tap(lin, "break_out", now + timedelta(minutes=1))
    with pytest.raises(Refusal, match="orders-on-break"):
        await claim(viewer, order_id, now + timedelta(minutes=2))
    await tap(lin, "break_in", now + timedelta(minutes=3))
    await claim(viewer, order_id, now + timedelta(minutes=4))
    assert await holders(order_id) == [lin.person_id]


async def test_without_the_permission_nobody_takes_one(shop: Shop, now: datetime) -> None:
    it = await at_work(shop, "小吴", now, role="it")
    with pytest.raises(Refusal, match="shell-error-forbidden"):
        await claim(await it.viewer(), await an_order(shop, now), now)


async def test_an_order_of_another_department_does_not_exist(shop: Shop, now: datetime, a_department) -> None:
    lin = await at_work(shop, "林小满", now)
    foreign = await an_order(await a_department("three-shift"), now)
    with pytest.raises(Refusal) as refused:
        await claim(await lin.viewer(), foreign, now)
    assert refused.value.status == 404


async def test_a_lead_hands_an_order_to_somebody_else(shop: Shop, now: datetime) -> None:
    """Who is given it is told; who may not decide about others may hand on their own only."""
    lin, chen = await at_work(shop, "林小满", now), await at_work(shop, "陈默", now)
    lead = await shop.hire("店长", role="lead")
    order_id = await an_order(shop, now)
    await claim(await lin.viewer(), order_id, now)
    with pytest.raises(Refusal, match="orders-not-yours"):
        await hand_to(await chen.viewer(), order_id, chen.person_id, now)
    await hand_to(await lead.viewer(), order_id, chen.person_id, now)
    assert await holders(order_id) == [chen.person_id]
    told = await db.fetch(
        "SELECT kind, args FROM message WHERE person_id = $1 AND kind = 'order.handed'", chen.person_id
    )
    assert len(told) == 1 and "phone" not in told[0]["args"]
    with pytest.raises(Refusal, match="orders-they-are-away"):
        await hand_to(await lead.viewer(), order_id, lead.person_id, now)


async def test_giving_back_is_for_the_holder(shop: Shop, now: datetime) -> None:
    lin, chen = await at_work(shop, "林小满", now), await at_work(shop, "陈默", now)
    order_id = await an_order(shop, now)
    await claim(await lin.viewer(), order_id, now)
    with pytest.raises(Refusal, match="orders-taken-already"):
        await give_back(await chen.viewer(), order_id, now)
    await give_back(await lin.viewer(), order_id, now)
    assert await holders(order_id) == [None]
    (event,) = await events_of(order_id, "returned")
    assert event["details"]["why"] == "given-back"
