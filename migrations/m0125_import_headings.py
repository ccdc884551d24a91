"""The headings of a file of orders, kept for the list of its refused lines: the file itself goes."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import JSONB

from backend.infra.migrations import Columns, add_columns

ID = "2026-11-25T08:30:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "order imports: headings"

IMPORT: Columns = (("headings", JSONB, {"default": "[]"}),)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="dangban", description=DESCRIPTION)
    add_columns(manager, "OrderImport", "order_import", IMPORT)
    return manager
