"""Reading a file: what would become of each of its orders. Takes nothing in.

Guarantees:
- memory stays the same for any number of rows: they are gone through twice and kept in the database a batch at a time;
- a worker that was killed begins again and comes to the same result;
- all rows of an order are judged together, wherever they stand; one fault refuses the order whole.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

import anyio.to_thread
import msgspec

from backend.company.queries import department_zone
from backend.infra import db, outbox
from backend.orders.files import Table, open_table
from backend.orders.imports.folder import file_of
from backend.orders.imports.live import show_progress
from backend.orders.known import known_orders
from backend.orders.layouts import layouts_of
from backend.rules.orders.changes import as_told, changes
from backend.rules.orders.draft import STANDINGS
from backend.rules.orders.layouts import Folded, Layout, Reading, Refused, Row, recognise

BATCH = 500


class Ended(Exception):
    """Nobody wants it to be read any more: it was dropped, or the worker stops."""


async def read(
    department_id: int, import_id: int, at: Callable[[], datetime], stopped: Callable[[], bool]
) -> None:
    """From the file to what is shown. Unreadable where nothing can be made of it; Ended."""
    layouts = await layouts_of(department_id)
    with await anyio.to_thread.run_sync(
        open_table, file_of(import_id), lambda cells: recognise(cells, layouts) is not None
    ) as table:
        layout = recognise(table.headings, layouts)
        if layout is None:
            await _ask_for_mapping(department_id, import_id)
        else:
            await _look_through(department_id, import_id, table, layout, stopped)


async def _look_through(
    department_id: int, import_id: int, table: Table, layout: Layout, stopped: Callable[[], bool]
) -> None:
    reading = Reading.of(layout, table.headings, await department_zone(department_id))
    walk = await anyio.to_thread.run_sync(_Walk.over, table, reading)
    await _begin(import_id, layout, table.headings, walk.rows)
    counts = _Counts()
    while batch := await anyio.to_thread.run_sync(walk.next_orders):
        if stopped():
            raise Ended
        await _keep(department_id, import_id, batch, counts)
        await show_progress(department_id, import_id)
    await _ready(department_id, import_id, counts)


Order = tuple[Folded | Refused, list[Row]]


class _Walk:
    """The orders of a table, each as soon as its last row has come."""

    def __init__(self, table: Table, reading: Reading, last: dict[int, int], rows: int):
        self.reading, self.rows, self.seen = reading, rows, 0
        self.orders = self._orders(table, last)

    @classmethod
    def over(cls, table: Table, reading: Reading) -> _Walk:
        """Goes through the table once to find where each order ends."""
        last: dict[int, int] = {}
        rows = 0
        for row in table.rows():
            last[hash(reading.number_of(row))] = row[0]
            rows += 1
        return cls(table, reading, last, rows)

    def next_orders(self) -> list[tuple[Order, int]]:
        """The next ones, each with how many rows were gone through by then; none at the end."""
        found = []
        for order in self.orders:
            found.append((order, self.seen))
            if len(found) == BATCH:
                break
        return found

    def _orders(self, table: Table, last: dict[int, int]) -> Iterator[Order]:
        waiting: dict[str, list[Row]] = {}
        for row in table.rows():
            self.seen += 1
            number = self.reading.number_of(row)
            if not number:
                yield self._order([row])
                continue
            waiting.setdefault(number, []).append(row)
            if last[hash(number)] <= row[0]:
                yield self._order(waiting.pop(number))
        for rows in waiting.values():  # numbers whose hashes are the same by chance
            yield self._order(rows)

    def _order(self, rows: list[Row]) -> Order:
        return self.reading.fold(rows), rows


@dataclass(slots=True)
class _Counts:
    """Orders by fate, and by standing; the sum of what new ones have cost."""

    numbers: Counter[str] = field(default_factory=Counter)
    total: Decimal = Decimal(0)

    def told(self) -> dict[str, Any]:
        names = ("new", "known", "changed", "refused", *STANDINGS)
        return {**{name: self.numbers[name] for name in names}, "total": f"{self.total:.2f}"}


async def _begin(import_id: int, layout: Layout, headings: list[str], rows: int) -> None:
    async with db.transaction():
        if await db.fetchval(_BEGIN, import_id, layout.code, rows, headings) is None:
            raise Ended
        await db.execute("DELETE FROM order_import_row WHERE import_id = $1", import_id)


async def _keep(department_id: int, import_id: int, batch: list[tuple[Order, int]], counts: _Counts) -> None:
    orders = [order for order, _ in batch]
    drafts = [read.draft for read, _ in orders if isinstance(read, Folded)]
    async with db.transaction():
        known = await known_orders(department_id, [draft.key for draft in drafts])
        rows = [
            _refused(read, lines) if isinstance(read, Refused) else _fate(read, known, counts)
            for read, lines in orders
        ]
        for row in rows:
            counts.numbers[row["fate"]] += 1
        await db.execute(_KEEP, department_id, import_id, [row for row in rows if row["fate"] != "known"])
        if await db.fetchval(_PROGRESS, import_id, batch[-1][1], counts.told()) is None:
            raise Ended


def _fate(read: Folded, known: dict[Any, Any], counts: _Counts) -> dict[str, Any]:
    draft = read.draft
    there = known.get(draft.key)
    found = changes(there.told, as_told(draft)) if there else ()
    fate = "new" if there is None else "changed" if found else "known"
    counts.numbers[draft.standing] += 1
    if fate == "new" and draft.standing in ("paid", "shipped"):
        counts.total += draft.paid or Decimal(0)
    return {
        "line": read.line, "number": draft.number, "fate": fate, "reason": "", "data": msgspec.to_builtins(draft),
        "args": {"standing": draft.standing, "changes": [[each.field, each.before, each.after] for each in found]},
    }  # fmt: skip


def _refused(read: Refused, lines: list[Row]) -> dict[str, Any]:
    args = {"field": read.field, "heading": read.heading, "value": read.value}
    return {
        "line": read.line, "number": read.number, "fate": "refused", "reason": read.code, "args": args,
        "data": {"rows": [[line, cells] for line, cells in lines[:200]]},
    }  # fmt: skip


async def _ready(department_id: int, import_id: int, counts: _Counts) -> None:
    async with db.transaction():
        if await db.fetchval(_READY, import_id, counts.told()) is None:
            raise Ended
        await outbox.record("order.import_changed", department_id, import_id=import_id)


async def _ask_for_mapping(department_id: int, import_id: int) -> None:
    async with db.transaction():
        await db.execute(_UNMAPPED, import_id)
        await outbox.record("order.import_changed", department_id, import_id=import_id)


_BEGIN = """
UPDATE order_import SET layout = $2, rows_total = $3, headings = $4, rows_read = 0, counts = '{}'
WHERE id = $1 AND state = 'reading' RETURNING id
"""
_KEEP = """
INSERT INTO order_import_row (department_id, import_id, line, number, fate, reason, args, data)
SELECT $1, $2, told.* FROM jsonb_to_recordset($3)
    AS told(line integer, number text, fate text, reason text, args jsonb, data jsonb)
"""
_PROGRESS = """
UPDATE order_import SET rows_read = $2, counts = $3, tries = 0 WHERE id = $1 AND state = 'reading' RETURNING id
"""
_READY = """
UPDATE order_import SET state = 'ready', rows_read = rows_total, counts = $2, tries = 0
WHERE id = $1 AND state = 'reading' RETURNING id
"""
_UNMAPPED = "UPDATE order_import SET state = 'unmapped', tries = 0 WHERE id = $1 AND state = 'reading'"
