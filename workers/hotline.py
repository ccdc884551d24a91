"""The hotline follows its plan: switched on time, read back, repaired, confirmed, its holes announced."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from backend.hotline import live as _hotline  # noqa: F401  # registers what follows
from backend.hotline.controller import control, enabled_lines, sweep
from backend.hotline.holes import announce
from backend.hotline.watches import watch
from backend.infra.apart import apart
from workers.outcomes import quiet, recorded


@recorded
async def control_hotline(context: dict[str, Any], line_id: int) -> None:
    """One line, at once: something that its plan is made from has changed."""
    await control(line_id, datetime.now(UTC))


@quiet
async def sweep_hotlines(context: dict[str, Any]) -> int:
    """R-HOT-3: every line that has something due."""
    await sweep(datetime.now(UTC))
    return 0


@quiet
async def watch_duties(context: dict[str, Any]) -> int:
    """R-HOT-4: whose confirmation is due."""
    at = datetime.now(UTC)
    return await apart("watches", lambda line: watch(line, at), await enabled_lines())


@quiet
async def announce_holes(context: dict[str, Any]) -> int:
    """R-HOT-2: nights that nobody has."""
    at = datetime.now(UTC)
    return await apart("holes", lambda line: announce(line, at), await enabled_lines())
