"""Messages: what somebody is told, each attempt to tell them, what came of it, and what departments and people chose."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import (
    BigInt,
    BigSerial,
    Boolean,
    Bytea,
    ForeignKey,
    Integer,
    JSONB,
    SmallInt,
    Text,
    Timestamptz,
)
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.table import Table

from backend.infra.migrations import Columns, add_table, reference


class Department(Table, tablename="department", schema=None):
    id = BigSerial(primary_key=True)


class Person(Table, tablename="person", schema=None):
    id = BigSerial(primary_key=True)


class Message(Table, tablename="message", schema=None):
    id = BigSerial(primary_key=True)


ID = "2026-11-25T04:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "messages, deliveries, choices, robots"

MESSAGE: Columns = (
    ("id", BigSerial, {"primary_key": True}),
    ("department_id", ForeignKey, reference(Department)),
    ("person_id", ForeignKey, reference(Person, default=None, null=True)),
    ("kind", Text, {"default": ""}),
    ("subject", Text, {"default": ""}),
    ("args", JSONB, {"default": "{}"}),
    ("url", Text, {"default": "/"}),
    ("told_at", Timestamptz, {"default": TimestamptzNow()}),
    ("until", Timestamptz, {"default": TimestamptzNow()}),
    ("ladder", JSONB, {"default": "[]"}),
    ("chain", JSONB, {"default": "[]"}),
    ("ladder_from", Timestamptz, {"default": TimestamptzNow()}),
    ("chain_from", Timestamptz, {"default": TimestamptzNow()}),
    ("taken", SmallInt, {"default": 0}),
    ("climbed", SmallInt, {"default": 0}),
    ("due_at", Timestamptz, {"default": None, "null": True}),
    ("origin_id", BigInt, {"default": None, "null": True}),
    ("state", Text, {"default": "open"}),
    ("seen_at", Timestamptz, {"default": None, "null": True}),
    ("acknowledged_at", Timestamptz, {"default": None, "null": True}),
    ("ended_at", Timestamptz, {"default": None, "null": True}),
)
DELIVERY: Columns = (
    ("id", BigSerial, {"primary_key": True}),
    ("department_id", ForeignKey, reference(Department)),
    ("message_id", ForeignKey, reference(Message)),
    ("once", Text, {"default": ""}),
    ("step", SmallInt, {"default": 0}),
    ("channel", Text, {"default": ""}),
    ("target_id", BigInt, {"default": None, "null": True}),
    ("carried_by", BigInt, {"default": None, "null": True}),
    ("state", Text, {"default": "planned"}),
    ("attempts", Integer, {"default": 0}),
    ("again_at", Timestamptz, {"default": None, "null": True}),
    ("planned_at", Timestamptz, {"default": TimestamptzNow()}),
    ("claimed_at", Timestamptz, {"default": None, "null": True}),
    ("sent_at", Timestamptz, {"default": None, "null": True}),
    ("delivered_at", Timestamptz, {"default": None, "null": True}),
    ("seen_at", Timestamptz, {"default": None, "null": True}),
    ("status", Integer, {"default": None, "null": True}),
    ("reason", Text, {"default": ""}),
)
MESSAGE_EVENT: Columns = (
    ("id", BigSerial, {"primary_key": True}),
    ("department_id", ForeignKey, reference(Department)),
    ("message_id", ForeignKey, reference(Message)),
    ("delivery_id", BigInt, {"default": None, "null": True}),
    ("what", Text, {"default": ""}),
    ("at", Timestamptz, {"default": TimestamptzNow()}),
    ("person_id", BigInt, {"default": None, "null": True}),
    ("detail", Text, {"default": ""}),
)
MESSAGE_RULE: Columns = (
    ("id", BigSerial, {"primary_key": True}),
    ("department_id", ForeignKey, reference(Department)),
    ("kind", Text, {"default": ""}),
    ("ladder", JSONB, {"default": "[]"}),
    ("chain", JSONB, {"default": "[]"}),
    ("changed_by", BigInt, {"default": None, "null": True}),
    ("changed_at", Timestamptz, {"default": TimestamptzNow()}),
)
MESSAGE_CHOICE: Columns = (
    ("id", BigSerial, {"primary_key": True}),
    ("department_id", ForeignKey, reference(Department)),
    ("person_id", ForeignKey, reference(Person)),
    ("kind", Text, {"default": ""}),
    ("channel", Text, {"default": ""}),
    ("created_at", Timestamptz, {"default": TimestamptzNow()}),
)
MESSAGE_MUTE: Columns = (
    ("id", BigSerial, {"primary_key": True}),
    ("department_id", ForeignKey, reference(Department)),
    ("person_id", ForeignKey, reference(Person)),
    ("until", Timestamptz, {"default": TimestamptzNow()}),
    ("created_at", Timestamptz, {"default": TimestamptzNow()}),
)
MESSAGE_ROBOT: Columns = (
    ("id", BigSerial, {"primary_key": True}),
    ("department_id", ForeignKey, reference(Department)),
    ("name", Text, {"default": ""}),
    ("vendor", Text, {"default": ""}),
    ("heard_by", Text, {"default": "floor"}),
    ("secrets", Bytea, {"default": b""}),
    ("created_by", BigInt, {"default": None, "null": True}),
    ("created_at", Timestamptz, {"default": TimestamptzNow()}),
    ("ended_at", Timestamptz, {"default": None, "null": True}),
    ("tried_at", Timestamptz, {"default": None, "null": True}),
    ("worked", Boolean, {"default": None, "null": True}),
    ("reason", Text, {"default": ""}),
)
MESSAGE_PROVIDER: Columns = (
    ("id", BigSerial, {"primary_key": True}),
    ("department_id", ForeignKey, reference(Department)),
    ("channel", Text, {"default": ""}),
    ("name", Text, {"default": ""}),
    ("secrets", Bytea, {"default": b""}),
    ("created_by", BigInt, {"default": None, "null": True}),
    ("created_at", Timestamptz, {"default": TimestamptzNow()}),
    ("ended_at", Timestamptz, {"default": None, "null": True}),
    ("tried_at", Timestamptz, {"default": None, "null": True}),
    ("worked", Boolean, {"default": None, "null": True}),
    ("reason", Text, {"default": ""}),
)

TABLES = (
    ("Message", "message", MESSAGE),
    ("Delivery", "delivery", DELIVERY),
    ("MessageEvent", "message_event", MESSAGE_EVENT),
    ("MessageRule", "message_rule", MESSAGE_RULE),
    ("MessageChoice", "message_choice", MESSAGE_CHOICE),
    ("MessageMute", "message_mute", MESSAGE_MUTE),
    ("MessageRobot", "message_robot", MESSAGE_ROBOT),
    ("MessageProvider", "message_provider", MESSAGE_PROVIDER),
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="dangban", description=DESCRIPTION)
    for table, tablename, columns in TABLES:
        add_table(manager, table, tablename, columns)
    return manager
