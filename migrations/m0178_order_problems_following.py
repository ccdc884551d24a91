"""The sweep asks every other second which problems follow their order; solved ones of years cost it nothing."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.infra.migrations import by_statements

ID = "2026-11-25T14:28:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "order problems: those of the holder by order"

STATEMENTS = (
    """CREATE INDEX order_problem_following ON order_problem (order_id)
        WHERE closed_at IS NULL AND owner_post = 'holder'""",
)


async def forwards() -> MigrationManager:
    return by_statements(ID, DESCRIPTION, STATEMENTS)
