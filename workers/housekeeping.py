"""Rows that nobody needs any more."""

from __future__ import annotations

from typing import Any

from backend.infra.housekeeping import remove_old_rows
from workers.outcomes import recorded


@recorded
async def sweep_old_rows(context: dict[str, Any]) -> int:
    """Removes old log-in attempts, job outcomes and heartbeats."""
    return await remove_old_rows()
