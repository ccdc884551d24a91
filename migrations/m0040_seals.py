"""A seal remembers the last transaction that it took."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.infra.migrations import by_statements

ID = "2026-11-23T21:40:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "seals name their last transaction"


async def forwards() -> MigrationManager:
    return by_statements(ID, DESCRIPTION, ["ALTER TABLE audit_seal ADD COLUMN last_tx xid8 NOT NULL"])
