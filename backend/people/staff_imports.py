"""The imports that there were: who read which file when, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from backend.infra import db

SHOWN = 30


@dataclass(frozen=True, slots=True)
class PastImport:
    """One file that was read. Without `confirmed_at` nobody has carried it out: it changed nothing."""

    id: int
    filename: str
    rows: int
    uploaded_by: str
    uploaded_at: datetime
    confirmed_by: str
    confirmed_at: datetime | None
    added: int
    changed: int


async def past_imports(department_id: int, limit: int = SHOWN) -> list[PastImport]:
    """The department's imports, the newest first."""
    return [PastImport(**row) for row in await db.fetch(_PAST, department_id, limit)]


_PAST = """
SELECT staff_import.id, filename, jsonb_array_length(rows) AS rows, coalesce(reader.name, '') AS uploaded_by,
    uploaded_at, coalesce(confirmer.name, '') AS confirmed_by, confirmed_at,
    coalesce(jsonb_array_length(outcome -> 'added'), 0) AS added,
    coalesce(jsonb_array_length(outcome -> 'changed'), 0) AS changed
FROM staff_import
LEFT JOIN person AS reader ON reader.id = uploaded_by
LEFT JOIN person AS confirmer ON confirmer.id = confirmed_by
WHERE staff_import.department_id = $1 ORDER BY staff_import.id DESC LIMIT $2
"""
