"""What a role gives somebody at their level, as pages and programs show it (R-PPL-1)."""

from __future__ import annotations

from typing import Any

from backend.rules.permissions import PERMISSIONS, level_for
from backend.rules.presets import Preset


def rights(rules: Preset | None, role: str, level: int) -> dict[str, Any]:
    """`may`: what they can do; `withheld`: what only the level withholds; `needed`: the level that gives all of it."""
    if rules is None:
        return {"may": [], "withheld": [], "needed": level}
    held = rules.permissions_of(role, level)
    withheld = rules.withheld_from(role, level)
    return {
        "may": [name for name in PERMISSIONS if name in held],
        "withheld": [name for name in PERMISSIONS if name in withheld],
        "needed": max(map(level_for, withheld), default=level),
    }
