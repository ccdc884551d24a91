"""R-ORD-2: warned at five minutes left, missed at none; once each, whoever sweeps and whatever is killed."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import pytest

from backend.company.queries import rules_of
from backend.infra import db
from backend.orders import deadlines
from backend.orders.deadlines import call_again, keep_hours, miss_due, warn_due
from backend.orders.holding import claim, done_with, hand_to, return_orders_of
from backend.orders.reaching import record_call
from backend.rules.orders import countdown
from tests.orders.test_claiming import at_work
from tests.support.orders import an_order, events_of, order_rules
from tests.support.shop import Shop

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


async def messages(kind: str, order_id: int) -> int:
    return await db.fetchval(
        "SELECT count(*) FROM message WHERE kind = $1 AND subject = $2", kind, f"order:{order_id}"
    )


async def test_warned_once_and_missed_once_by_two_workers(shop: Shop, now: datetime) -> None:
    """Four workers sweep at once at each moment around the boundaries."""
    lin = await at_work(shop, "林小满", now)
    lead = await at_work(shop, "店长", now, role="lead")
    order_id = await an_order(shop, now)
    await claim(await lin.viewer(), order_id, now)
    for after in (4 * MINUTE, 5 * MINUTE - SECOND):
        await asyncio.gather(*(warn_due(now + after) for _ in range(4)))
    assert await events_of(order_id, "warned") == []
    await asyncio.gather(*(warn_due(now + 5 * MINUTE) for _ in range(4)))
    await asyncio.gather(*(miss_due(now + 10 * MINUTE - SECOND) for _ in range(4)))
    assert len(await events_of(order_id, "warned")) == 1 and await events_of(order_id, "missed") == []
    assert await messages("order.warning", order_id) == 1
    await asyncio.gather(*(miss_due(now + 10 * MINUTE) for _ in range(4)))
    (missed,) = await events_of(order_id, "missed")
    assert missed["details"]["person"] == lin.person_id
    told = await db.fetch("SELECT person_id, state FROM message WHERE subject = $1", f"order:{order_id}")
    assert {(row["person_id"], row["state"]) for row in told} == {
        (lin.person_id, "withdrawn"), (lead.person_id, "open")
    }  # fmt: skip


async def test_a_worker_that_is_killed_in_between_loses_nothing(
    shop: Shop, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It has locked and marked the order, and dies before it has told anybody: the next one does all of it."""
    lin = await at_work(shop, "林小满", now)
    await at_work(shop, "店长", now, role="lead")
    order_id = await an_order(shop, now)
    await claim(await lin.viewer(), order_id, now)

    async def die(*_: object, **__: object) -> None:
        raise asyncio.CancelledError

    with monkeypatch.context() as broken:
        broken.setattr(deadlines, "tell", die)
        with pytest.raises(asyncio.CancelledError):
            await miss_due(now + 10 * MINUTE)
    assert await events_of(order_id, "missed") == []
    await miss_due(now + 11 * MINUTE)
    assert len(await events_of(order_id, "missed")) == 1 and await messages("order.missed", order_id) == 1


async def test_after_an_outage_of_half_an_hour(shop: Shop, now: datetime) -> None:
    """Nobody swept: what is late is recorded as missed, and nobody is warned of what has passed."""
    orders = [await an_order(shop, now) for _ in range(3)]
    await warn_due(now + 30 * MINUTE)
    await miss_due(now + 30 * MINUTE)
    for order_id in orders:
        assert [event["kind"] for event in await events_of(order_id)] == ["missed"]


async def test_reached_in_time(shop: Shop, now: datetime) -> None:
    """At nine minutes and fifty-nine seconds: reached, and nothing follows any more."""
    lin = await at_work(shop, "林小满", now)
    order_id = await an_order(shop, now)
    await claim(await lin.viewer(), order_id, now)
    await warn_due(now + 5 * MINUTE)
    await record_call(await lin.viewer(), order_id, "reached", now + 10 * MINUTE - SECOND)
    await miss_due(now + 20 * MINUTE)
    kinds = [event["kind"] for event in await events_of(order_id)]
    assert kinds == ["claimed", "warned", "called", "reached"]
    assert (await events_of(order_id, "reached"))[0]["details"]["seconds"] == 599
    warning = "SELECT state FROM message WHERE kind = 'order.warning' AND subject = $1"
    assert await db.fetchval(warning, f"order:{order_id}") == "withdrawn"


async def test_reached_too_late_is_missed_before_any_sweep(shop: Shop, now: datetime) -> None:
    """Exactly at ten minutes it is too late, also when no worker has come by yet."""
    lin = await at_work(shop, "林小满", now)
    order_id = await an_order(shop, now)
    await claim(await lin.viewer(), order_id, now)
    await record_call(await lin.viewer(), order_id, "reached", now + 10 * MINUTE)
    assert [event["kind"] for event in await events_of(order_id)] == [
        "claimed",
        "called",
        "missed",
        "reached",
    ]
    await miss_due(now + 11 * MINUTE)
    assert len(await events_of(order_id, "missed")) == 1


