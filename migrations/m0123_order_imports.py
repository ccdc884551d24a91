"""How far an import has come, whose numbers a saved layout has, and which signed deliveries were accepted."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import JSONB, BigInt, BigSerial, Bytea, ForeignKey, Integer, SmallInt, Text, Timestamptz
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.table import Table

from backend.infra.migrations import Columns, add_columns, add_table, reference


class Department(Table, tablename="department", schema=None):
    id = BigSerial(primary_key=True)


class OrderSource(Table, tablename="order_source", schema=None):
    id = BigSerial(primary_key=True)


ID = "2026-11-25T08:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "order imports and deliveries"

IMPORT: Columns = (
    ("written_id", BigInt, {"default": 0}),
    ("written", Integer, {"default": 0}),
    ("outcome", JSONB, {"default": "{}"}),
    ("tries", SmallInt, {"default": 0}),
)
LAYOUT: Columns = (("platform", Text, {"default": ""}),)
DELIVERY: Columns = (
    ("id", BigSerial, {"primary_key": True}),
    ("department_id", ForeignKey, reference(Department)),
    ("source_id", ForeignKey, reference(OrderSource)),
    ("signature", Bytea, {"default": b""}),
    ("at", Timestamptz, {"default": TimestamptzNow()}),
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="dangban", description=DESCRIPTION)
    add_columns(manager, "OrderImport", "order_import", IMPORT)
    add_columns(manager, "OrderLayout", "order_layout", LAYOUT)
    add_table(manager, "OrderDelivery", "order_delivery", DELIVERY)
    return manager
