"""Open problems of whoever holds the order belong to the holder from now on, whoever that will be."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.infra.migrations import by_statements

ID = "2026-11-25T14:26:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "order problems: owned by the holder"

STATEMENTS = (
    """UPDATE order_problem SET owner_post = 'holder' FROM order_hold
        WHERE order_hold.order_id = order_problem.order_id AND closed_at IS NULL AND owner_post = ''
          AND owner_id = order_hold.person_id""",
)


async def forwards() -> MigrationManager:
    return by_statements(ID, DESCRIPTION, STATEMENTS)
