"""How the queue stands at this moment, in a few figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from backend.infra import db


@dataclass(frozen=True, slots=True)
class Present:
    """`waiting`: whose customers are not reached yet; of them `unclaimed` are in nobody's hands, `late` are past their
    ten minutes. `oldest`: since when the longest has waited; `next_due`: when the next one is missed (R-ORD-2)."""

    at: datetime
    waiting: int
    unclaimed: int
    late: int
    problems: int
    oldest: datetime | None
    next_due: datetime | None


async def queue_now(department_id: int, at: datetime) -> Present:
    """One round trip, over what waits alone."""
    row = await db.fetchrow(_NOW, department_id, at)
    assert row is not None
    return Present(at, **row)


_NOW = """
SELECT count(*) FILTER (WHERE reached_at IS NULL) AS waiting,
    count(*) FILTER (WHERE reached_at IS NULL AND order_hold.person_id IS NULL) AS unclaimed,
    count(*) FILTER (WHERE reached_at IS NULL AND due_at <= $2) AS late,
    count(*) FILTER (WHERE state = 'problem') AS problems,
    min(accepted_at) FILTER (WHERE reached_at IS NULL) AS oldest,
    min(due_at) FILTER (WHERE reached_at IS NULL AND due_at > $2) AS next_due
FROM order_work LEFT JOIN order_hold USING (order_id)
WHERE order_work.department_id = $1
"""
