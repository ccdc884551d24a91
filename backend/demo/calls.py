"""The demo's calls: told as a telephone system tells them, answered by whoever had the hotline, and called back where
nobody answered. One caller waits at this moment."""

from __future__ import annotations

import random
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from backend.demo.hotline import DAYS_SWITCHED
from backend.hotline.calls.actions import claim_callback, record_outcome
from backend.hotline.calls.queries import open_callbacks
from backend.hotline.calls.writing import take_events
from backend.hotline.queries import duty_at, line_of
from backend.infra.telephony.adapter import CallEvent
from backend.people.viewer import Viewer

Step = tuple[datetime, datetime, Callable[[], Awaitable[object]]]
"""When it begins, when it is over, and what it is."""

ANSWERED = ((9, 12), (10, 40), (14, 5), (16, 48), (19, 30), (22, 15))
MISSED = (((12, 31), "reached", "问发票，已答复。"), ((2, 4), "reached", "包裹被拒收，已登记退货。"))
"""Hour and minute of each day, and what came of the call-back."""
WAITS, TALKED = timedelta(minutes=6), timedelta(minutes=3)


async def take_calls(people: dict[int, Viewer], helper: Viewer, at: datetime) -> None:
    """The calls of the days that the hotline has switched; `helper` calls back what the office has missed."""
    department_id = helper.department_id
    line = await line_of(department_id)
    assert line is not None
    started, chance, steps = at - timedelta(days=DAYS_SWITCHED), random.Random(400), list[Step]()
    days = [(at - timedelta(days=back)).astimezone(helper.zone) for back in range(DAYS_SWITCHED + 1)]

    def rings(moment: datetime, *later: tuple[str, timedelta]) -> str:
        caller = f"1390000{chance.randint(1, 9999):04}"
        steps.append(
            (moment, moment + later[-1][1], lambda: _tell(department_id, line.id, caller, moment, later))
        )
        return caller

    def calls_back(caller: str, moment: datetime, outcome: str, said: str) -> None:
        after = moment + timedelta(seconds=chance.randint(120, 700))
        steps.append(
            (after, after + TALKED, lambda: _call_back(people, helper, caller, moment, after, outcome, said))
        )

    for day in days:
        for hour, minute in ANSWERED:
            rang, spoke = timedelta(seconds=chance.randint(4, 18)), timedelta(seconds=chance.randint(25, 400))
            rings(_moment(day, hour, minute, chance), ("answered", rang), ("ended", rang + spoke))
        for (hour, minute), outcome, said in MISSED:
            moment = _moment(day, hour, minute, chance)
            calls_back(rings(moment, ("missed", timedelta(seconds=40))), moment, outcome, said)
    rings(at - WAITS, ("missed", timedelta(seconds=40)))
    for moment, over, step in sorted(steps, key=lambda each: each[0]):
        if started < moment and over < at:
            await step()


def _moment(day: datetime, hour: int, minute: int, chance: random.Random) -> datetime:
    return day.replace(hour=hour, minute=minute, second=chance.randint(0, 59), microsecond=0)


async def _tell(
    department_id: int, line_id: int, caller: str, at: datetime, later: tuple[tuple[str, timedelta], ...]
) -> None:
    segment = await duty_at(department_id, at)
    assert segment is not None
    number, call_id = segment.target.number, f"demo-{int(at.timestamp())}"
    events = [CallEvent(call_id, "started", at, f"{call_id}-started", caller=caller)]
    for kind, after in later:
        events.append(CallEvent(call_id, kind, at + after, f"{call_id}-{kind}", caller=caller, target=number))
    await take_events(department_id, line_id, events, at + later[-1][1])


async def _call_back(
    people: dict[int, Viewer],
    helper: Viewer,
    caller: str,
    missed: datetime,
    at: datetime,
    outcome: str,
    said: str,
) -> None:
    """By whoever had the hotline at that moment."""
    segment = await duty_at(helper.department_id, missed)
    by = people.get(segment.target.person_id or 0, helper) if segment else helper
    for waiting in await open_callbacks(helper.department_id):
        if waiting.caller == caller:
            await claim_callback(by, waiting.id, at)
            await record_outcome(by, waiting.id, outcome, at + TALKED, said=said)
