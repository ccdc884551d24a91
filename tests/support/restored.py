"""The way back after a lost machine: a dump of the database, restored on another PostgreSQL."""

from __future__ import annotations

import asyncio
import subprocess
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from backend.infra import db
from backend.infra.embedded import postgres
from backend.infra.embedded.account import account

FAR = """DO $$ BEGIN FOR each IN 1..20000 LOOP PERFORM pg_current_xact_id(); COMMIT; END LOOP; END $$"""


@asynccontextmanager
async def a_new_machine() -> AsyncIterator[str]:
    """The URL of an empty database on a PostgreSQL that was made this moment: its transactions count from the start."""
    with tempfile.TemporaryDirectory(prefix="dangban-new-machine-") as folder:
        Path(folder).chmod(0o711)
        server = await postgres.start(Path(folder), max_connections=20)
        try:
            yield server.url
        finally:
            await server.stop()


async def grow_old() -> None:
    """The counter of transactions where this process acts goes on as it does in weeks of work."""
    await db.execute(FAR)


async def dump_and_restore(old: str, new: str) -> None:
    """As an operator does it, with the programs that come with PostgreSQL."""
    programs = postgres._programs(account())
    with tempfile.TemporaryDirectory(prefix="dangban-dump-") as folder:
        dump = Path(folder) / "dangban.dump"
        await _run(programs / "pg_dump", "--format=custom", f"--file={dump}", old)
        await _run(
            programs / "pg_restore",
            "--exit-on-error",
            "--no-owner",
            "--single-transaction",
            f"--dbname={new}",
            dump,
        )


@asynccontextmanager
async def acting_on(url: str) -> AsyncIterator[None]:
    """This process acts on that database meanwhile."""
    before = db.engine().config["dsn"], db.engine().pool
    db.engine().pool = None
    db.point_at(url)
    await db.open_pool(5)
    try:
        yield
    finally:
        await db.close_pool()
        db.point_at(before[0])
        db.engine().pool = before[1]


async def _run(*command: str | Path) -> None:
    done = await asyncio.to_thread(subprocess.run, command, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
