"""Events that cannot be written down now wait in the data folder: no vendor tells them twice.

Guarantee: an event that was answered with yes is in the database, or on the disk until it is there.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import shutil
import time
import uuid
from collections.abc import Coroutine
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import asyncpg
import structlog

from backend.hotline.calls.writing import take_events
from backend.hotline.vendor.seed import write_whole
from backend.infra import db
from backend.infra.telephony.adapter import CallEvent
from backend.infra.vault import lock, unlock
from backend.settings import settings

PURPOSE = "hotline-spool"
PATIENCE_SECONDS = 2.0
SWEEP_SECONDS = 2.0
LEAVE_FREE_BYTES = 50_000_000

log = structlog.get_logger("hotline")


async def keep(department_id: int, line_id: int, events: tuple[CallEvent, ...], at: datetime) -> bool:
    """In the database when this returns, else on the disk; False only where neither would take them."""
    if not events:
        return True
    try:
        await within(PATIENCE_SECONDS, take_events(department_id, line_id, events, at))
    except Exception as error:
        log.warning("hotline_events_spooled", events=len(events), error=repr(error))
        return await asyncio.to_thread(_wait, department_id, line_id, events, at)
    return True


async def within(seconds: float, work: Coroutine[Any, Any, Any]) -> Any:
    """What `work` gives, or TimeoutError after so long. A database that has frozen keeps also what is cancelled from
    ending: it is not waited for."""
    task = asyncio.create_task(work)
    task.add_done_callback(lambda over: over.cancelled() or over.exception())
    done, _ = await asyncio.wait({task}, timeout=seconds)
    if not done:
        task.cancel()
        raise TimeoutError
    return task.result()


def keep_soon(department_id: int, line_id: int, events: tuple[CallEvent, ...], at: datetime) -> None:
    """The same after the answer: whoever calls is not kept waiting for our book. One hand writes, however many call;
    what has gathered for a line meanwhile is written together."""
    global _writing
    if events:
        _gathered.setdefault((department_id, line_id), []).append((events, at))
        if _writing is None or _writing.done():
            _writing = asyncio.create_task(_write_gathered())


async def settled() -> None:
    """What has gathered is kept."""
    if _writing is not None:
        await _writing


async def carry_in(stopping: asyncio.Event) -> None:
    """As long as the process lives: what waits on the disk goes into the database as soon as that is there."""
    while not stopping.is_set():
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stopping.wait(), SWEEP_SECONDS)
        try:
            await drain()
        except Exception as error:
            log.debug("hotline_spool_waits", error=repr(error))
    await asyncio.wait_for(settled(), PATIENCE_SECONDS + 1)


async def drain() -> int:
    """Everything that waits, oldest first; returns how many batches were written. Stops where the database is away."""
    done = 0
    for path in _waiting():
        batch = _read(path)
        try:
            if batch is not None:
                await _write(batch)
                done += 1
        except (asyncpg.DataError, asyncpg.IntegrityConstraintViolationError, ValueError, TypeError) as error:
            log.error("hotline_events_unfit", name=path.name, error=repr(error))
            path.replace(path.with_name(f".unfit-{path.name}"))  # what never fits holds up nobody behind it
            continue
        path.unlink(missing_ok=True)
    return done


async def _write_gathered() -> None:
    while _gathered:
        (department_id, line_id), batches = _gathered.popitem()
        events = tuple(event for told, _ in batches for event in told)
        await keep(department_id, line_id, events, batches[-1][1])


async def _write(batch: dict[str, Any]) -> None:
    """A line that is no longer there has no log either."""
    if await db.fetchval("SELECT id FROM hotline_line WHERE id = $1", batch["line_id"]) is None:
        return
    events = [CallEvent(**{**each, "at": datetime.fromisoformat(each["at"])}) for each in batch["events"]]
    at = datetime.fromisoformat(batch["received_at"])
    await take_events(batch["department_id"], batch["line_id"], events, at)


def _wait(department_id: int, line_id: int, events: tuple[CallEvent, ...], at: datetime) -> bool:
    told = [{**asdict(each), "at": each.at.astimezone(UTC).isoformat()} for each in events]
    batch = {
        "department_id": department_id, "line_id": line_id, "received_at": at.isoformat(), "events": told,
    }  # fmt: skip
    try:
        _folder().mkdir(parents=True, exist_ok=True)
        if shutil.disk_usage(_folder()).free < LEAVE_FREE_BYTES:
            raise OSError("the disk is nearly full")
        name = f"{time.time_ns():020d}-{uuid.uuid4().hex}"
        write_whole(_folder() / name, lock(PURPOSE, json.dumps(batch)))
    except OSError as error:
        log.error("hotline_events_lost", events=len(events), error=repr(error))
        return False
    return True


def _read(path: Path) -> dict[str, Any] | None:
    """None for what another process has carried in meanwhile, or what cannot be opened with our secret."""
    try:
        return json.loads(unlock(PURPOSE, path.read_bytes()))
    except FileNotFoundError:
        return None
    except ValueError as error:
        log.error("hotline_spool_unreadable", name=path.name, error=repr(error))
        return None


def _waiting() -> list[Path]:
    folder = _folder()
    return sorted(path for path in folder.iterdir() if path.name[0] != ".") if folder.is_dir() else []


def _folder() -> Path:
    return settings().data_dir / "hotline" / "events"


_gathered: dict[tuple[int, int], list[tuple[tuple[CallEvent, ...], datetime]]] = {}
_writing: asyncio.Task[None] | None = None
