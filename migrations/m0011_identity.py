"""How people get in: answered passkey challenges, devices that wait to be bound."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import Bytea, Timestamptz
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.columns.indexes import IndexMethod

ID = "2026-11-23T21:12:11:000000"
VERSION = "1.38.0"
DESCRIPTION = "answered challenges, devices that wait to be bound"

_PLAIN = {
    "unique": False,
    "index": False,
    "index_method": IndexMethod.btree,
    "choices": None,
    "db_column_name": None,
    "secret": False,
}


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="dangban", description=DESCRIPTION)
    manager.add_table(class_name="UsedChallenge", tablename="used_challenge", schema=None, columns=None)
    manager.add_column(
        table_class_name="UsedChallenge",
        tablename="used_challenge",
        column_name="challenge",
        db_column_name="challenge",
        column_class_name="Bytea",
        column_class=Bytea,
        params={**_PLAIN, "default": b"", "null": False, "primary_key": True},
    )
    manager.add_column(
        table_class_name="UsedChallenge",
        tablename="used_challenge",
        column_name="expires_at",
        db_column_name="expires_at",
        column_class_name="Timestamptz",
        column_class=Timestamptz,
        params={**_PLAIN, "default": TimestamptzNow(), "null": False, "primary_key": False},
    )
    manager.add_column(
        table_class_name="Device",
        tablename="device",
        column_name="asked_at",
        db_column_name="asked_at",
        column_class_name="Timestamptz",
        column_class=Timestamptz,
        params={**_PLAIN, "default": None, "null": True, "primary_key": False},
    )
    manager.add_column(
        table_class_name="Device",
        tablename="device",
        column_name="browser_hash",
        db_column_name="browser_hash",
        column_class_name="Bytea",
        column_class=Bytea,
        params={**_PLAIN, "default": None, "null": True, "primary_key": False},
    )
    return manager
