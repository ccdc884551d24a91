"""Calls: those that ended without a word, and call-backs whose time is over."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from backend.hotline.calls.actions import announce_overdue
from backend.hotline.calls.writing import settle_calls
from backend.hotline.vendor import live as _vendor  # noqa: F401  # registers what follows
from backend.infra.apart import apart
from workers.outcomes import quiet


@quiet
async def sweep_calls(context: dict[str, Any]) -> int:
    """R-HOT-6: what nobody answered is a missed call; what nobody has called back in time is told to the leads."""
    at = datetime.now(UTC)
    return await apart("calls", lambda sweep: sweep(at), (settle_calls, announce_overdue))
