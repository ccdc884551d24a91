"""Lists of people that wait for a word, and the special settings of a level change."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import JSONB, BigInt, BigSerial, ForeignKey, Text, Timestamptz
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.table import Table

from backend.infra.migrations import Columns, add_columns, add_table, reference


class Department(Table, tablename="department", schema=None):
    id = BigSerial(primary_key=True)


ID = "2026-11-23T21:10:10:000000"
VERSION = "1.38.0"
DESCRIPTION = "people: imports, special settings"

STAFF_IMPORT: Columns = (
    ("id", BigSerial, {"primary_key": True}),
    ("department_id", ForeignKey, reference(Department)),
    ("uploaded_by", BigInt, {"default": None, "null": True}),
    ("uploaded_at", Timestamptz, {"default": TimestamptzNow()}),
    ("filename", Text, {"default": ""}),
    ("rows", JSONB, {"default": "{}"}),
    ("ignored", JSONB, {"default": "[]"}),
    ("confirmed_at", Timestamptz, {"default": None, "null": True}),
    ("confirmed_by", BigInt, {"default": None, "null": True}),
    ("outcome", JSONB, {"default": None, "null": True}),
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="dangban", description=DESCRIPTION)
    add_table(manager, "StaffImport", "staff_import", STAFF_IMPORT)
    add_columns(manager, "LevelChange", "level_change", (("special", Text, {"default": ""}),))
    return manager
