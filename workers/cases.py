"""After-sales: what is overdue. Its open work stands in the handover logs that the worker makes."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from backend.orders.cases import handover as _handover  # noqa: F401  # registers what a shift leaves open
from backend.orders.cases.overdue import tell_overdue
from workers.outcomes import quiet


@quiet
async def sweep_cases(context: dict[str, Any]) -> int:
    """R-CS-2: a case whose time is over is told to whoever looks after it."""
    return await tell_overdue(datetime.now(UTC))
