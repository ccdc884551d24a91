"""R-HOT-2: a night that nobody has is announced to the managers, once, and the announcement goes when it is mended."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from backend.company.queries import department_zone, rules_of
from backend.hotline.facts import hours_of
from backend.hotline.queries import Line, current_plan
from backend.infra import db, outbox
from backend.notifications.actions import tell, withdraw
from backend.rules.clock import Interval
from backend.rules.hotline import holes

URL = "/hotline"


async def announce(line: Line, at: datetime) -> int:
    """Tells of every hole of the coming `announce_hours`, withdraws what is mended; returns how many were new.

    Any number of workers may run it at any time: a night has one announcement until it is mended.
    """
    rules = await rules_of(line.department_id)
    hours = hours_of(rules, await department_zone(line.department_id))
    ahead = Interval(at, at + timedelta(hours=rules.hotline.announce_hours))
    nights: dict[date, Interval] = {}
    for hole in holes(await current_plan(line.department_id), hours, ahead):
        first = nights.get(hole.day, hole.span)
        nights[hole.day] = Interval(first.start, hole.span.end)
    async with db.transaction():
        new = [day for day, span in nights.items() if await _announce(line, day, span, at)]
        mended = await _mend(line, list(nights), at)
        if new or mended:
            await outbox.record("hotline.switched", line.department_id, line_id=line.id)
    return len(new)


async def _announce(line: Line, day: date, span: Interval, at: datetime) -> bool:
    hole_id = await db.fetchval(_OPEN, line.department_id, line.id, day, span.start, span.end, at)
    if hole_id is None:
        return False
    await tell(
        "hotline.hole", line.department_id, f"hole:{hole_id}", at, url=URL, until=span.end,
        start=span.start.isoformat(), end=span.end.isoformat(),
    )  # fmt: skip
    return True


async def _mend(line: Line, still_open: list[date], at: datetime) -> int:
    rows = await db.fetch(_MENDED, line.id, still_open, at)
    for row in rows:
        await withdraw("hotline.hole", line.department_id, f"hole:{row['id']}", at)
    return len(rows)


_OPEN = """
INSERT INTO hotline_hole (department_id, line_id, day, starts_at, ends_at, announced_at) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (line_id, day) WHERE mended_at IS NULL DO NOTHING RETURNING id
"""
_MENDED = """
UPDATE hotline_hole SET mended_at = $3
WHERE line_id = $1 AND mended_at IS NULL AND ends_at > $3 AND NOT day = ANY($2::date[]) RETURNING id
"""
