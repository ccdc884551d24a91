"""Says that the worker is alive; `/health/ready` and `dangban doctor` listen."""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket

import structlog

from backend.infra import db

SECONDS = 5
NAME = f"worker:{socket.gethostname()}:{os.getpid()}"

log = structlog.get_logger("worker")

_BEAT = "INSERT INTO heartbeat (name, at) VALUES ($1, now()) ON CONFLICT (name) DO UPDATE SET at = now()"


async def beat(stopping: asyncio.Event) -> None:
    """Writes the moment down every few seconds; a database that is away is tried again."""
    while not stopping.is_set():
        try:
            await db.execute(_BEAT, NAME)
        except Exception as error:
            log.warning("heartbeat_missed", error=repr(error))
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stopping.wait(), SECONDS)
    with contextlib.suppress(Exception):
        await db.execute("DELETE FROM heartbeat WHERE name = $1", NAME)
