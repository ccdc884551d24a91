"""Files of orders are read and taken in beside the short jobs: an import takes as long as it takes."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Any

import structlog

from backend.orders.imports.carrying import carry_on, unfinished
from backend.orders.imports.clearing import clear_imports
from workers.outcomes import quiet, recorded

MOST_TOGETHER = 2

log = structlog.get_logger("worker")

_at_it: dict[int, asyncio.Task[None]] = {}


@recorded
async def carry_order_import(context: dict[str, Any], import_id: int) -> None:
    """Begins with it, or goes on, in a task that lives as long as the worker; the job itself is over at once."""
    begin(context["stopping"], import_id)


@quiet
async def sweep_order_imports(context: dict[str, Any]) -> int:
    """Whatever a worker that died has left."""
    for import_id in await unfinished():
        begin(context["stopping"], import_id)
    return 0


@quiet
async def sweep_old_imports(context: dict[str, Any]) -> int:
    """Files and lists that nobody wants any more."""
    return await clear_imports(datetime.now(UTC))


def begin(stopping: asyncio.Event, import_id: int) -> None:
    """Nothing where this worker is at it already, or at as many as it can; the sweep comes again."""
    if import_id in _at_it or len(_at_it) >= MOST_TOGETHER:
        return
    task = asyncio.create_task(_carry(stopping, import_id))
    _at_it[import_id] = task
    task.add_done_callback(lambda _: _at_it.pop(import_id, None))


async def _carry(stopping: asyncio.Event, import_id: int) -> None:
    try:
        await carry_on(import_id, lambda: datetime.now(UTC), stopping.is_set)
    except Exception as error:  # a database that is away, for instance: the sweep begins again
        log.error("order_import_interrupted", import_id=import_id, exc_info=error)
