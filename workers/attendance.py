"""The end of each day, and what a punch is followed by: the worker carries out the effects of these domains."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from backend.attendance import live as _attendance  # noqa: F401  # registers what follows
from backend.attendance.verdicts import judge_days
from backend.floor import live as _floor  # noqa: F401  # registers what follows
from workers.outcomes import recorded


@recorded
async def sweep_judge_days(context: dict[str, Any]) -> int:
    """R-ATT-2 to R-ATT-9: judges every day that is over and was not judged yet."""
    return await judge_days(datetime.now(UTC))
