"""What must happen after a change, written in the change's own transaction and carried out after its commit.

Guarantees:
- an event exists exactly when the change that caused it exists;
- it is carried out at least once, by whichever process takes it first (effects are idempotent);
- a failing effect is tried again later and later, its error kept beside it, and delays nobody else's.

There is no NOTIFY on purpose: it holds one database-wide lock through every commit, so that 32 people who clock in at
the same moment would wait for each other's disk. The process that wrote wakes its own relay; all others sweep.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from typing import Any

import structlog

from backend.infra import db

Effect = Callable[..., Awaitable[None]]

SWEEP_SECONDS = 1.0
BATCH = 200
PARK_AFTER = 20

INSERT = "INSERT INTO outbox (department_id, event, payload) VALUES ($1, $2, $3)"

log = structlog.get_logger("outbox")
_effects: dict[str, list[Effect]] = {}
_wake = asyncio.Event()


def effect(event: str) -> Callable[[Effect], Effect]:
    """Registers what follows an event: `@effect("punch.recorded") async def show(department_id, **payload)`."""

    def register(function: Effect) -> Effect:
        _effects.setdefault(event, []).append(function)
        return function

    return register


async def record(event: str, department_id: int | None, **payload: Any) -> None:
    """Writes the event into the open transaction; it leaves after the commit."""
    await db.execute(INSERT, department_id, event, payload)
    db.after_commit(wake)


def wake() -> None:
    """Tells this process's relay that there is something to carry out."""
    _wake.set()


async def relay(stopping: asyncio.Event) -> None:
    """Carries out events until `stopping` is set. Lives in every web and worker process; survives a database restart."""
    while not stopping.is_set():
        try:
            while await drain():
                pass
        except Exception as error:  # the database may be away: the next sweep finds everything again
            log.warning("relay_interrupted", error=repr(error))
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(_wake.wait(), SWEEP_SECONDS)
        _wake.clear()


async def drain() -> int:
    """Carries out what is due now, one batch; returns how many events were taken."""
    pool = db.engine().pool
    if pool is None:
        return 0
    async with pool.acquire() as connection, connection.transaction():
        rows = await connection.fetch(_TAKE, BATCH)
        done = [row["id"] for row in rows if await _carry_out(connection, row)]
        if done:
            await connection.execute("DELETE FROM outbox WHERE id = ANY($1::bigint[])", done)
        return len(rows)


async def oldest_age_seconds() -> float:
    """How long the oldest event that is due has waited; 0 when there is none."""
    return float(await db.fetchval(_OLDEST) or 0.0)


_TAKE = """
SELECT id, department_id, event, payload, attempts FROM outbox
WHERE not_before <= now() AND attempts < 20
ORDER BY id LIMIT $1 FOR UPDATE SKIP LOCKED
"""
_OLDEST = """
SELECT extract(epoch FROM now() - min(greatest(created_at, not_before))) FROM outbox
WHERE not_before <= now() AND attempts < 20
"""
_LATER = """
UPDATE outbox SET attempts = attempts + 1, last_error = $2,
    not_before = now() + least(300, power(2, attempts)) * interval '1 second'
WHERE id = $1
"""


async def _carry_out(connection: Any, row: Any) -> bool:
    try:
        for function in _effects.get(row["event"], ()):
            await function(row["department_id"], **row["payload"])
        return True
    except Exception as error:
        level = log.error if row["attempts"] + 1 >= PARK_AFTER else log.warning
        level("effect_failed", outbox_event=row["event"], id=row["id"], error=repr(error))
        await connection.execute(_LATER, row["id"], repr(error)[:500])
        return False
