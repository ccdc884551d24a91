"""The rota: days off by hand, holidays, what calendars know a shift by, how far its beginnings and ends have been told."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import JSONB, UUID, BigInt, BigSerial, Date, ForeignKey, Integer, Text, Timestamptz
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.columns.defaults.uuid import UUID4
from piccolo.table import Table

from backend.infra.migrations import Columns, add_columns, add_table, reference


class Department(Table, tablename="department", schema=None):
    id = BigSerial(primary_key=True)


class Person(Table, tablename="person", schema=None):
    id = BigSerial(primary_key=True)


class Rotation(Table, tablename="rotation", schema=None):
    id = BigSerial(primary_key=True)


ID = "2026-11-23T21:20:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "rota: days off by hand, calendar identity, edges"


REST_DAY: Columns = (
    ("id", BigSerial, {"primary_key": True}),
    ("department_id", ForeignKey, reference(Department)),
    ("person_id", ForeignKey, reference(Person)),
    ("day", Date, {}),
    ("note", Text, {"default": ""}),
    ("created_by", BigInt, {"default": None, "null": True}),
    ("created_at", Timestamptz, {"default": TimestamptzNow()}),
)
HOLIDAY: Columns = (
    ("id", BigSerial, {"primary_key": True}),
    ("department_id", ForeignKey, reference(Department)),
    ("day", Date, {}),
    ("name", Text, {"default": ""}),
)
EDGE_SWEEP: Columns = (
    ("id", BigSerial, {"primary_key": True}),
    ("until", Timestamptz, {"default": TimestamptzNow()}),
)
SHIFT: Columns = (
    ("rotation_id", ForeignKey, reference(Rotation, default=None, null=True)),
    ("uid", UUID, {"default": UUID4()}),
    ("revision", Integer, {"default": 0}),
    ("in_force_at", Timestamptz, {"default": None, "null": True}),
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="dangban", description=DESCRIPTION)
    add_table(manager, "RestDay", "rest_day", REST_DAY)
    add_table(manager, "Holiday", "holiday", HOLIDAY)
    add_table(manager, "EdgeSweep", "edge_sweep", EDGE_SWEEP)
    add_columns(manager, "Shift", "shift", SHIFT)
    add_columns(manager, "Publication", "publication", (("rest_faults", JSONB, {"default": "[]"}),))
    return manager
