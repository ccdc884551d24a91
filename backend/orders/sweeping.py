"""What happens to the queue by itself, found by asking what is due now."""

from __future__ import annotations

from datetime import datetime

from backend.infra import db
from backend.orders.deadlines import call_again, keep_hours, miss_due, warn_due
from backend.orders.sharing import hand_on, return_from_the_gone


async def look_after_queue(at: datetime) -> int:
    """Warns, records what was missed, brings back what waits for a call or for somebody who has gone, hands on. Any
    number of workers may run it at any time; returns how much there was to do."""
    done = await keep_hours(at) + await miss_due(at) + await warn_due(at) + await call_again(at)
    for row in await db.fetch("SELECT DISTINCT department_id FROM order_hold"):
        done += await return_from_the_gone(row["department_id"], at)
    for row in await db.fetch(_WAITING, at):
        done += await hand_on(row["department_id"], at)
    return done


async def share_again(department_id: int, at: datetime) -> int:
    """Somebody came, went or ended a session: what they held is looked at now, not with the next sweep."""
    return await return_from_the_gone(department_id, at) + await hand_on(department_id, at)


_WAITING = """
SELECT DISTINCT department_id FROM order_work
WHERE hand_on_at <= $1 AND state <> 'problem'
  AND NOT EXISTS (SELECT FROM order_hold WHERE order_hold.order_id = order_work.order_id)
"""
