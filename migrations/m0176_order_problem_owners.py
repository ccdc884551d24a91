"""Which goods of an order are missing, where one of its problems says that some are."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import JSONB

from backend.infra.migrations import Columns, add_columns

ID = "2026-11-25T14:25:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "order problems: missing goods"

ORDER_PROBLEM: Columns = (("missing", JSONB, {"default": "[]"}),)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="dangban", description=DESCRIPTION)
    add_columns(manager, "OrderProblem", "order_problem", ORDER_PROBLEM)
    return manager
