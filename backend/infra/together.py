"""Several reads of one department in one round trip: what a page needs of many domains costs it one wait."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from backend.infra import db

Rows = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Read:
    """One of them: a statement of `$1`, the department, and `$2`, the instant; and what its rows mean.

    Rows come by name, as JSON has them, in the statement's order; `instants` are the columns that are moments.
    """

    name: str
    sql: str
    make: Callable[[Rows, datetime], Any]
    instants: tuple[str, ...] = ()


async def read_together(reads: tuple[Read, ...], department_id: int, at: datetime) -> dict[str, Any]:
    """What each read finds at `at`, by its name."""
    rows = {row["name"]: row["rows"] for row in await db.fetch(_statement(reads), department_id, at)}
    return {read.name: read.make(_with_instants(rows[read.name], read.instants), at) for read in reads}


def _statement(reads: tuple[Read, ...]) -> str:
    known = _statements.get(reads)
    if known is None:
        known = _statements[reads] = " UNION ALL ".join(map(_part, reads))
    return known


def _part(read: Read) -> str:
    return f"SELECT '{read.name}' AS name, coalesce(jsonb_agg(to_jsonb(part)), '[]') AS rows FROM ({read.sql}) AS part"


def _with_instants(rows: Rows, instants: tuple[str, ...]) -> Rows:
    for row in rows:
        for name in instants:
            if row[name] is not None:
                row[name] = datetime.fromisoformat(row[name])
    return rows


_statements: dict[tuple[Read, ...], str] = {}
