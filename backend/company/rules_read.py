"""Every copy of the rules that a department ever had."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from backend.infra import db
from backend.infra.refusal import not_found
from backend.rules.presets import Preset


@dataclass(frozen=True, slots=True)
class RulesVersion:
    """One line of the history. `sections` are the parts in which it differs from the version before it."""

    version: int
    changed_by: str
    changed_at: datetime
    sections: tuple[str, ...]


async def rules_history(department_id: int, limit: int = 50) -> list[RulesVersion]:
    """The newest first."""
    rows = await db.fetch(_HISTORY, department_id, limit + 1)
    older: list[Any] = [*rows[1:], None]
    return [
        RulesVersion(row["version"], row["name"] or "", row["changed_at"], _sections(row, before))
        for row, before in zip(rows, older, strict=True)
    ][:limit]


async def rules_version(department_id: int, version: int) -> Preset:
    """One version of this department; anything else is not found."""
    kept = await db.fetchrow(
        "SELECT rules FROM rules_change WHERE department_id = $1 AND version = $2", department_id, version
    )
    if kept is None:
        raise not_found()
    return Preset.from_dict(kept["rules"])


def _sections(row: Any, before: Any) -> tuple[str, ...]:
    if before is None:
        return ()
    return tuple(key for key, value in row["rules"].items() if before["rules"].get(key) != value)


_HISTORY = """
SELECT change.version, change.changed_at, change.rules, person.name
FROM rules_change change LEFT JOIN person ON person.id = change.changed_by
WHERE change.department_id = $1 ORDER BY change.version DESC LIMIT $2
"""
