"""The order check: who told the customer that something is missing, and which problems are over their time."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import BigInt, Timestamptz

from backend.infra.migrations import Columns, add_columns

ID = "2026-11-25T06:30:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "order problems: customer told by, overdue"

ORDER_PROBLEM: Columns = (
    ("told_customer_by", BigInt, {"null": True, "default": None}),
    ("overdue_at", Timestamptz, {"null": True, "default": None}),
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="dangban", description=DESCRIPTION)
    add_columns(manager, "OrderProblem", "order_problem", ORDER_PROBLEM)
    return manager
