"""One's own messages: seen on a page that is open."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from backend.infra import db
from backend.notifications.receipts import saw
from backend.people.viewer import Viewer


async def see(by: Viewer, message_ids: Iterable[int], at: datetime) -> int:
    """`by` has looked at these messages of theirs; ids of others are passed over. Returns how many were new to them."""
    async with db.transaction():
        rows = await db.fetch(_MINE, list(message_ids)[:200], by.department_id, by.person_id)
        await saw(rows, at)
        await db.execute(_SHOWN, [row["id"] for row in rows], at)
    return sum(row["seen_at"] is None for row in rows)


async def see_one(by: Viewer, message_id: int, at: datetime) -> bool:
    """The same of one; False where there is no such message of theirs."""
    async with db.transaction():
        rows = await db.fetch(_MINE, [message_id], by.department_id, by.person_id)
        await saw(rows, at)
    return bool(rows)


_SHOWN = """
UPDATE delivery SET delivered_at = greatest($2, planned_at), seen_at = greatest($2, planned_at)
WHERE message_id = ANY($1::bigint[]) AND channel = 'live' AND seen_at IS NULL
"""
_MINE = """
SELECT id, department_id, person_id, kind, state, seen_at FROM message
WHERE id = ANY($1::bigint[]) AND department_id = $2 AND person_id = $3 ORDER BY id FOR NO KEY UPDATE
"""
