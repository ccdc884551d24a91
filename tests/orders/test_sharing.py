"""Orders find somebody by themselves, and come back from who has gone."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import pytest

from backend.company.queries import rules_of
from backend.infra import db
from backend.infra.refusal import Refusal
from backend.orders import sharing, sweeping
from backend.orders.holding import claim, give_back
from backend.orders.next_one import claim_next
from backend.orders.problems import open_problem
from backend.orders.reaching import dial, record_call
from backend.orders.sweeping import look_after_queue
from backend.people.presence import heard, write_heard
from tests.e2e.pages import on_shift
from tests.orders.test_claiming import at_work
from tests.support.attendance import tap
from tests.support.orders import an_order, events_of, holders, order_rules
from tests.support.shop import Colleague, Shop

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


@pytest.fixture(autouse=True)
async def nobody_has_listened_yet(database: str) -> None:
    """Every story has a clock of its own."""
    await db.execute("DELETE FROM presence_watch")


async def hears(at: datetime, *people: Colleague) -> None:
    """Their phones have just said something; some web process has been listening for a good while."""
    for person in people:
        heard(person.shop.department_id, person.person_id, at)
    await write_heard(at)


async def sweep(at: datetime) -> None:
    """Two workers at the same moment, as ever."""
    await asyncio.gather(look_after_queue(at), look_after_queue(at))


async def test_what_nobody_takes_goes_to_who_holds_the_fewest(shop: Shop, now: datetime) -> None:
    """Not before its time; then to Chen, who has none, and the next to Lin, who has one."""
    lin, chen = await at_work(shop, "林小满", now), await at_work(shop, "陈默", now)
    mine = await an_order(shop, now)
    await claim(await lin.viewer(), mine, now)
    orders = [await an_order(shop, now) for _ in range(3)]
    await hears(now, lin, chen)
    await sweep(now + 59 * SECOND)
    assert await holders(*orders) == [None] * 3
    await sweep(now + 60 * SECOND)
    held = await holders(*orders)
    assert held.count(chen.person_id) == 2 and held.count(lin.person_id) == 1
    assert [len(await events_of(order_id, "handed")) for order_id in orders] == [1, 1, 1]
    told = await db.fetchval(
        "SELECT count(*) FROM message WHERE kind = 'order.handed' AND person_id = $1", chen.person_id
    )
    assert told == 2


async def test_nobody_is_given_more_than_they_can_hold(shop: Shop, now: datetime) -> None:
    await order_rules(shop, most_held=2)
    lin = await at_work(shop, "林小满", now)
    orders = [await an_order(shop, now) for _ in range(5)]
    await hears(now, lin)
    await sweep(now + 70 * SECOND)
    assert (await holders(*orders)).count(lin.person_id) == 2


async def test_who_is_away_or_silent_is_given_nothing(shop: Shop, now: datetime) -> None:
    """Wang has not come, Zhao is on a break, He's phone has been silent, Wu has nothing to do with orders."""
    wang = await shop.hire("王二")
    await shop.shift(wang, "2026-11-02", ("08:00", "18:00"))
    zhao, he, wu = [await at_work(shop, *each, role) for each, role in (
        (("赵云", now), "staff"), (("何燕", now), "staff"), (("小吴", now), "it")
    )]  # fmt: skip
    await tap(zhao, "break_out", now - MINUTE)
    await hears(now - 3 * MINUTE, he)
    order_id = await an_order(shop, now)
    await hears(now, wang, zhao, wu)
    await sweep(now + 61 * SECOND)
    assert await holders(order_id) == [None]


async def test_an_order_given_back_goes_to_somebody_else(shop: Shop, now: datetime) -> None:
    """Lin has none any more and would be next; but it is Lin who gave it back."""
    lin, chen = await at_work(shop, "林小满", now), await at_work(shop, "陈默", now)
    await hears(now, lin, chen)
    busy, order_id = await an_order(shop, now), await an_order(shop, now)
    await claim(await chen.viewer(), busy, now)
    await claim(await lin.viewer(), order_id, now)
    await give_back(await lin.viewer(), order_id, now + SECOND, "要去仓库")
    await sweep(now + 30 * SECOND)
    assert await holders(order_id) == [None]
    await sweep(now + 62 * SECOND)
    assert await holders(order_id) == [chen.person_id]


async def test_who_clocks_out_leaves_nothing_lying(shop: Shop, now: datetime) -> None:
    """Lin goes home with two orders in hand: both are with Chen at the next sweep."""
    lin, chen = await at_work(shop, "林小满", now), await at_work(shop, "陈默", now)
    orders = [await an_order(shop, now) for _ in range(2)]
    for order_id in orders:
        await claim(await lin.viewer(), order_id, now)
    await hears(now, lin, chen)
    await tap(lin, "out", now + SECOND)
    await sweep(now + 2 * SECOND)
    assert await holders(*orders) == [chen.person_id] * 2
    for order_id in orders:
        (returned,) = await events_of(order_id, "returned")
        assert returned["details"] == {"why": "clocked-out", "person": lin.person_id}


