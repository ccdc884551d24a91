"""One open problem for each point of an order; repeated taps of a phone are found by their key."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.infra.migrations import by_statements

ID = "2026-11-25T06:31:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "order problems: one open per point"

STATEMENTS = (
    "CREATE UNIQUE INDEX order_problem_one_open ON order_problem (order_id, point) WHERE closed_at IS NULL",
    """ALTER TABLE order_problem ADD CONSTRAINT order_problem_told
        CHECK ((told_customer_at IS NULL) = (told_customer_by IS NULL))""",
)


async def forwards() -> MigrationManager:
    return by_statements(ID, DESCRIPTION, STATEMENTS)
