"""A shift begins or ends without a tap: rights change with the clock, and somebody has to say so."""

from __future__ import annotations

from datetime import datetime, timedelta

from backend.infra import db, outbox

FARTHEST_BACK = timedelta(hours=2)


async def shift_edges(at: datetime) -> int:
    """Tells whose shift, or part of one, began or ended since the last call up to `at`; returns how many people.

    Any number of workers may run it at any time: each edge is told once, and after a pause those of the last two hours
    are caught up with (older ones concern nobody any more).
    """
    async with db.transaction():
        await db.execute(
            "INSERT INTO edge_sweep (until) VALUES ($1) ON CONFLICT DO NOTHING", at - timedelta(minutes=1)
        )
        since = await db.fetchval("SELECT until FROM edge_sweep FOR UPDATE")
        if since >= at:
            return 0
        await db.execute("UPDATE edge_sweep SET until = $1", at)
        rows = await db.fetch(_EDGES, max(since, at - FARTHEST_BACK), at)
        for row in rows:
            await outbox.record("rota.shift_edge", row["department_id"], person_ids=row["person_ids"])
    return sum(len(row["person_ids"]) for row in rows)


_EDGES = """
SELECT shift.department_id, array_agg(DISTINCT shift.person_id) AS person_ids
FROM shift CROSS JOIN LATERAL unnest(shift.segments) AS span
WHERE shift.in_force
  AND shift.day BETWEEN ($1::timestamptz AT TIME ZONE 'UTC')::date - 2
    AND ($2::timestamptz AT TIME ZONE 'UTC')::date + 1
  AND (lower(span) > $1 AND lower(span) <= $2 OR upper(span) > $1 AND upper(span) <= $2)
GROUP BY shift.department_id
"""