async def test_who_clocks_out_is_not_waited_for(shop: Shop, drain: Callable[[], Awaitable[int]]) -> None:
    """No sweep has come by: Lin's own tap brings the orders to Chen, whose page has just been open."""
    now = datetime.now(UTC)
    lin, chen = [await shop.hire(name) for name in ("林小满", "陈默")]
    for each in (lin, chen):
        await on_shift(each, now - 2 * MINUTE)
        await tap(each, "in", now - MINUTE)
    await hears(now, lin, chen)
    orders = [await an_order(shop, now) for _ in range(2)]
    for order_id in orders:
        await claim(await lin.viewer(), order_id, now)
    await drain()
    assert await holders(*orders) == [lin.person_id] * 2
    await tap(lin, "out", datetime.now(UTC))
    await drain()
    assert await holders(*orders) == [chen.person_id] * 2
    for order_id in orders:
        assert [row["kind"] for row in await events_of(order_id)] == ["claimed", "returned", "handed"]


async def test_a_break_is_no_time_for_orders(shop: Shop, now: datetime) -> None:
    lin = await at_work(shop, "林小满", now)
    order_id = await an_order(shop, now)
    await claim(await lin.viewer(), order_id, now)
    await hears(now, lin)
    await tap(lin, "break_out", now + SECOND)
    await sweep(now + 2 * SECOND)
    assert await holders(order_id) == [None]
    (returned,) = await events_of(order_id, "returned")
    assert returned["details"]["why"] == "break"


async def test_a_phone_that_has_gone_silent(shop: Shop, now: datetime) -> None:
    """Two minutes without a word, while others are heard: the orders go to who is heard."""
    lin, chen = await at_work(shop, "林小满", now), await at_work(shop, "陈默", now)
    order_id = await an_order(shop, now)
    await hears(now - MINUTE, lin, chen)
    await claim(await lin.viewer(), order_id, now)
    for later in range(0, 140, 20):
        await hears(now + later * SECOND, chen)
    await sweep(now + 119 * SECOND)
    assert await holders(order_id) == [lin.person_id]
    await sweep(now + 121 * SECOND)
    assert await holders(order_id) == [chen.person_id]
    (returned,) = await events_of(order_id, "returned")
    assert returned["details"]["why"] == "silent"


async def test_silence_while_nobody_listens_is_none(shop: Shop, now: datetime) -> None:
    """The web processes were down for ten minutes: when they are back, nobody loses an order for that."""
    lin = await at_work(shop, "林小满", now)
    order_id = await an_order(shop, now)
    await claim(await lin.viewer(), order_id, now)
    await hears(now, lin)
    await sweep(now + 10 * MINUTE)
    assert await holders(order_id) == [lin.person_id]
    back = now + 10 * MINUTE
    for later in range(0, 130, 20):
        await hears(back + later * SECOND)
    await sweep(back + 100 * SECOND)
    assert await holders(order_id) == [lin.person_id]
    await sweep(back + 125 * SECOND)
    assert await holders(order_id) == [None]


async def test_who_talks_to_a_customer_is_not_silent(shop: Shop, now: datetime) -> None:
    """Lin has dialled; the phone at the ear says nothing for five minutes."""
    lin = await at_work(shop, "林小满", now)
    order_id = await an_order(shop, now)
    await claim(await lin.viewer(), order_id, now)
    await dial(await lin.viewer(), order_id, now + MINUTE)
    for later in range(0, 20 * 60, 20):
        await hears(now + later * SECOND)
    await sweep(now + 6 * MINUTE)
    assert await holders(order_id) == [lin.person_id]
    await sweep(now + 19 * MINUTE)
    assert await holders(order_id) == [None]


async def test_who_has_said_what_came_of_it_is_silent_again(shop: Shop, now: datetime) -> None:
    """Lin has hung up and said so; then the phone dies. Not a quarter of an hour later: two minutes."""
    lin, chen = await at_work(shop, "林小满", now), await at_work(shop, "陈默", now)
    first, second = await an_order(shop, now), await an_order(shop, now)
    for order_id in (first, second):
        await claim(await lin.viewer(), order_id, now)
    await dial(await lin.viewer(), first, now + MINUTE)
    await hears(now + 2 * MINUTE, lin)
    await record_call(await lin.viewer(), first, "no-answer", now + 2 * MINUTE)
    for later in range(0, 6 * 60, 20):
        await hears(now + later * SECOND, chen)
    await sweep(now + 4 * MINUTE + SECOND)
    assert await holders(first, second) == [chen.person_id] * 2


async def test_an_outcome_of_the_call_before_ends_no_talk(shop: Shop, now: datetime) -> None:
    """What came of the first call arrives late, when Lin is talking to the second customer already."""
    lin = await at_work(shop, "林小满", now)
    first, second = await an_order(shop, now), await an_order(shop, now)
    for order_id in (first, second):
        await claim(await lin.viewer(), order_id, now)
    await dial(await lin.viewer(), second, now + 2 * MINUTE)
    sent = now + 3 * MINUTE
    await record_call(await lin.viewer(), first, "reached", sent, made_at=now + MINUTE, sent_at=sent)
    for later in range(0, 8 * 60, 20):
        await hears(now + later * SECOND)
    await sweep(now + 7 * MINUTE)
    assert await holders(second) == [lin.person_id]


