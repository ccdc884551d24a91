"""The queue of orders looks after itself."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from backend.orders import live as _live  # noqa: F401  # registers what follows
from backend.orders import open_work as _open_work  # noqa: F401  # the same for handover logs
from backend.orders import order_live as _order_live  # noqa: F401  # and for the page of one order
from backend.orders.overdue import find_overdue
from backend.orders.sweeping import look_after_queue
from workers.outcomes import quiet


@quiet
async def sweep_queue(context: dict[str, Any]) -> int:
    """R-ORD-2, R-ORD-4: warnings, misses, orders to be handed on, orders of who has gone."""
    return await look_after_queue(datetime.now(UTC))


@quiet
async def sweep_problems(context: dict[str, Any]) -> int:
    """R-ORD-3: problems that nobody has solved in time, each told once to its owner and to the leads."""
    return await find_overdue(datetime.now(UTC))
