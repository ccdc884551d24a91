"""Brings the database to this version of the program: once, all or nothing, however many processes start together."""

from __future__ import annotations

import contextlib
import io
import os
from collections.abc import Iterable
from typing import Any

import asyncpg
from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.apps.migrations.commands.check import CheckMigrationManager
from piccolo.apps.migrations.commands.forwards import run_forwards
from piccolo.columns.base import Column, OnDelete, OnUpdate
from piccolo.columns.indexes import IndexMethod
from piccolo.table import Table

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


Columns = tuple[tuple[str, type[Column], dict[str, Any]], ...]
"""Name, type and what of it is not usual, as `add_columns` takes them."""


def add_table(manager: MigrationManager, class_name: str, tablename: str, columns: Columns) -> None:
    """A new table with these columns."""
    manager.add_table(class_name=class_name, tablename=tablename, schema=None, columns=None)
    add_columns(manager, class_name, tablename, columns)


def add_columns(manager: MigrationManager, class_name: str, tablename: str, columns: Columns) -> None:
    """More columns of a table."""
    for name, kind, params in columns:
        manager.add_column(
            table_class_name=class_name,
            tablename=tablename,
            column_name=name,
            db_column_name=name,
            column_class_name=kind.__name__,
            column_class=kind,
            params={**_USUAL, **params},
            schema=None,
        )


def reference(table: type[Table], **options: Any) -> dict[str, Any]:
    """What a foreign key says: nothing disappears by itself."""
    kept = {"on_delete": OnDelete.restrict, "on_update": OnUpdate.restrict, "target_column": None}
    return {"references": table, **kept, **options}


_USUAL: dict[str, Any] = {
    "null": False,
    "primary_key": False,
    "unique": False,
    "index": False,
    "index_method": IndexMethod.btree,
    "choices": None,
    "db_column_name": None,
    "secret": False,
}


async def _forwards() -> None:
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        async with db.transaction():
            result = await run_forwards("dangban")
    if not result.success:
        raise RuntimeError(f"migration failed: {result.message} {said.getvalue()}")
