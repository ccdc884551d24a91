"""Writing into an open log what is open: new items come in, what has been settled meanwhile is ticked off."""

from __future__ import annotations

from datetime import datetime

from backend.duties import sources  # noqa: F401  # registers what attendance knows
from backend.duties.open_work import OpenItem, all_open
from backend.infra import db


async def gather(
    department_id: int, handover_id: int, found: dict[str, list[OpenItem]], at: datetime
) -> bool:
    """Inside the caller's transaction, the log locked. Answers whether anything changed; who takes what stays."""
    changed = False
    for source, items in found.items():
        subjects = [item.subject for item in items]
        changed |= bool(await db.fetch(_DONE, department_id, handover_id, source, subjects, at))
        for item in items:
            written = await db.fetchval(
                _PUT, department_id, handover_id, source, item.subject, item.sentence, item.args, item.url,
                item.due_at, at, item.to_do,
            )  # fmt: skip
            changed |= written is not None
    return changed


async def what_is_open(department_id: int, at: datetime) -> dict[str, list[OpenItem]]:
    """Read before the transaction: a source that fails must not spoil it."""
    return await all_open(department_id, at)


_DONE = """
UPDATE handover_item SET done_at = $5
WHERE department_id = $1 AND handover_id = $2 AND source = $3 AND done_at IS NULL AND NOT subject = ANY($4::text[])
RETURNING id
"""
_PUT = """
INSERT INTO handover_item (department_id, handover_id, source, subject, sentence, args, url, due_at, created_at,
    to_do)
VALUES ($1, $2, $3, $4, $5, $6::jsonb, $7, $8, $9, $10)
ON CONFLICT (department_id, handover_id, source, subject) DO UPDATE SET
    sentence = excluded.sentence, args = excluded.args, url = excluded.url, due_at = excluded.due_at, done_at = NULL
WHERE (handover_item.sentence, handover_item.args, handover_item.url, handover_item.due_at, handover_item.done_at)
    IS DISTINCT FROM (excluded.sentence, excluded.args, excluded.url, excluded.due_at, NULL::timestamptz)
RETURNING id
"""
