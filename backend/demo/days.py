"""How a demo colleague's days went: punches made by the same action as everybody's, at the moments of their habit."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import uuid4

from backend.attendance.actions import clock_in
from backend.infra.refusal import Refusal
from backend.people.viewer import Viewer
from backend.rota.queries import ShiftView, shifts_of
from backend.rules.clock import day_of

Tap = tuple[datetime, str]


async def live_through(viewer: Viewer, habit: str, now: datetime, days: int) -> None:
    """Taps through the shifts of the last `days` days, up to this moment and not a second further."""
    today = day_of(now, viewer.zone)
    chance = random.Random(viewer.person_id)
    for shift in await shifts_of(viewer.person_id, today - timedelta(days=days), today):
        for at, kind in _taps(shift, habit, chance):
            if at < now:
                await _tap(viewer, kind, at)


def _taps(shift: ShiftView, habit: str, chance: random.Random) -> Iterator[Tap]:
    """In a few minutes early and out a few minutes late, but for those who have their ways."""
    start, end = shift.segments[0].start, shift.segments[-1].end
    late = habit == "late" and chance.random() < 0.4
    early = habit == "leaves early" and chance.random() < 0.3
    yield start + timedelta(seconds=chance.randint(180, 1200) if late else -chance.randint(60, 900)), "in"
    if not (habit == "forgets" and chance.random() < 0.25):
        yield end + timedelta(seconds=-chance.randint(600, 1800) if early else chance.randint(20, 900)), "out"


async def _tap(viewer: Viewer, kind: str, at: datetime) -> None:
    try:
        await clock_in(viewer, kind, at, uuid4(), why="演示")
    except Refusal:  # somebody's night shift still runs: the day stays as the rules leave it
        return
