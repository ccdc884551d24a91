"""What must happen after a change, written in the change's own transaction and carried out after its commit.

Guarantees:
- an event exists exactly when the change that caused it exists;
- it is carried out at least once, by whichever process takes it first (effects are idempotent);
- a failing effect is tried again later and later, its error kept beside it, and delays nobody else's.

The worker relays at once; a web process takes only what has waited for seconds, so that rendering for others costs a
tap nothing while the worker lives, and nothing stands still when it does not.

NOTIFY never runs inside the change's transaction: it would hold one database-wide lock through the commit, and 32
people who clock in at the same moment would wait for each other's disk. It follows the commit, one for many.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from typing import Any

import asyncpg
import structlog

from backend.infra import db

Effect = Callable[..., Awaitable[None]]
Payloads = list[dict[str, Any]]

CHANNEL = "dangban_outbox"
SWEEP_SECONDS = 1.0
GATHER_SECONDS = 0.001
WAKE_PAUSE_SECONDS = 0.05
PACE_SECONDS = 0.1
REST = 2.0
"""A relay rests twice as long as a batch took: what follows a tap never takes the processor from the next tap."""
BATCH = 200
RUSH = 2_000
"""What may come with a full batch, of events that share their effects: a thousand cost little more than one."""
PARK_AFTER = 20

INSERT = "INSERT INTO outbox (department_id, event, payload) VALUES ($1, $2, $3)"

log = structlog.get_logger("outbox")


def effect(event: str) -> Callable[[Effect], Effect]:
    """Registers what follows an event: `@effect("punch.recorded") async def show(department_id, **payload)`."""

    def register(function: Effect) -> Effect:
        _effects.setdefault(event, []).append(function)
        return function

    return register


def effect_together(event: str) -> Callable[[Effect], Effect]:
    """Registers what follows all events of one kind and department that wait together, once for all of them:
    `@effect_together("punch.recorded") async def show(department_id, payloads)`. In a rush many share one message.
    """

    def register(function: Effect) -> Effect:
        _together.setdefault(event, []).append(function)
        return function

    return register


async def record(event: str, department_id: int | None, **payload: Any) -> None:
    """Writes the event into the open transaction; it leaves after the commit."""
    await db.execute(INSERT, department_id, event, payload)
    db.after_commit(wake)


def wake() -> None:
    """Tells the relays that there is something to carry out: the first of a rush at once, the others together."""
    global _waking
    if _waking is None:
        loop = asyncio.get_running_loop()
        pause = max(GATHER_SECONDS, _woke_at + WAKE_PAUSE_SECONDS - loop.time())
        _waking = loop.call_later(pause, _send_wake)


async def relay(stopping: asyncio.Event, patience: float = 0.0) -> None:
    """Carries out events that have waited for `patience` seconds, until `stopping` is set.

    Hears of new ones by LISTEN and sweeps every second besides, so that a lost message costs a second and a database
    restart nothing but the time it takes. One event leaves at once; in a rush, a batch every tenth of a second.
    """
    async with _Ear(stopping, deaf=patience > 0) as ear:
        while not stopping.is_set():
            try:
                await ear.open()
                while (took := await _timed_drain(patience)) is not None:
                    await asyncio.sleep(max(PACE_SECONDS, REST * took))
            except Exception as error:  # the database may be away: the next sweep finds everything again
                log.warning("relay_interrupted", error=repr(error))
            await ear.wait(SWEEP_SECONDS)


async def drain(patience: float = 0.0) -> int:
    """Carries out what is due now, one batch; returns how many events were taken."""
    pool = db.engine().pool
    if pool is None:
        return 0
    async with pool.acquire() as connection, connection.transaction():
        rows = await connection.fetch(_TAKE, BATCH, patience)
        if len(rows) == BATCH:
            rows += await connection.fetch(_TAKE_RUSH, RUSH, patience, list(_together), rows[-1]["id"])
        failed = {row["id"]: error for row in rows if (error := await _carry_out(row)) is not None}
        failed |= await _carry_out_together([row for row in rows if row["id"] not in failed])
        for row in rows:
            if row["id"] in failed:
                await _try_later(connection, row, failed[row["id"]])
        done = [row["id"] for row in rows if row["id"] not in failed]
        await connection.execute("DELETE FROM outbox WHERE id = ANY($1::bigint[])", done)
        return len(rows)


async def oldest_age_seconds() -> float:
    """How long the oldest event that is due has waited; 0 when there is none."""
    return float(await db.fetchval(_OLDEST) or 0.0)


_effects: dict[str, list[Effect]] = {}
_together: dict[str, list[Effect]] = {}
_waking: asyncio.TimerHandle | None = None
_woke_at = 0.0
_sending: set[asyncio.Task[None]] = set()

_TAKE = """
SELECT id, department_id, event, payload, attempts FROM outbox
WHERE not_before <= now() - $2 * interval '1 second' AND attempts < 20
ORDER BY id LIMIT $1 FOR UPDATE SKIP LOCKED
"""
_TAKE_RUSH = """
SELECT id, department_id, event, payload, attempts FROM outbox
WHERE not_before <= now() - $2 * interval '1 second' AND attempts < 20 AND event = ANY($3::text[]) AND id > $4
ORDER BY id LIMIT $1 FOR UPDATE SKIP LOCKED
"""
_OLDEST = """
SELECT extract(epoch FROM now() - min(not_before)) FROM outbox WHERE not_before <= now() AND attempts < 20
"""
_LATER = """
UPDATE outbox SET attempts = attempts + 1, last_error = $2,
    not_before = now() + least(300, power(2, attempts)) * interval '1 second'
