"""Getting on with an import: one worker at a time, and whoever comes after one that died goes on where it was."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Callable
from datetime import datetime
from typing import Any

import asyncpg
import structlog

from backend.infra import db, outbox
from backend.orders.files import Unreadable
from backend.orders.imports.folder import remove
from backend.orders.imports.reading import Ended, read
from backend.orders.imports.writing import write

log = structlog.get_logger("orders")

MOST_TRIES = 5
LOCK = 0x6F72  # a class of its own among the advisory locks


async def carry_on(
    import_id: int, at: Callable[[], datetime], stopped: Callable[[], bool] = lambda: False
) -> None:
    """Reads or takes in what is due of it, to its end. `at` is the clock; `stopped` says that the worker ends.

    Does nothing where another worker is at it or nothing is due, so that it may be called as often as one likes.
    """
    async with _alone(import_id) as mine:
        if not mine:
            return
        kept = await db.fetchrow(_BEGIN, import_id)
        if kept is None:
            return
        department_id, step = kept["department_id"], read if kept["state"] == "reading" else write
        try:
            if kept["tries"] > MOST_TRIES:
                raise Unreadable("intake-gave-up")
            await step(department_id, import_id, at, stopped)
        except Ended:
            return
        except FileNotFoundError:
            await _failed(department_id, import_id, Unreadable("intake-file-gone"), at())
        except Unreadable as error:
            await _failed(department_id, import_id, error, at())


async def unfinished() -> list[int]:
    """Imports that wait for a worker, of all departments, the oldest first."""
    return [row["id"] for row in await db.fetch(_UNFINISHED)]


@contextlib.asynccontextmanager
async def _alone(import_id: int) -> AsyncIterator[bool]:
    """Whether nobody else is at it: a lock of the session, which ends with the process, however that ends."""
    connection: asyncpg.Connection = await db.engine().get_new_connection()
    try:
        yield bool(await connection.fetchval("SELECT pg_try_advisory_lock($1, $2)", LOCK, import_id % 2**31))
    finally:
        await connection.close(timeout=5)


async def _failed(department_id: int, import_id: int, error: Unreadable, at: datetime) -> None:
    log.warning("import_failed", import_id=import_id, reason=error.code)
    told: dict[str, Any] = {"code": error.code, "args": error.values}
    async with db.transaction():
        await db.execute(_FAILED, import_id, error.code, at, told)
        await db.execute("DELETE FROM order_import_row WHERE import_id = $1", import_id)
        await outbox.record("order.import_changed", department_id, import_id=import_id)
        db.after_commit(lambda: remove(import_id))


_BEGIN = """
UPDATE order_import SET tries = tries + 1 WHERE id = $1 AND state IN ('reading', 'writing')
RETURNING department_id, state, tries
"""
_UNFINISHED = "SELECT id FROM order_import WHERE state IN ('reading', 'writing') ORDER BY id"
_FAILED = """
UPDATE order_import SET state = 'failed', reason = $2, ended_at = $3, outcome = outcome || $4
WHERE id = $1 AND state IN ('reading', 'writing')
"""
