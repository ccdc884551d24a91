"""What came of a call, recorded once, with its own time."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from backend.infra import db
from backend.infra.refusal import Refusal
from backend.orders.deadlines import call_again, miss_due
from backend.orders.holding import claim, done_with, return_orders_of
from backend.orders.reaching import record_call
from backend.orders.waiting import load_of, queue_of, waiting_order
from tests.orders.test_claiming import at_work
from tests.support.orders import an_order, events_of
from tests.support.shop import Shop

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


async def test_an_outcome_is_recorded_once(shop: Shop, now: datetime) -> None:
    """The same tap ten times at once: one call, one try."""
    lin = await at_work(shop, "林小满", now)
    viewer, order_id, key = await lin.viewer(), await an_order(shop, now), uuid4()
    await claim(viewer, order_id, now)
    await asyncio.gather(
        *(record_call(viewer, order_id, "no-answer", now + MINUTE, request_key=key) for _ in range(10))
    )
    assert len(await events_of(order_id, "called")) == 1
    assert await db.fetchval("SELECT tries FROM order_work WHERE order_id = $1", order_id) == 1


async def test_an_outcome_out_of_a_basement(shop: Shop, now: datetime) -> None:
    """Said at nine minutes, delivered at thirteen, when the order was gone to somebody else: it counts at nine."""
    lin, chen = await at_work(shop, "林小满", now), await at_work(shop, "陈默", now)
    order_id = await an_order(shop, now)
    await claim(await lin.viewer(), order_id, now)
    made, sent = now + 9 * MINUTE, now + 13 * MINUTE
    await miss_due(now + 10 * MINUTE)
    await return_orders_of(shop.department_id, lin.person_id, now + 11 * MINUTE, "silent")
    await claim(await chen.viewer(), order_id, now + 12 * MINUTE)
    await record_call(
        await lin.viewer(), order_id, "reached", sent, request_key=uuid4(), made_at=made, sent_at=sent
    )
    row = await db.fetchrow("SELECT reached_at, missed_at FROM order_work WHERE order_id = $1", order_id)
    assert row is not None and row["reached_at"] == made and row["missed_at"] == now + 10 * MINUTE
    (called,) = await events_of(order_id, "called")
    assert called["at"] == made and called["details"]["offline"] is True


async def test_a_phone_whose_clock_is_wrong_counts_when_it_arrives(shop: Shop, now: datetime) -> None:
    """Its clock is an hour behind: what it says of nine minutes ago is not believed."""
    lin = await at_work(shop, "林小满", now)
    order_id = await an_order(shop, now)
    await claim(await lin.viewer(), order_id, now)
    wrong = timedelta(hours=1)
    await record_call(
        await lin.viewer(), order_id, "reached", now + 12 * MINUTE, made_at=now + 3 * MINUTE - wrong,
        sent_at=now + 12 * MINUTE - wrong,
    )  # fmt: skip
    assert len(await events_of(order_id, "missed")) == 1


async def test_only_who_holds_it_says_what_came_of_it(shop: Shop, now: datetime) -> None:
    lin, chen = await at_work(shop, "林小满", now), await at_work(shop, "陈默", now)
    order_id = await an_order(shop, now)
    with pytest.raises(Refusal, match="orders-take-first"):
        await record_call(await lin.viewer(), order_id, "reached", now)
    await claim(await chen.viewer(), order_id, now)
    with pytest.raises(Refusal, match="orders-taken-already"):
        await record_call(await lin.viewer(), order_id, "reached", now + SECOND)


async def test_a_call_that_was_agreed_on_comes_back(shop: Shop, now: datetime) -> None:
    """In two hours: until then it rests, then Lin is told once, whoever sweeps."""
    lin = await at_work(shop, "林小满", now)
    viewer, order_id = await lin.viewer(), await an_order(shop, now)
    await claim(viewer, order_id, now)
    with pytest.raises(Refusal, match="orders-call-when"):
        await record_call(viewer, order_id, "later", now + MINUTE, call_at=now)
    then = now + timedelta(hours=2)
    await record_call(viewer, order_id, "later", now + MINUTE, call_at=then)
    await call_again(then - SECOND)
    assert await events_of(order_id, "call-due") == []
    await asyncio.gather(*(call_again(then) for _ in range(3)))
    assert len(await events_of(order_id, "call-due")) == 1
    told = "SELECT count(*) FROM message WHERE kind = 'order.call-due' AND person_id = $1"
    assert await db.fetchval(told, lin.person_id) == 1


async def test_what_is_said_of_an_order_that_is_done_is_kept(shop: Shop, now: datetime) -> None:
    """Somebody has finished it meanwhile: the call still happened, and its line is there."""
    lin = await at_work(shop, "林小满", now)
    order_id = await an_order(shop, now)
    await claim(await lin.viewer(), order_id, now)
    await done_with(shop.department_id, order_id, now + 2 * MINUTE)
    sent = now + 5 * MINUTE
    await record_call(
        await lin.viewer(), order_id, "no-answer", sent, made_at=now + MINUTE, sent_at=sent, request_key=uuid4()
    )  # fmt: skip
    assert [event["kind"] for event in await events_of(order_id)] == ["claimed", "called"]


async def test_nobody_has_called_before_the_order_was_theirs(shop: Shop, now: datetime) -> None:
    """Taken at eleven minutes; the phone says that the customer was reached at nine. It counts from eleven: missed."""
    lin = await at_work(shop, "林小满", now)
    order_id = await an_order(shop, now)
    await claim(await lin.viewer(), order_id, now + 11 * MINUTE)
    sent = now + 12 * MINUTE
    await record_call(await lin.viewer(), order_id, "reached", sent, made_at=now + 9 * MINUTE, sent_at=sent)
    (reached,) = await events_of(order_id, "reached")
    assert reached["at"] == now + 11 * MINUTE and len(await events_of(order_id, "missed")) == 1


async def test_whom_it_is_time_to_call_stands_in_front(shop: Shop, now: datetime) -> None:
    """Agreed for in half an hour: behind a fresh order until then, in front of one from then on, also on Today."""
    lin = await at_work(shop, "林小满", now)
    viewer, agreed = await lin.viewer(), await an_order(shop, now)
    await claim(viewer, agreed, now)
    then = now + 30 * MINUTE
    await record_call(viewer, agreed, "later", now + MINUTE, call_at=then)
    fresh = await an_order(shop, then - MINUTE)
    await claim(viewer, fresh, then - MINUTE)

    async def mine(at: datetime) -> list[int]:
        return [row.order_id for row in (await queue_of(shop.department_id, lin.person_id, at)).mine]

    assert await mine(then - SECOND) == [fresh, agreed] and await mine(then) == [agreed, fresh]
    first, _ = (await load_of(shop.department_id, then)).of(lin.person_id, then)
    assert [row.order_id for row in first] == [agreed, fresh]
    row = await waiting_order(shop.department_id, agreed, then)
    assert row is not None and row.rank(then) < row.rank(then - SECOND)
