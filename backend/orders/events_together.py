"""What happened to many orders in the same moment, in one statement; of one: `backend.orders.events`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from backend.infra import db, outbox


async def add_events(
    department_id: int,
    order_ids: Sequence[int],
    kind: str,
    at: datetime,
    actor_id: int | None,
    details: Sequence[Mapping[str, Any]],
) -> None:
    """Writes one event for each of `order_ids`, with its own of `details`, inside the caller's transaction.

    Open screens follow after the commit, except for `accepted`: what is new is told once for all of them.
    """
    if not order_ids:
        return
    await db.execute(_ADD, department_id, list(order_ids), kind, at, actor_id, list(details))
    if kind != "accepted":
        await db.execute(_SHOW, department_id, list(order_ids))
        db.after_commit(outbox.wake)


_ADD = """
INSERT INTO order_event (department_id, order_id, kind, at, actor_id, details)
SELECT $1, told.order_id, $3, $4, $5, told.details
FROM ROWS FROM (unnest($2::bigint[]), jsonb_array_elements($6)) AS told(order_id, details)
"""
_SHOW = """
INSERT INTO outbox (department_id, event, payload)
SELECT $1, 'order.changed', jsonb_build_object('order_id', told.order_id) FROM unnest($2::bigint[]) AS told(order_id)
"""
