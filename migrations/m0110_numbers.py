"""Mobile numbers that were read back, and the codes that are out for it."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import BigSerial, Bytea, ForeignKey, SmallInt, Text, Timestamptz
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.table import Table

from backend.infra.migrations import Columns, add_table, reference


class Department(Table, tablename="department", schema=None):
    id = BigSerial(primary_key=True)


class Person(Table, tablename="person", schema=None):
    id = BigSerial(primary_key=True)


ID = "2026-11-25T04:30:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "verified mobile numbers"

NUMBER_CHECK: Columns = (
    ("id", BigSerial, {"primary_key": True}),
    ("department_id", ForeignKey, reference(Department)),
    ("person_id", ForeignKey, reference(Person)),
    ("mobile", Text, {"default": ""}),
    ("way", Text, {"default": ""}),
    ("seed", Bytea, {"default": b""}),
    ("asked_at", Timestamptz, {"default": TimestamptzNow()}),
    ("expires_at", Timestamptz, {"default": TimestamptzNow()}),
    ("tries", SmallInt, {"default": 0}),
    ("ended_at", Timestamptz, {"default": None, "null": True}),
    ("outcome", Text, {"default": None, "null": True}),
)
VERIFIED_NUMBER: Columns = (
    ("id", BigSerial, {"primary_key": True}),
    ("department_id", ForeignKey, reference(Department)),
    ("person_id", ForeignKey, reference(Person)),
    ("mobile", Text, {"default": ""}),
    ("way", Text, {"default": ""}),
    ("verified_by", ForeignKey, reference(Person, default=None, null=True)),
    ("verified_at", Timestamptz, {"default": TimestamptzNow()}),
    ("ended_at", Timestamptz, {"default": None, "null": True}),
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="dangban", description=DESCRIPTION)
    add_table(manager, "NumberCheck", "number_check", NUMBER_CHECK)
    add_table(manager, "VerifiedNumber", "verified_number", VERIFIED_NUMBER)
    return manager
