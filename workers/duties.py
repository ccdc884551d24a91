"""R-DUTY-2 by the clock: handover logs are made, kept up to date and closed."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from backend.duties.sweeping import sweep_handovers
from workers.outcomes import quiet


@quiet
async def sweep_handover_logs(context: dict[str, Any]) -> int:
    """What is due now."""
    return await sweep_handovers(datetime.now(UTC))
