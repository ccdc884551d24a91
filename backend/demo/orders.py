"""How the demo's orders were worked: taken in, claimed, called, checked and confirmed by whoever was there; and a few
that wait at this moment."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from backend.demo.basket import an_order
from backend.orders.amending import amend
from backend.orders.checking import attend, tick
from backend.orders.confirming import confirm
from backend.orders.goods import goods_now
from backend.orders.holding import claim
from backend.orders.intake import take_in
from backend.orders.reaching import record_call
from backend.people.viewer import Program, Viewer
from backend.rota.duty import who_is_on_shift
from backend.rules.orders import attention
from backend.rules.orders.points import POINTS

EVERY = timedelta(minutes=53)
TOO_LATE = 7
"""Every so many orders the customer is reached too late."""
NO_STOCK = timedelta(hours=2)
"""What came in so long ago is out of stock, and somebody has yet to see to it."""
WAITING = (timedelta(minutes=8), timedelta(minutes=3), timedelta(minutes=1))
"""How long ago the orders came in that wait now; somebody holds the first of them."""


async def work_orders(people: Mapping[int, Viewer], by: Program, now: datetime, days: int) -> None:
    """An order in every hour of the last `days` days in which somebody is there to reach its customer in time."""
    number, moment = 0, now - timedelta(days=days)
    while moment < now - timedelta(minutes=30):
        agent = await _agent(people, by.department_id, moment, number)
        if agent is not None:
            short = now - NO_STOCK <= moment < now - NO_STOCK + EVERY
            await _worked_through(agent, await _comes_in(by, number, moment), number, moment, short=short)
            number += 1
        moment += EVERY
    await _waiting_now(people, by, number, now)


async def _waiting_now(people: Mapping[int, Viewer], by: Program, number: int, now: datetime) -> None:
    for turn, ago in enumerate(WAITING):
        order_id = await _comes_in(by, number + turn, now - ago)
        agent = await _agent(people, by.department_id, now - ago, number)
        if turn == 0 and agent is not None:
            await claim(agent, order_id, now - ago + timedelta(seconds=40))


async def _comes_in(by: Program, number: int, at: datetime) -> int:
    (order_id,) = (await take_in(by, [an_order(number, at)], at, source="demo")).new
    return order_id


async def _agent(
    people: Mapping[int, Viewer], department_id: int, at: datetime, number: int
) -> Viewer | None:
    """Whoever is present then and stays for the next half an hour, in turns."""
    then, later = (
        await who_is_on_shift(department_id, at),
        await who_is_on_shift(department_id, at + _STAYS),
    )
    there = {each.person_id for each in later.present if not each.on_break}
    able = [
        people[each.person_id]
        for each in then.present
        if not each.on_break and each.person_id in there and people[each.person_id].may("orders.work")
    ]
    return able[number % len(able)] if able else None


async def _worked_through(agent: Viewer, order_id: int, number: int, came: datetime, *, short: bool) -> None:
    """As a busy agent does it; what went wrong once in a while stays visible."""
    await claim(agent, order_id, came + timedelta(seconds=20 + number % 60))
    late = number % TOO_LATE == TOO_LATE - 1
    called = came + (timedelta(minutes=12) if late else timedelta(seconds=90 + 25 * (number % 9)))
    if number % 5 == 3:
        await record_call(agent, order_id, "no-answer", called - timedelta(seconds=50))
    await record_call(agent, order_id, "reached", called)
    await _check(agent, order_id, number, called, short=short)


async def _check(agent: Viewer, order_id: int, number: int, called: datetime, *, short: bool) -> None:
    at = called + timedelta(seconds=40)
    for mark in attention(an_order(number, called).buyer_note):
        if mark == "address":
            await amend(
                agent, order_id, "address", "上海市 上海市 徐汇区 漕溪北路 88 号 12 楼", at,
                why="客户要改到公司", evidence="备注，电话里又确认了一遍",
            )  # fmt: skip
        else:
            await attend(agent, order_id, mark, at)
    for place, point in enumerate(POINTS):
        failed = short and point.code == "stock"
        what = "这款没货了，问客户换不换" if failed else ""
        goods = await goods_now(agent.department_id, order_id) if failed else ()
        await tick(
            agent, order_id, point.code, not failed, at + timedelta(seconds=10 * place + 10), what=what,
            missing=goods[:1],
        )  # fmt: skip
        if failed:
            return
    await confirm(agent, order_id, at + timedelta(seconds=90))


_STAYS = timedelta(minutes=30)
