"""Pictures as evidence of an amendment."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import BigSerial, Bytea, ForeignKey, SmallInt, Text, Timestamptz
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.table import Table

from backend.infra.migrations import Columns, add_table, reference


class Department(Table, tablename="department", schema=None):
    id = BigSerial(primary_key=True)


class Amendment(Table, tablename="amendment", schema=None):
    id = BigSerial(primary_key=True)


ID = "2026-11-25T14:50:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "orders: pictures of amendments"

AMENDMENT_PICTURE: Columns = (
    ("id", BigSerial, {"primary_key": True}),
    ("department_id", ForeignKey, reference(Department)),
    ("amendment_id", ForeignKey, reference(Amendment)),
    ("number", SmallInt, {"default": 0}),
    ("kind", Text, {"default": ""}),
    ("bytes", Bytea, {"default": b""}),
    ("sha256", Bytea, {"default": b""}),
    ("at", Timestamptz, {"default": TimestamptzNow()}),
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="dangban", description=DESCRIPTION)
    add_table(manager, "AmendmentPicture", "amendment_picture", AMENDMENT_PICTURE)
    return manager
