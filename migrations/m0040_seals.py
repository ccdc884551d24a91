"""A seal remembers the last transaction that it took."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine import engine_finder

ID = "2026-11-23T21:40:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "seals name their last transaction"


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="dangban", description=DESCRIPTION)
    manager.add_raw(_run)
    return manager


async def _run() -> None:
    await engine_finder().run_ddl("ALTER TABLE audit_seal ADD COLUMN last_tx xid8 NOT NULL")
