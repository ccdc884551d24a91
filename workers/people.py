"""R-PPL-3: who has left is out, within a minute of the end of the last day."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from backend.people import numbers_live as _numbers  # noqa: F401  # registers what follows
from backend.people.leaving import end_access_of_leavers
from workers.outcomes import quiet


@quiet
async def end_access(context: dict[str, Any]) -> int:
    """Ends the access of those whose last day is over."""
    return len(await end_access_of_leavers(datetime.now(UTC)))
