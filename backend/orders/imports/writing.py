"""Taking in what was confirmed, a batch at a time.

Guarantees: how far it has come is written in the transaction of each batch, so that a worker that was killed goes on
exactly there: nothing doubled, nothing lost.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from backend.audit.actions import note
from backend.infra import db, outbox
from backend.orders.imports.folder import remove
from backend.orders.imports.live import show_progress
from backend.orders.imports.reading import Ended
from backend.orders.intake import Taken, take_in
from backend.rules.orders.draft import Draft

BATCH = 250


@dataclass(frozen=True, slots=True)
class _Word:
    """Whoever has confirmed: it was their right then, and it is carried out in their name."""

    department_id: int
    person_id: int | None

    def may(self, permission: str) -> bool:
        return permission == "orders.take-in"


async def write(
    department_id: int, import_id: int, at: Callable[[], datetime], stopped: Callable[[], bool]
) -> None:
    """Takes in batch after batch until all are in. Ended where the worker stops before."""
    while await _batch(department_id, import_id, at()):
        await show_progress(department_id, import_id)
        if stopped():
            raise Ended
    await _done(department_id, import_id, at())


async def _batch(department_id: int, import_id: int, at: datetime) -> bool:
    """False when there is nothing more."""
    async with db.transaction():
        kept = await db.fetchrow(_KEPT, import_id)
        rows = await db.fetch(_ROWS, import_id, kept["written_id"], BATCH) if kept else []
        if kept is None or not rows:
            return False
        drafts = [msgspec.convert(row["data"], Draft, strict=False) for row in rows]
        by = _Word(department_id, kept["confirmed_by"])
        taken = await take_in(by, drafts, at, source="file", import_id=import_id)
        await db.execute(_PROGRESS, import_id, rows[-1]["id"], len(rows), _added(kept["outcome"], taken))
    return True


def _added(outcome: dict[str, Any], taken: Taken) -> dict[str, int]:
    found = {"new": taken.new, "known": taken.known, "changed": taken.changed, "work": taken.work}
    return {name: outcome.get(name, 0) + len(ids) for name, ids in found.items()}


async def _done(department_id: int, import_id: int, at: datetime) -> None:
    """What was refused stays for its list; the rest, with the customers' data in it, is in the orders now."""
    async with db.transaction():
        row = await db.fetchrow(_DONE, import_id, at)
        if row is None:
            return
        await db.execute(_TIDY, import_id)
        await note(
            "orders.imported", f"order_import:{import_id}", department_id=department_id, actor_id=row["confirmed_by"],
            filename=row["filename"], new=row["outcome"].get("new", 0), changed=row["outcome"].get("changed", 0),
            known=row["outcome"].get("known", 0), work=row["outcome"].get("work", 0),
        )  # fmt: skip
        await outbox.record("order.import_changed", department_id, import_id=import_id)
        db.after_commit(lambda: remove(import_id))


_KEPT = """
SELECT written_id, outcome, confirmed_by FROM order_import WHERE id = $1 AND state = 'writing' FOR UPDATE
"""
_ROWS = """
SELECT id, data FROM order_import_row WHERE import_id = $1 AND id > $2 AND fate IN ('new', 'changed')
ORDER BY id LIMIT $3
"""
_PROGRESS = """
UPDATE order_import SET written_id = $2, written = written + $3, outcome = $4, tries = 0 WHERE id = $1
"""
_DONE = """
UPDATE order_import SET state = 'done', ended_at = $2 WHERE id = $1 AND state = 'writing'
RETURNING filename, outcome, confirmed_by
"""
_TIDY = "DELETE FROM order_import_row WHERE import_id = $1 AND fate <> 'refused'"
