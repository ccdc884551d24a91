"""Removes the machinery's own old rows; never a fact of the business."""

from __future__ import annotations

from backend.infra import db

_REMOVALS = (
    "DELETE FROM login_attempt WHERE at < now() - interval '30 days'",
    "DELETE FROM job_outcome WHERE at < now() - interval '30 days'",
    "DELETE FROM heartbeat WHERE at < now() - interval '1 day'",
    "DELETE FROM used_challenge WHERE expires_at < now()",
    "DELETE FROM session WHERE expires_at < now() - interval '90 days'",
)


async def remove_old_rows() -> int:
    """Returns how many rows went."""
    return sum([int((await db.execute(sql)).split()[-1]) for sql in _REMOVALS])
