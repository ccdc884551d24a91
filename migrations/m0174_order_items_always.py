"""Goods come with their order also where a session says that it is a replica."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.infra.migrations import by_statements

ID = "2026-11-25T14:10:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "orders: goods come with their order, whatever a session calls itself"


async def forwards() -> MigrationManager:
    return by_statements(
        ID, DESCRIPTION, ["ALTER TABLE order_item ENABLE ALWAYS TRIGGER order_item_with_order"]
    )
