"""The desk lists the orders of one shop."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.infra.migrations import by_statements

ID = "2026-11-25T09:42:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "orders: those of one shop"

STATEMENTS = (
    "CREATE INDEX customer_order_shop ON customer_order (department_id, shop, accepted_at DESC, id DESC)",
)


async def forwards() -> MigrationManager:
    return by_statements(ID, DESCRIPTION, STATEMENTS)
