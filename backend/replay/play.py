"""Plays a day: orders in at their moments, agents at work, then the judgement from what is stored."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from backend.company.queries import department_zone
from backend.infra import db
from backend.replay.agent import Agent, Seen
from backend.replay.crew import Crew, a_crew
from backend.replay.day import Due
from backend.replay.door import Door
from backend.rules.orders.countdown import countdown
from backend.rules.orders.replayed import Happening, Stored, Verdict, judge_replay

LONGEST = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class Played:
    """What came of it. `screens`: seconds from intake to each agent's screen; `unseen`: how often a screen never had an
    order, because it was done before or too many waited."""

    sent: int
    verdict: Verdict
    screens: tuple[float, ...]
    unseen: int
    too_late: int
    requests: tuple[float, ...]
    faults: tuple[str, ...]
    seconds: float

    @property
    def good(self) -> bool:
        """An answer that should not be is a fault, too."""
        return self.verdict.good and not self.faults and bool(self.sent)


async def play(
    url: str,
    name: str,
    dues: Sequence[Due],
    agents: int,
    minutes: int,
    pace: float,
    show: Callable[[int], None],
) -> Played:
    """In a department of its own, which is dissolved at the end whatever happens."""
    async with (
        asyncio.timeout(LONGEST.total_seconds()),
        a_crew(name, agents, minutes, datetime.now(UTC)) as crew,
    ):
        seen, began = Seen(), time.perf_counter()
        door = Door(url, crew.lead, seen.faults)
        staff = [Agent(url, who, crew.department_id, pace, seen) for who in crew.colleagues]
        try:
            for agent in staff:
                await agent.come()
            await door.open()
            sent = await _work_through(door, dues, staff, show)
        finally:
            await door.close()
            await asyncio.gather(*(agent.go() for agent in staff))
        stored = await _stored(crew, minutes)
        verdict = await _judge(crew, dues, stored, seen)
    at = {order.order_id: sent[number] for number, order in stored.items() if number in sent}
    screens = [shown - at[order_id] for (order_id, _), shown in seen.shown.items() if order_id in at]
    return Played(
        len(dues), verdict, tuple(sorted(screens)), len(at) * agents - len(screens), seen.too_late,
        tuple(sorted(seen.requests)), tuple(seen.faults), time.perf_counter() - began,
    )  # fmt: skip


async def _work_through(
    door: Door, dues: Sequence[Due], staff: Sequence[Agent], show: Callable[[int], None]
) -> dict[str, float]:
    """When each order was handed in, on the monotonic clock, by its number."""
    sent: dict[str, float] = {}
    over, began = asyncio.Event(), time.perf_counter()

    async def hand_in(due: Due) -> None:
        sent[due.draft.number] = time.perf_counter()
        await door.hand_in(due.draft)

    async def hand_all_in() -> None:
        async with asyncio.TaskGroup() as group:
            for number, due in enumerate(dues, start=1):
                await asyncio.sleep(max(0.0, began + due.after - time.perf_counter()))
                group.create_task(hand_in(due))
                show(number)
        over.set()

    async with asyncio.TaskGroup() as group:
        group.create_task(hand_all_in())
        for agent in staff:
            group.create_task(agent.work(over))
    return sent


async def _stored(crew: Crew, minutes: int) -> dict[str, Stored]:
    """The paid orders by number, each with its countdown worked out anew."""
    zone = await department_zone(crew.department_id)
    return {
        row["number"]: Stored(
            row["id"], countdown(row["accepted_at"], minutes, minutes // 2, None, zone), row["in_work"]
        )
        for row in await db.fetch(_STORED, crew.department_id)
    }


async def _judge(crew: Crew, dues: Sequence[Due], stored: dict[str, Stored], seen: Seen) -> Verdict:
    paid = {due.draft.number for due in dues if due.draft.standing == "paid"}
    happened = [
        Happening(row["order_id"], row["kind"], row["at"], row["person"])
        for row in await db.fetch(_HAPPENED, crew.department_id)
    ]
    return judge_replay(paid, stored, happened, seen.taken, datetime.now(UTC))


_STORED = """
SELECT number, id, accepted_at, EXISTS (SELECT FROM order_work WHERE order_id = customer_order.id) AS in_work
FROM customer_order WHERE department_id = $1 AND standing = 'paid'
"""
_HAPPENED = """
SELECT order_id, kind, at, CASE WHEN kind = 'claimed' THEN actor_id ELSE (details->>'person')::bigint END AS person
FROM order_event WHERE department_id = $1 ORDER BY id
"""
