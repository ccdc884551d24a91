"""What is sealed: which tables, in which seals, and what of a row is hashed.

A chain runs per department. Its seals stand in a table of their own, append-only like what they seal. The code that
seals (`sealing`) and that walks a chain (`verifying`) is the same for all of them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from backend.infra import db

Digests = Callable[[Sequence[int]], Awaitable[dict[int, bytes]]]
"""The SHA-256 of each of these rows that is there, by its id."""

Gone = Mapping[int, frozenset[int]]
"""Positions of each seal whose rows were removed lawfully, by the seal's number."""


async def _nothing_gone(department_id: int | None) -> Gone:
    return {}


async def _no_number(table: str, row_id: int) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Chain:
    """`entries` is the column of `seals` that names rows: `table:id`, or the bare id where there is one table only.

    `broken` begins the ids of the sentences about a broken link. `gone` says what was removed lawfully, `number_of`
    what people call a row by. `dated`: whose a seal is, its time and its last transaction are hashed with
    it, so that none can be made older than it is or be another's; the first trails have none. `columns` are those of
    each table without which nothing can be walked.
    """

    name: str
    seals: str
    entries: str
    tables: Mapping[str, Digests]
    lock: int
    broken: str
    gone: Callable[[int | None], Awaitable[Gone]] = _nothing_gone
    number_of: Callable[[str, int], Awaitable[str]] = _no_number
    dated: bool = False
    columns: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def entry(self, table: str, row_id: int) -> Any:
        """As a seal names it."""
        return row_id if len(self.tables) == 1 else f"{table}:{row_id}"

    def row(self, entry: Any) -> tuple[str, int]:
        """The table and the id that an entry names; ValueError where it names none."""
        if isinstance(entry, int):
            return next(iter(self.tables)), entry
        table, _, row_id = str(entry).partition(":")
        if table not in self.tables or not 0 < int(row_id) < 1 << 63:
            raise ValueError(f"no row of this chain: {entry}")
        return table, int(row_id)

    def entry_sql(self, table: str) -> str:
        """The same as text, in SQL."""
        return f"{table}.id::text" if len(self.tables) == 1 else f"'{table}:' || {table}.id"

    async def digests(self, rows: Sequence[tuple[str, int]]) -> dict[tuple[str, int], bytes]:
        """Those of these rows that are there."""
        found: dict[tuple[str, int], bytes] = {}
        for table, digests_of in self.tables.items():
            ids = [row_id for of, row_id in rows if of == table]
            if ids:
                found |= {(table, row_id): value for row_id, value in (await digests_of(ids)).items()}
        return found


async def lacking(chain: Chain) -> str:
    """The first column that the database's owner took away, with its table; empty where all are there."""
    seals = ("department_id", "number", chain.entries, "digests", "previous", "hash", "sealed_at", "last_tx")
    tables = {**chain.columns, chain.seals: seals, "transaction_epoch": ("id", "cluster", "shift")}
    wanted = [(table, name) for table, names in tables.items() for name in names]
    return await db.fetchval(_LACKING, [table for table, _ in wanted], [name for _, name in wanted]) or ""


def whose(department_id: int | None, table: str = "") -> str:
    """The department of a chain as a condition that an index answers; `$1` is used either way."""
    column = f"{table}.department_id" if table else "department_id"
    return f"{column} = $1::bigint" if department_id else f"{column} IS NULL AND $1::bigint IS NULL"


def hashed(said: Any) -> bytes:
    """SHA-256 of what a row says, in one fixed form."""
    return hashlib.sha256(
        json.dumps(said, ensure_ascii=False, sort_keys=True, default=_plain).encode()
    ).digest()


def fields_digested(table: str, names: Sequence[str]) -> Digests:
    """Hashes these columns by name. What is null is left out, so that a column which is added later, null in old rows,
    leaves their digests as they are."""
    statement = f"SELECT {', '.join(names)} FROM {table} WHERE id = ANY($1::bigint[])"

    async def digests_of(ids: Sequence[int]) -> dict[int, bytes]:
        rows = await db.fetch(statement, ids)
        return {row["id"]: hashed([table, said(row)]) for row in rows}

    return digests_of


def said(row: Any) -> dict[str, Any]:
    """What a row says, without what is null."""
    return {name: value for name, value in row.items() if value is not None}


def _plain(value: Any) -> str:
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value)


_LACKING = """
SELECT of || '.' || name FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS wanted(of, name, place)
WHERE NOT EXISTS (
    SELECT FROM pg_attribute WHERE attrelid = to_regclass(of) AND attname = name AND NOT attisdropped
) ORDER BY place LIMIT 1
"""
