"""A delivery counts once; what a worker has to go on with is found at once."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.infra.migrations import by_statements

ID = "2026-11-25T08:01:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "order imports: uniqueness, what is looked up"

STATEMENTS = (
    "CREATE UNIQUE INDEX order_delivery_once ON order_delivery (source_id, signature)",
    "CREATE INDEX order_delivery_old ON order_delivery (department_id, at)",
    "CREATE INDEX order_import_unfinished ON order_import (department_id, id) WHERE state IN ('reading', 'writing')",
    "CREATE INDEX order_import_row_order ON order_import_row (import_id, id)",
    """ALTER TABLE order_import ADD CONSTRAINT order_import_state
        CHECK (state IN ('reading', 'unmapped', 'ready', 'writing', 'done', 'failed', 'dropped'))""",
)


async def forwards() -> MigrationManager:
    return by_statements(ID, DESCRIPTION, STATEMENTS)
