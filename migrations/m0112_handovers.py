"""R-DUTY-2: handover logs and what stands in them."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import JSONB, BigSerial, ForeignKey, Text, Timestamptz
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.table import Table

from backend.infra.migrations import Columns, add_table, reference


class Department(Table, tablename="department", schema=None):
    id = BigSerial(primary_key=True)


class Person(Table, tablename="person", schema=None):
    id = BigSerial(primary_key=True)


class Handover(Table, tablename="handover", schema=None):
    id = BigSerial(primary_key=True)


ID = "2026-11-25T04:32:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "handover logs"

NOW = {"default": TimestamptzNow()}
LATER = {"default": None, "null": True}
SOMEBODY = reference(Person, default=None, null=True)

HANDOVER: Columns = (
    ("id", BigSerial, {"primary_key": True}),
    ("department_id", ForeignKey, reference(Department)),
    ("ends_at", Timestamptz, NOW),
    ("comes_at", Timestamptz, LATER),
    ("leaving", JSONB, {"default": "[]"}),
    ("coming", JSONB, {"default": "[]"}),
    ("opened_at", Timestamptz, NOW),
    ("closes_at", Timestamptz, NOW),
    ("state", Text, {"default": "open"}),
    ("handed_over_by", ForeignKey, SOMEBODY),
    ("handed_over_at", Timestamptz, LATER),
    ("taken_over_by", ForeignKey, SOMEBODY),
    ("taken_over_at", Timestamptz, LATER),
    ("told_coming_at", Timestamptz, LATER),
    ("closed_at", Timestamptz, LATER),
)
HANDOVER_ITEM: Columns = (
    ("id", BigSerial, {"primary_key": True}),
    ("department_id", ForeignKey, reference(Department)),
    ("handover_id", ForeignKey, reference(Handover)),
    ("source", Text, {"default": ""}),
    ("subject", Text, {"default": ""}),
    ("sentence", Text, {"default": ""}),
    ("args", JSONB, {"default": "{}"}),
    ("note", Text, {"default": ""}),
    ("url", Text, {"default": ""}),
    ("due_at", Timestamptz, LATER),
    ("noted_by", ForeignKey, SOMEBODY),
    ("taken_by", ForeignKey, SOMEBODY),
    ("created_at", Timestamptz, NOW),
    ("done_at", Timestamptz, LATER),
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="dangban", description=DESCRIPTION)
    add_table(manager, "Handover", "handover", HANDOVER)
    add_table(manager, "HandoverItem", "handover_item", HANDOVER_ITEM)
    return manager
