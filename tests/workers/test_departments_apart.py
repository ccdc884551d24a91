"""A department whose rules nobody can read is in trouble alone: everybody else's clocks go on."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date, datetime, timedelta

import pytest

from backend.attendance.verdicts import judge_days
from backend.infra import db
from backend.orders import deadlines
from backend.orders.deadlines import miss_due
from backend.orders.sweeping import look_after_queue
from backend.people.presence import heard, write_heard
from backend.rules.presets import PresetError
from tests.orders.test_claiming import at_work
from tests.support.orders import an_order, events_of, holders
from tests.support.shop import Shop, found_department

MINUTE = timedelta(minutes=1)


@pytest.fixture
async def unreadable(database: str) -> AsyncIterator[Shop]:
    """Founded before the department of the story, so that its turn comes first; readable again afterwards."""
    shop = await found_department(name="坏规则部")
    rules = await db.fetchval("SELECT rules FROM department WHERE id = $1", shop.department_id)
    yield shop
    await _write_rules(shop, rules)


async def _write_rules(shop: Shop, rules: object) -> None:
    change = "UPDATE department SET rules = $2, rules_version = rules_version + 1 WHERE id = $1"
    await db.execute(change, shop.department_id, rules)


async def test_the_queue_of_the_others_goes_on(unreadable: Shop, shop: Shop, now: datetime) -> None:
    """R-ORD-2, R-ORD-4: in one sweep an order is handed to Lin, and another one is missed."""
    await an_order(unreadable, now)
    await _write_rules(unreadable, {"orders": "?"})
    lin = await at_work(shop, "林小满", now)
    heard(shop.department_id, lin.person_id, now + MINUTE)
    await write_heard(now + MINUTE)
    waiting, late = await an_order(shop, now), await an_order(shop, now - 10 * MINUTE)
    with pytest.raises(ExceptionGroup) as raised:
        await look_after_queue(now + MINUTE)
    assert raised.group_contains(PresetError)
    assert await holders(waiting) == [lin.person_id]
    assert [event["kind"] for event in await events_of(late, "missed")] == ["missed"]


async def test_the_days_of_the_others_are_judged(unreadable: Shop, shop: Shop) -> None:
    """R-ATT-2: He was away on Monday, and it is written down that night."""
    await _write_rules(unreadable, {"attendance": "?"})
    he = await shop.hire("何静")
    await shop.shift(he, "2026-11-02", ("08:30", "16:00"))
    with pytest.raises(ExceptionGroup, match="judging"):
        await judge_days(shop.clock("2026-11-03", "00:05"))
    status = "SELECT status FROM day_verdict WHERE person_id = $1 AND day = $2"
    assert await db.fetchval(status, he.person_id, date(2026, 11, 2)) == "absent"


async def test_an_order_that_cannot_be_told_keeps_no_other_from_being(
    shop: Shop, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first of three fails: the other two are missed now, and the first one with the next sweep."""
    first, *others = [await an_order(shop, now) for _ in range(3)]
    tell = deadlines.tell

    async def fail_for_the_first(
        kind: str, department_id: int, subject: str, *said: object, **more: object
    ) -> None:
        if subject == f"order:{first}":
            raise LookupError(subject)
        await tell(kind, department_id, subject, *said, **more)  # type: ignore[arg-type]  # passed on as it came

    with monkeypatch.context() as broken:
        broken.setattr(deadlines, "tell", fail_for_the_first)
        with pytest.raises(ExceptionGroup, match="orders that are due"):
            await miss_due(now + 10 * MINUTE)
    assert [len(await events_of(order_id, "missed")) for order_id in (first, *others)] == [0, 1, 1]
    await miss_due(now + 11 * MINUTE)
    assert len(await events_of(first, "missed")) == 1


async def test_everything_that_is_due_is_found_by_one_sweep(
    shop: Shop, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After an outage on the busiest day more is late than one batch holds."""
    monkeypatch.setattr(deadlines, "BATCH", 3)
    orders = [await an_order(shop, now) for _ in range(8)]
    await miss_due(now + 10 * MINUTE)
    assert [len(await events_of(order_id, "missed")) for order_id in orders] == [1] * 8
