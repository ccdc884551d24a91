"""What a bundle carries is found at once, however many deliveries there have been."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.infra.migrations import by_statements

ID = "2026-11-25T04:02:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "messages: index of bundles"

STATEMENTS = ("CREATE INDEX delivery_carried ON delivery (carried_by) WHERE carried_by IS NOT NULL",)


async def forwards() -> MigrationManager:
    return by_statements(ID, DESCRIPTION, STATEMENTS)
