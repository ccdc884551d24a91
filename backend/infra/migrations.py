"""Brings the database to this version of the program: once, all or nothing, however many processes start together."""

from __future__ import annotations

import contextlib
import io
import os
from collections.abc import Iterable

import asyncpg
from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.apps.migrations.commands.check import CheckMigrationManager
from piccolo.apps.migrations.commands.forwards import run_forwards

from backend.infra import db

LOCK = 0x64616E67  # any number, the same in every process

os.environ.setdefault("PICCOLO_CONF", "backend.piccolo_conf")


async def migrate() -> None:
    """Applies what is missing; a second caller waits for the first and finds nothing left to do."""
    guard = await asyncpg.connect(dsn=db.engine().config["dsn"])
    try:
        await guard.execute("SELECT pg_advisory_lock($1)", LOCK)
        await _forwards()
    finally:
        await guard.close()


async def missing() -> list[str]:
    """The ids of the migrations that the database has not seen yet."""
    statuses = await CheckMigrationManager(app_name="dangban").get_migration_statuses()
    return [status.migration_id for status in statuses if not status.has_ran]


def by_statements(migration_id: str, description: str, statements: Iterable[str]) -> MigrationManager:
    """A migration of SQL alone: constraints, triggers, indexes, and what becomes of old rows."""
    manager = MigrationManager(migration_id=migration_id, app_name="dangban", description=description)

    async def run() -> None:
        for statement in statements:
            await db.engine().run_ddl(statement)

    manager.add_raw(run)
    return manager


async def _forwards() -> None:
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        async with db.transaction():
            result = await run_forwards("dangban")
    if not result.success:
        raise RuntimeError(f"migration failed: {result.message} {said.getvalue()}")
