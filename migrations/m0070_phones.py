"""Phones: where a person's browsers can be reached while no page is open."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import BigSerial, ForeignKey, Text, Timestamptz
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.table import Table

from backend.infra.migrations import Columns, add_table, reference


class Department(Table, tablename="department", schema=None):
    id = BigSerial(primary_key=True)


class Person(Table, tablename="person", schema=None):
    id = BigSerial(primary_key=True)


class Device(Table, tablename="device", schema=None):
    id = BigSerial(primary_key=True)


ID = "2026-11-25T04:10:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "push subscriptions"

PUSH_SUBSCRIPTION: Columns = (
    ("id", BigSerial, {"primary_key": True}),
    ("department_id", ForeignKey, reference(Department)),
    ("person_id", ForeignKey, reference(Person)),
    ("device_id", ForeignKey, reference(Device)),
    ("endpoint", Text, {"default": ""}),
    ("p256dh", Text, {"default": ""}),
    ("auth", Text, {"default": ""}),
    ("server_key", Text, {"default": ""}),
    ("created_at", Timestamptz, {"default": TimestamptzNow()}),
    ("last_ok_at", Timestamptz, {"default": None, "null": True}),
    ("ended_at", Timestamptz, {"default": None, "null": True}),
    ("reason", Text, {"default": ""}),
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="dangban", description=DESCRIPTION)
    add_table(manager, "PushSubscription", "push_subscription", PUSH_SUBSCRIPTION)
    return manager
