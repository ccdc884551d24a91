"""Shifts begin and end by the clock; who may hear the floor changes with them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from backend.rota.edges import shift_edges
from workers.outcomes import quiet


@quiet
async def tell_shift_edges(context: dict[str, Any]) -> int:
    """Tells whose shift began or ended since the last run."""
    return await shift_edges(datetime.now(UTC))
