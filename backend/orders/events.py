"""The one way in which what happened to an order is written down (R-ORD-1).

An event is a fact, refused any change by the database and sealed in hash-chained batches: it is the trail of an order,
so that nothing here is noted a second time in the trail of the department, except where somebody looks at a customer's
data or decides something about others.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from backend.infra import db, outbox

UNSEEN = ("looked",)
"""Kinds that change nothing of what open screens show."""


async def add_event(order_id: int, kind: str, at: datetime, actor_id: int | None, **details: Any) -> int:
    """Writes one event inside the caller's transaction and returns its id; open screens follow after the commit.

    `kind`: see `OrderEvent.kind`. `at`: when it happened, which may be before it is written. `actor_id`: who did it,
    None for the program itself. The order must have been looked up in the actor's department before.
    """
    event_id = await db.fetchval(_ADD, order_id, kind, at, actor_id, details, kind not in UNSEEN)
    if kind not in UNSEEN:
        db.after_commit(outbox.wake)
    return event_id


_ADD = """
WITH written AS (
    INSERT INTO order_event (department_id, order_id, kind, at, actor_id, details)
    SELECT department_id, id, $2, $3, $4, $5 FROM customer_order WHERE id = $1
    RETURNING id, department_id, order_id
), told AS (
    INSERT INTO outbox (department_id, event, payload)
    SELECT department_id, 'order.changed', jsonb_build_object('order_id', order_id) FROM written WHERE $6
)
SELECT id FROM written
"""