WHERE id = $1
"""


class _Ear:
    """A connection of its own that hears NOTIFY, opened again whenever it is lost."""

    def __init__(self, stopping: asyncio.Event, deaf: bool):
        self.stopping, self.deaf = stopping, deaf
        self.heard = asyncio.Event()
        self.connection: asyncpg.Connection | None = None

    async def __aenter__(self) -> _Ear:
        self._stop = asyncio.create_task(self._hear_the_end())
        return self

    async def __aexit__(self, *_: object) -> None:
        self._stop.cancel()
        if self.connection is not None and not self.connection.is_closed():
            with contextlib.suppress(Exception):
                await self.connection.close(timeout=2)

    async def open(self) -> None:
        if not self.deaf and (self.connection is None or self.connection.is_closed()):
            self.connection = await asyncpg.connect(dsn=db.engine().config["dsn"], timeout=5)
            await self.connection.add_listener(CHANNEL, lambda *_: self.heard.set())

    async def wait(self, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self.heard.wait(), seconds)
        self.heard.clear()

    async def _hear_the_end(self) -> None:
        await self.stopping.wait()
        self.heard.set()


def _send_wake() -> None:
    global _waking, _woke_at
    _waking, _woke_at = None, asyncio.get_running_loop().time()
    task = asyncio.create_task(_notify())
    _sending.add(task)
    task.add_done_callback(_sending.discard)


async def _notify() -> None:
    try:
        await db.execute(f"SELECT pg_notify('{CHANNEL}', '')")
    except Exception as error:  # the sweep finds the event a second later
        log.debug("wake_failed", error=repr(error))


async def _timed_drain(patience: float) -> float | None:
    """Seconds that a batch took; None when there was nothing to do."""
    started = asyncio.get_running_loop().time()
    taken = await drain(patience)
    return asyncio.get_running_loop().time() - started if taken else None


async def _carry_out(row: Any) -> Exception | None:
    """Every effect of one event; the error that it must be tried again for."""
    try:
        for function in _effects.get(row["event"], ()):
            await function(row["department_id"], **row["payload"])
    except Exception as error:
        return error
    return None


async def _carry_out_together(rows: list[Any]) -> dict[int, Exception]:
    """The common effects of what waits together; a failure has all of these events tried again."""
    waiting: dict[tuple[str, int], list[Any]] = {}
    for row in rows:
        if row["event"] in _together:
            waiting.setdefault((row["event"], row["department_id"]), []).append(row)
    failed: dict[int, Exception] = {}
    for (event, department_id), group in waiting.items():
        try:
            for function in _together[event]:
                await function(department_id, [row["payload"] for row in group])
        except Exception as error:
            failed |= {row["id"]: error for row in group}
    return failed


async def _try_later(connection: Any, row: Any, error: Exception) -> None:
    level = log.error if row["attempts"] + 1 >= PARK_AFTER else log.warning
    level("effect_failed", outbox_event=row["event"], id=row["id"], error=repr(error))
    await connection.execute(_LATER, row["id"], repr(error)[:500])
