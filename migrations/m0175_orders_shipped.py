"""An order may have left before it was taken in: it is kept as that, and nobody calls about it."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.infra.migrations import by_statements

ID = "2026-11-25T14:20:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "orders: shipped is a standing, too"

STATEMENTS = (
    "ALTER TABLE customer_order DROP CONSTRAINT customer_order_standing",
    """ALTER TABLE customer_order ADD CONSTRAINT customer_order_standing
        CHECK (standing IN ('unpaid', 'paid', 'shipped', 'closed'))""",
)


async def forwards() -> MigrationManager:
    return by_statements(ID, DESCRIPTION, STATEMENTS)