async def test_outside_service_hours_only_where_the_department_says_so(shop: Shop, now: datetime) -> None:
    """An order at 20:55: the clock stands still from 21:00 and runs out at 08:35 the next day."""
    evening = shop.clock("2026-11-02", "20:55")
    plain = await an_order(shop, evening)
    await keep_hours(evening + 6 * MINUTE)
    assert await events_of(plain, "clock-stopped") == []
    await order_rules(shop, service_hours_only=True)
    rules = (await rules_of(shop.department_id)).orders
    course = countdown(evening, 10, 5, (rules.opens, rules.closes), shop.zone)
    assert course.due_at == shop.clock("2026-11-03", "08:35")
    order_id = await an_order(shop, evening, course=course)
    await keep_hours(evening + 4 * MINUTE)
    assert await events_of(order_id, "clock-stopped") == []
    await asyncio.gather(*(keep_hours(evening + 6 * MINUTE) for _ in range(3)))
    assert len(await events_of(order_id, "clock-stopped")) == 1
    await miss_due(evening + 11 * MINUTE)
    assert await events_of(order_id, "missed") == []
    await asyncio.gather(*(keep_hours(shop.clock("2026-11-03", "08:30")) for _ in range(3)))
    assert len(await events_of(order_id, "clock-resumed")) == 1
    await miss_due(shop.clock("2026-11-03", "08:35"))
    assert len(await events_of(order_id, "missed")) == 1


async def states(kind: str, order_id: int) -> list[str]:
    """Of the messages of a kind about an order, in the order in which they were written."""
    rows = await db.fetch(
        "SELECT state FROM message WHERE kind = $1 AND (subject = $2 OR subject LIKE $2 || ':%') ORDER BY id",
        kind,
        f"order:{order_id}",
    )
    return [row["state"] for row in rows]


async def test_the_escalation_is_over_when_the_customer_is_reached(shop: Shop, now: datetime) -> None:
    """Both leads are asked at ten minutes; at twelve Lin has the customer on the phone, and nobody is asked now."""
    lin = await at_work(shop, "林小满", now)
    for name in ("店长", "副店长"):
        await at_work(shop, name, now, role="lead")
    order_id = await an_order(shop, now)
    await claim(await lin.viewer(), order_id, now)
    await miss_due(now + 10 * MINUTE)
    assert await states("order.missed", order_id) == ["open", "open"]
    await record_call(await lin.viewer(), order_id, "no-answer", now + 11 * MINUTE)
    assert await states("order.missed", order_id) == ["open", "open"]
    await record_call(await lin.viewer(), order_id, "reached", now + 12 * MINUTE)
    assert await states("order.missed", order_id) == ["withdrawn", "withdrawn"]


async def test_the_escalation_is_over_when_the_order_is_done(shop: Shop, now: datetime) -> None:
    """Closed at the platform after it was missed: there is nobody to call."""
    await at_work(shop, "店长", now, role="lead")
    order_id = await an_order(shop, now)
    await miss_due(now + 10 * MINUTE)
    assert await states("order.missed", order_id) == ["open"]
    await done_with(shop.department_id, order_id, now + 11 * MINUTE)
    assert await states("order.missed", order_id) == ["withdrawn"]


async def test_who_has_it_no_more_is_not_asked_any_more(shop: Shop, now: datetime) -> None:
    """Handed to Lin and then to Chen; warned, and gone for a break: each hears only of what is theirs."""
    lin, chen = await at_work(shop, "林小满", now), await at_work(shop, "陈默", now)
    lead = await at_work(shop, "店长", now, role="lead")
    order_id = await an_order(shop, now)
    await hand_to(await lead.viewer(), order_id, lin.person_id, now)
    assert await states("order.handed", order_id) == ["open"]
    await hand_to(await lead.viewer(), order_id, chen.person_id, now + MINUTE)
    assert await states("order.handed", order_id) == ["withdrawn", "open"]
    await warn_due(now + 5 * MINUTE)
    assert await states("order.warning", order_id) == ["open"]
    await return_orders_of(shop.department_id, chen.person_id, now + 6 * MINUTE, "break")
    assert await states("order.warning", order_id) == ["withdrawn"]
    assert await states("order.handed", order_id) == ["withdrawn", "withdrawn"]


async def test_a_reminder_to_call_is_over_once_somebody_has_called(shop: Shop, now: datetime) -> None:
    lin = await at_work(shop, "林小满", now)
    viewer, order_id = await lin.viewer(), await an_order(shop, now)
    await claim(viewer, order_id, now)
    then, later = now + timedelta(hours=1), now + timedelta(hours=2)
    await record_call(viewer, order_id, "later", now + MINUTE, call_at=then)
    await call_again(then)
    assert await states("order.call-due", order_id) == ["open"]
    await record_call(viewer, order_id, "later", then + MINUTE, call_at=later)
    assert await states("order.call-due", order_id) == ["withdrawn"]
    await call_again(later)
    assert await states("order.call-due", order_id) == ["withdrawn", "open"]
    await record_call(viewer, order_id, "reached", later + MINUTE)
    assert await states("order.call-due", order_id) == ["withdrawn", "withdrawn"]
