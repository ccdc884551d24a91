"""Phones that cannot be reached: found before a shift needs them, and what has ended is said to have."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from backend.phones import live as _live  # noqa: F401  # registers what follows
from backend.phones.proof import warn_leads
from backend.phones.subscriptions import end_orphans
from workers.outcomes import quiet


@quiet
async def sweep_unreachable(context: dict[str, Any]) -> int:
    """Tells leads whose phone would not ring."""
    return await warn_leads(datetime.now(UTC))


@quiet
async def sweep_orphans(context: dict[str, Any]) -> int:
    """Notifications of devices whose last log-in has run out."""
    return await end_orphans(datetime.now(UTC))