async def test_a_sweep_that_began_before_takes_nothing_from_who_has_just_come(
    shop: Shop, now: datetime
) -> None:
    """A sweep of many orders asks who is there as of its own beginning; Lin has clocked in and taken one since."""
    lin = await shop.hire("林小满")
    await shop.shift(lin, "2026-11-02", ("08:00", "18:00"))
    order_id = await an_order(shop, now)
    await tap(lin, "in", now + SECOND)
    await claim(await lin.viewer(), order_id, now + 2 * SECOND)
    await sweep(now)
    assert await holders(order_id) == [lin.person_id]


async def test_who_may_not_work_on_orders_any_more_keeps_none(shop: Shop, now: datetime) -> None:
    """Lin is moved to a post without orders in the middle of the shift: whose page could not even show them now."""
    lin, chen = await at_work(shop, "林小满", now), await at_work(shop, "陈默", now)
    order_id = await an_order(shop, now)
    await hears(now, lin, chen)
    await claim(await lin.viewer(), order_id, now)
    rules = (await rules_of(shop.department_id)).permissions
    other = next(role for role, may in rules.items() if "orders.work" not in may)
    await db.execute("UPDATE person SET role = $2 WHERE id = $1", lin.person_id, other)
    await sweep(now + SECOND)
    assert await holders(order_id) == [chen.person_id]
    (returned,) = await events_of(order_id, "returned")
    assert returned["details"]["why"] == "no-right"


async def test_a_problem_keeps_no_customer_waiting_for_a_call(shop: Shop, now: datetime) -> None:
    """Lin saw a wrong address before she called, gave it to Zhao by name, and goes home: Chen calls (R-ORD-2). What was
    reached and only waits for Zhao waits for nobody else; what was the holder's own to clear up is Chen's now."""
    lin, chen = await at_work(shop, "林小满", now), await at_work(shop, "陈默", now)
    zhao = await at_work(shop, "赵云", now - MINUTE)
    by = await lin.viewer()
    unreached, waits, goes_on = orders = [await an_order(shop, now) for _ in range(3)]
    for order_id, owner_id in zip(orders, (zhao.person_id, zhao.person_id, None), strict=True):
        await claim(by, order_id, now)
        await open_problem(by, order_id, "address", "门牌号不全", now, owner_id=owner_id)
    for order_id in (waits, goes_on):
        await record_call(by, order_id, "reached", now + SECOND)
    await hears(now, lin, chen)
    await tap(lin, "out", now + 2 * SECOND)
    await sweep(now + 3 * SECOND)
    assert await holders(unreached, waits, goes_on) == [chen.person_id, None, chen.person_id]
    owners = await db.fetch("SELECT owner_id FROM order_problem WHERE order_id = ANY($1) ORDER BY id", orders)
    assert [row["owner_id"] for row in owners] == [zhao.person_id, zhao.person_id, chen.person_id]
    assert (await db.fetchval(_TOLD, chen.person_id), await db.fetchval(_TOLD, zhao.person_id)) == (1, 2)


async def test_one_tap_takes_what_was_not_reached_whatever_its_problems(shop: Shop, now: datetime) -> None:
    lin = await at_work(shop, "林小满", now)
    lead = await at_work(shop, "赵主管", now, role="lead")
    waits, unreached = [await an_order(shop, now - each * MINUTE) for each in (1, 0)]
    for order_id in (waits, unreached):
        await open_problem(await lead.viewer(), order_id, "goods", "不清楚", now, owner_id=lead.person_id)
    await db.execute("UPDATE order_work SET reached_at = $2 WHERE order_id = $1", waits, now)
    assert await claim_next(await lin.viewer(), now) == unreached
    with pytest.raises(Refusal, match="orders-none-free"):
        await claim_next(await lin.viewer(), now)


async def test_solved_problems_of_years_cost_the_sweep_nothing(shop: Shop, now: datetime) -> None:
    """What it asks about problems is answered by the open ones that follow their order alone."""
    lin, order_id = await shop.hire("林小满"), await an_order(shop, now)
    await db.execute(_SOLVED, shop.department_id, order_id, lin.person_id, now)
    await db.execute("ANALYZE order_problem")
    for statement, asked in ((sharing._WAITING, (shop.department_id, now, 10)), (sweeping._WAITING, (now,))):
        plan = "".join(row[0] for row in await db.fetch(f"EXPLAIN {statement}", *asked))
        assert "order_problem_following" in plan


_SOLVED = """
INSERT INTO order_problem (department_id, order_id, point, what, opened_by, opened_at, due_at, owner_post, closed_at)
SELECT $1, $2, 'stock', 'x', $3, $4, $4, 'holder', $4 FROM generate_series(1, 5000)
"""
_TOLD = "SELECT count(*) FROM message WHERE kind = 'order.problem' AND person_id = $1"
