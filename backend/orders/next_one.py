"""One thumb: whatever is due first of what nobody has."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from backend.infra import db
from backend.infra.refusal import Refusal
from backend.orders.following import NEEDS_SOMEBODY
from backend.orders.holding import claim
from backend.people.viewer import Actor

WIDEST = 64
"""Of so many at most one is picked at random when many people ask at the same moment."""


async def claim_next(by: Actor, at: datetime, request_key: UUID | None = None) -> int:
    """Takes the free order that is due first and returns its id; what somebody else takes in the same moment is passed
    over, and nobody hears that nothing waits while something does (409). The same `request_key` gives the same order.
    """
    if request_key and (
        known := await db.fetchval(_KNOWN, by.department_id, by.person_id, str(request_key), at)
    ):
        return known
    width = 1
    while (order_id := await db.fetchval(_FIRST, by.department_id, at, width)) is not None:
        try:
            await claim(by, order_id, at, request_key)
        except Refusal as refusal:
            if refusal.code not in ("orders-taken-already", "orders-done-already"):
                raise
            width = min(2 * width, WIDEST)  # somebody was quicker: not all of us at the same one again
        else:
            return order_id
    raise Refusal("orders-none-free", 409)


_FIRST = f"""
SELECT order_id FROM (
    SELECT order_id FROM order_work
    WHERE department_id = $1 AND {NEEDS_SOMEBODY} AND (call_at IS NULL OR call_at <= $2)
      AND NOT EXISTS (SELECT FROM order_hold WHERE order_hold.order_id = order_work.order_id)
    ORDER BY reached_at IS NOT NULL, due_at, order_id LIMIT $3
) AS first ORDER BY random() LIMIT 1
"""
_KNOWN = """
SELECT order_id FROM order_event
WHERE department_id = $1 AND kind = 'claimed' AND at > $4::timestamptz - interval '1 day' AND actor_id = $2
  AND details->>'key' = $3
"""
