"""What happens to the queue by itself, found by asking what is due now."""

from __future__ import annotations

from datetime import datetime

from backend.infra import db
from backend.infra.apart import apart
from backend.orders.deadlines import call_again, keep_hours, miss_due, warn_due
from backend.orders.following import NEEDS_SOMEBODY
from backend.orders.sharing import hand_on, return_from_the_gone


async def look_after_queue(at: datetime) -> int:
    """Warns, records what was missed, brings back what waits for a call or for somebody who has gone, hands on. Any
    number of workers may run it at any time; returns how much there was to do. What is in trouble delays nothing else:
    not the next order, not the next department, not the next kind of work.
    """
    steps = (keep_hours, _return, _hand_on, warn_due, miss_due, call_again)
    return await apart("the queue", lambda step: step(at), steps)


async def _return(at: datetime) -> int:
    rows = await db.fetch("SELECT DISTINCT department_id FROM order_hold")
    return await apart("returning", lambda row: return_from_the_gone(row["department_id"], at), rows)


async def _hand_on(at: datetime) -> int:
    return await apart(
        "handing on", lambda row: hand_on(row["department_id"], at), await db.fetch(_WAITING, at)
    )


_WAITING = f"""
SELECT DISTINCT department_id FROM order_work
WHERE hand_on_at <= $1 AND {NEEDS_SOMEBODY}
  AND NOT EXISTS (SELECT FROM order_hold WHERE order_hold.order_id = order_work.order_id)
"""
