"""Whose phone was heard when; orders whose clock stands still, and whose agreed call was announced."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import BigSerial, ForeignKey, SmallInt, Timestamptz
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.table import Table

from backend.infra.migrations import Columns, add_columns, add_table, reference


class Department(Table, tablename="department", schema=None):
    id = BigSerial(primary_key=True)


class Person(Table, tablename="person", schema=None):
    id = BigSerial(primary_key=True)


ID = "2026-11-25T06:20:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "presence of phones; stopped clocks and agreed calls of orders"

PRESENCE: Columns = (
    ("id", BigSerial, {"primary_key": True}),
    ("department_id", ForeignKey, reference(Department)),
    ("person_id", ForeignKey, reference(Person)),
    ("heard_at", Timestamptz, {"default": TimestamptzNow()}),
    ("calls_until", Timestamptz, {"null": True, "default": None}),
)
PRESENCE_WATCH: Columns = (
    ("id", SmallInt, {"primary_key": True, "default": 0}),
    ("since", Timestamptz, {"default": TimestamptzNow()}),
    ("until", Timestamptz, {"default": TimestamptzNow()}),
)
ORDER_WORK: Columns = (
    ("stopped_at", Timestamptz, {"null": True, "default": None}),
    ("call_told_at", Timestamptz, {"null": True, "default": None}),
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="dangban", description=DESCRIPTION)
    add_table(manager, "Presence", "presence", PRESENCE)
    add_table(manager, "PresenceWatch", "presence_watch", PRESENCE_WATCH)
    add_columns(manager, "OrderWork", "order_work", ORDER_WORK)
    return manager
