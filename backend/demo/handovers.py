"""How the demo's last shifts were handed over: by the program's own sweep and actions, at their moments."""

from __future__ import annotations

import random
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from backend.company.queries import rules_of
from backend.duties.changeovers import changeover_at, stints_around
from backend.duties.confirming import hand_over, take_over
from backend.duties.queries import open_logs
from backend.duties.sweeping import sweep_handovers
from backend.duties.writing import write_note
from backend.people.viewer import Viewer
from backend.rules.handover import closes_at, ends, is_due, opens_at

Step = tuple[datetime, Callable[[datetime], Awaitable[object]]]

NOTES = (
    "快递下午五点再来一趟，三号货架的两箱一起交给他。",
    "138****5678 的客户明早十点回电，问发票。",
    "前台打印机缺墨，已经报修。",
    "活动价今晚十二点恢复，页面已经排好。",
    "仓库钥匙在前台抽屉里。",
)
FORGOTTEN = 5
"""Every so often nobody takes a shift over in time: the list shows what that looks like."""


async def hand_over_shifts(people: dict[int, Viewer], department_id: int, now: datetime, days: int) -> None:
    """The shifts that ended in the last `days` days, and whatever is open at this moment."""
    since = now - timedelta(days=days)
    stints = await stints_around(department_id, now)
    steps: list[Step] = []
    for number, ends_at in enumerate(ends(stints, since, now)):
        steps += await _steps(people, department_id, ends_at, number)
    for at, step in sorted(steps, key=lambda each: each[0]):
        if at < now:
            await step(at)
    await sweep_handovers(now, department_id)


async def _steps(people: dict[int, Viewer], department_id: int, ends_at: datetime, number: int) -> list[Step]:
    rules = (await rules_of(department_id)).handover
    change = await changeover_at(department_id, ends_at)
    opened = opens_at(ends_at, rules)
    if not is_due(change, opened, rules):
        return []
    chance = random.Random(number)
    gives = people[chance.choice(change.leaving)]
    takers = [person_id for person_id in change.coming if person_id != gives.person_id]
    there = max(ends_at, change.comes_at or ends_at)

    async def sweep(at: datetime) -> None:
        await sweep_handovers(at, department_id)

    async def confirm(at: datetime) -> None:
        log_id = await _log_of(department_id, ends_at)
        if log_id is not None:
            await write_note(gives, log_id, NOTES[number % len(NOTES)], at - timedelta(minutes=4))
            await hand_over(gives, log_id, at)

    async def accept(at: datetime) -> None:
        log_id = await _log_of(department_id, ends_at)
        if log_id is not None:
            await take_over(people[takers[0]], log_id, at)

    steps: list[Step] = [(opened, sweep), (ends_at - timedelta(seconds=chance.randint(60, 300)), confirm)]
    if takers and number % FORGOTTEN != 2:
        steps.append((there + timedelta(seconds=chance.randint(60, 600)), accept))
    return [*steps, (closes_at(change, rules), sweep)]


async def _log_of(department_id: int, ends_at: datetime) -> int | None:
    return next((log.id for log in await open_logs(department_id) if log.ends_at == ends_at), None)
