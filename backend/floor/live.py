"""What the floor shows by itself: after a punch, the person's row on the board and the strip on the phones."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Any

from backend.company.queries import department_zone, rules_of
from backend.floor.queries import people_of_the_day
from backend.floor.standing import Floor, floor_at
from backend.infra import bus
from backend.infra.outbox import effect
from backend.people.viewer import Viewer
from backend.rota.access import may_hear_floor
from backend.rota.duty import who_is_on_shift
from backend.rules.clock import day_of
from backend.web.live import topic
from backend.web.render import in_every_language

PAUSE = 0.15
"""Seconds between two messages of one department: in a rush many punches share one."""


@topic("floor")
async def may_hear(viewer: Viewer, key: str) -> bool:
    """One's own department's floor: those who look after it always, everybody else while on shift."""
    return key.isdigit() and await may_hear_floor(viewer, int(key), datetime.now(UTC))


@effect("punch.recorded")
async def show_punch(department_id: int, *, person_id: int, **_: Any) -> None:
    """A punch is seen at once; those that follow within a moment are seen together."""
    await _rush(department_id).show(person_id)


@effect("punch.decided")
async def show_decision(department_id: int, *, person_id: int, **_: Any) -> None:
    """A decision may change who is present."""
    await _rush(department_id).show(person_id)


async def floor_now(department_id: int, at: datetime) -> Floor:
    """The board of a department at a moment."""
    zone, rules = await department_zone(department_id), await rules_of(department_id)
    today = day_of(at, zone)
    return floor_at(await people_of_the_day(department_id, today, at), at, today, rules.attendance, zone)


async def publish(department_id: int, person_ids: set[int], at: datetime) -> None:
    """Sends the rows of these people, the figures above them and the strip; then has their own rights weighed anew."""
    zone = await department_zone(department_id)
    floor, on_shift = await floor_now(department_id, at), await who_is_on_shift(department_id, at)
    rows = [row for row in floor.rows if row.person_id in person_ids]
    html = in_every_language(
        "floor/_changes.html", zone, floor=floor, rows=rows, on_shift=on_shift, department_id=department_id
    )
    await bus.publish(f"floor:{department_id}", html)
    for person_id in person_ids:
        await bus.rights_changed(person_id=person_id)


class _Rush:
    """One department's changes on their way: at most one message per pause, the last one never left out."""

    def __init__(self, department_id: int):
        self.department_id = department_id
        self.waiting: set[int] = set()
        self.sent_at = 0.0
        self.later: asyncio.Task[None] | None = None

    async def show(self, person_id: int) -> None:
        self.waiting.add(person_id)
        if self.later is not None and not self.later.done():
            return
        rest = self.sent_at + PAUSE - asyncio.get_running_loop().time()
        if rest > 0:
            self.later = asyncio.create_task(self._send_after(rest))
        else:
            await self._send()

    async def _send_after(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
        await self._send()

    async def _send(self) -> None:
        people, self.waiting = self.waiting, set()
        self.sent_at = asyncio.get_running_loop().time()
        await publish(self.department_id, people, datetime.now(UTC))


_rushes: dict[int, _Rush] = {}


def _rush(department_id: int) -> _Rush:
    return _rushes.setdefault(department_id, _Rush(department_id))
