"""The controller: what calls should do and what the telephone side says it does are made the same.

Guarantees:
- it may run at any time and in any number of workers: plans are made one after the other, and one process at a time
  speaks to the telephone side of a line;
- an older plan never replaces a newer one: versions only grow, in the database and on the way out;
- while the telephone side cannot be reached, or we cannot, calls follow the plan that was handed over (R-HOT-5);
- every switch is written down once (R-HOT-6); what differs is put right and reported (R-HOT-3).
"""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import structlog

from backend.hotline.handover import hand_over
from backend.hotline.queries import Line, line_by_id
from backend.hotline.replanning import replan
from backend.hotline.standing import alone_with
from backend.infra import db

LOOK_AGAIN = timedelta(seconds=60)
"""How often a telephone system that has nothing to do is asked what it has."""
PLAN_AGAIN = timedelta(seconds=60)
"""How often facts and plan are compared, if nothing has said that they changed."""
LONGEST_SECONDS = 25

log = structlog.get_logger("hotline")


async def control(line_id: int, at: datetime) -> bool:
    """Plans anew, hands over what is new, reads back, writes down. False when another process is doing so just now."""
    line = await line_by_id(line_id)
    if line is None or not line.enabled:
        return True
    plan = await replan(line, at)
    async with alone_with(line.id) as mine:
        if mine:
            await hand_over(line, plan, at)
    return mine


async def sweep(at: datetime) -> int:
    """Controls every line that has something due at `at`; returns how many. One that hangs delays no other."""
    due = [row["id"] for row in await db.fetch(_DUE, at, at - PLAN_AGAIN, at - LOOK_AGAIN)]
    done = await asyncio.gather(*(_in_time(line_id, at) for line_id in due), return_exceptions=True)
    failed = [error for error in done if isinstance(error, BaseException)]
    for error in failed:
        log.error("control_failed", exc_info=error)
    if failed:
        raise failed[0]
    return len(due)


async def enabled_lines() -> list[Line]:
    """Those that the program looks after."""
    found = [await line_by_id(row["id"]) for row in await db.fetch("SELECT id FROM hotline_line ORDER BY id")]
    return [line for line in found if line is not None and line.enabled]


async def _in_time(line_id: int, at: datetime) -> None:
    await asyncio.wait_for(control(line_id, at), LONGEST_SECONDS)


_DUE = """
SELECT line.id
FROM hotline_line AS line
JOIN department ON department.id = line.department_id AND department.archived_at IS NULL
LEFT JOIN hotline_standing AS standing ON standing.line_id = line.id
LEFT JOIN LATERAL (
    SELECT max(version) AS version FROM hotline_plan WHERE line_id = line.id
) AS newest ON true
WHERE line.enabled AND (department.rules -> 'hotline' ->> 'enabled')::boolean
  AND (standing.id IS NULL OR standing.planned_at IS NULL OR standing.planned_at <= $2
    OR (standing.retry_at IS NULL OR standing.retry_at <= $1)
      AND (newest.version IS DISTINCT FROM standing.version OR standing.next_at <= $1 OR standing.looked_at IS NULL
        OR standing.looked_at <= $3 OR standing.drifting_since IS NOT NULL OR standing.failing_since IS NOT NULL))
ORDER BY line.id
"""
