"""R-ORD-5 by the clock: each day's orders are saved."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from backend.orders.saving import save_days
from workers.outcomes import quiet


@quiet
async def save_order_days(context: dict[str, Any]) -> int:
    """Every day that is due; what an outage left is made up for."""
    return await save_days(datetime.now(UTC))
