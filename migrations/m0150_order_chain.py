"""What the chain of orders needs: the transaction of each row, seals that name rows of several tables, removals."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import JSONB, BigInt, BigSerial, ForeignKey, Integer, Text, Timestamptz
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.table import Table

from backend.infra.migrations import Columns, add_columns, add_table, reference


class Department(Table, tablename="department", schema=None):
    id = BigSerial(primary_key=True)


ID = "2026-11-25T06:40:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "orders: seals, removals"

ORDER_REMOVAL: Columns = (
    ("id", BigSerial, {"primary_key": True}),
    ("department_id", ForeignKey, reference(Department)),
    ("before", Timestamptz, {"default": TimestamptzNow()}),
    ("through", Integer, {"default": 0}),
    ("orders", Integer, {"default": 0}),
    ("rows", Integer, {"default": 0}),
    ("batches", JSONB, {"default": "{}"}),
    ("files", JSONB, {"default": "[]"}),
    ("person_id", BigInt, {"null": True, "default": None}),
    ("removed_by", Text, {"default": ""}),
    ("at", Timestamptz, {"default": TimestamptzNow()}),
)
ORDER_DAY: Columns = (("standings", JSONB, {"default": "{}"}), ("seal_number", Integer, {"default": 0}))


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="dangban", description=DESCRIPTION)
    add_table(manager, "OrderRemoval", "order_removal", ORDER_REMOVAL)
    add_columns(manager, "OrderDay", "order_day", ORDER_DAY)
    manager.rename_column(
        table_class_name="OrderSeal",
        tablename="order_seal",
        old_column_name="event_ids",
        new_column_name="entries",
        old_db_column_name="event_ids",
        new_db_column_name="entries",
        schema=None,
    )
    return manager
