"""The imports of a department, and what is in one of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from backend.infra import db
from backend.infra.refusal import not_found
from backend.orders.imports.covering import covered
from backend.rules.orders.masks import masked_field

SHOWN = 50
ROWS_SHOWN = 50
FATES = ("new", "changed", "known", "refused")


@dataclass(frozen=True, slots=True)
class Import:
    """`layout_name` is empty for a layout of ours. `twin` is when the very same file was taken in before."""

    id: int
    filename: str
    layout: str
    layout_name: str
    state: str
    headings: list[str]
    rows_read: int
    rows_total: int
    written: int
    counts: dict[str, Any]
    outcome: dict[str, Any]
    reason: str
    uploaded_by: str
    uploaded_at: datetime
    confirmed_by: str
    confirmed_at: datetime | None
    ended_at: datetime | None
    twin: datetime | None

    @property
    def to_take_in(self) -> int:
        return self.counts.get("new", 0) + self.counts.get("changed", 0)

    @property
    def is_busy(self) -> bool:
        return self.state in ("reading", "writing")

    @property
    def done_of_it(self) -> int:
        """Percent of what the worker is at now."""
        done, whole = (
            (self.rows_read, self.rows_total) if self.state == "reading" else (self.written, self.to_take_in)
        )
        return min(100, done * 100 // whole) if whole else 0

    @property
    def reason_args(self) -> dict[str, Any]:
        return self.outcome.get("args", {})


@dataclass(frozen=True, slots=True)
class ImportRow:
    """One order of a file. Whatever is the customer's is covered in it, also in the cell that a refusal is about."""

    id: int
    line: int
    number: str
    fate: str
    standing: str
    goods: list[str]
    total: str | None
    changes: list[list[str]]
    reason: str
    field: str
    heading: str
    value: str


async def imports_of(department_id: int, limit: int = SHOWN) -> list[Import]:
    """The newest first."""
    return [Import(**row) for row in await db.fetch(_IMPORTS + _NEWEST, department_id, None, limit)]


async def import_of(department_id: int, import_id: int) -> Import:
    """One of them; 404."""
    row = await db.fetchrow(_IMPORTS, department_id, import_id)
    if row is None:
        raise not_found()
    return Import(**row)


async def rows_of(department_id: int, import_id: int, fate: str = "", after: int = 0) -> list[ImportRow]:
    """A page of its orders, in the order of the file; `after` is the id of the last one that was seen."""
    return [_row(row) for row in await db.fetch(_ROWS, department_id, import_id, fate, after, ROWS_SHOWN)]


async def refused_rows(department_id: int, import_id: int, after: int, limit: int = 500) -> list[Any]:
    """For the list to take away: id, line, number, reason, args and data, in the order of the file."""
    return await db.fetch(_REFUSED, department_id, import_id, after, limit)


def _row(row: Any) -> ImportRow:
    value = covered(row["value"], row["field"])
    changes = [[field, *(masked_field(field, text) for text in texts)] for field, *texts in row["changes"]]
    return ImportRow(**{**row, "value": value, "changes": changes})


_IMPORTS = """
SELECT order_import.id, filename, layout, coalesce(saved.name, '') AS layout_name, state, headings, rows_read,
    rows_total, written, counts, outcome, reason, coalesce(uploader.name, '') AS uploaded_by, uploaded_at,
    coalesce(confirmer.name, '') AS confirmed_by, confirmed_at, ended_at,
    (SELECT max(other.ended_at) FROM order_import AS other WHERE other.department_id = order_import.department_id
        AND other.id < order_import.id AND other.sha256 = order_import.sha256 AND other.state = 'done') AS twin
FROM order_import
LEFT JOIN person AS uploader ON uploader.id = uploaded_by
LEFT JOIN person AS confirmer ON confirmer.id = confirmed_by
LEFT JOIN LATERAL (SELECT name FROM order_layout WHERE order_layout.department_id = order_import.department_id
    AND order_layout.code = order_import.layout ORDER BY order_layout.id DESC LIMIT 1) AS saved ON true
WHERE order_import.department_id = $1 AND ($2::bigint IS NULL OR order_import.id = $2)
"""
_NEWEST = " ORDER BY order_import.id DESC LIMIT $3"
_ROWS = """
SELECT id, line, number, fate, coalesce(args ->> 'standing', '') AS standing,
    coalesce((SELECT jsonb_agg(item ->> 'title') FROM jsonb_array_elements(data -> 'items') AS item), '[]') AS goods,
    data ->> 'total' AS total, coalesce(args -> 'changes', '[]') AS changes, reason,
    coalesce(args ->> 'field', '') AS field, coalesce(args ->> 'heading', '') AS heading,
    coalesce(args ->> 'value', '') AS value
FROM order_import_row
WHERE department_id = $1 AND import_id = $2 AND id > $4 AND ($3 = '' OR fate = $3)
ORDER BY order_import_row.id LIMIT $5
"""
_REFUSED = """
SELECT id, line, number, reason, args, data FROM order_import_row
WHERE department_id = $1 AND import_id = $2 AND fate = 'refused' AND id > $3 ORDER BY id LIMIT $4
"""
