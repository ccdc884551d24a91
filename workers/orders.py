"""The queue of orders looks after itself."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from backend.orders import live as _live  # noqa: F401  # registers what follows
from backend.orders.sweeping import look_after_queue
from workers.outcomes import quiet


@quiet
async def sweep_queue(context: dict[str, Any]) -> int:
    """R-ORD-2, R-ORD-4: warnings, misses, orders to be handed on, orders of who has gone."""
    return await look_after_queue(datetime.now(UTC))
