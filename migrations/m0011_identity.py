"""How people get in: answered passkey challenges, devices that wait to be bound."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import Bytea, Timestamptz
from piccolo.columns.defaults.timestamptz import TimestamptzNow

from backend.infra.migrations import Columns, add_columns, add_table

ID = "2026-11-23T21:12:11:000000"
VERSION = "1.38.0"
DESCRIPTION = "answered challenges, devices that wait to be bound"

USED_CHALLENGE: Columns = (
    ("challenge", Bytea, {"default": b"", "primary_key": True}),
    ("expires_at", Timestamptz, {"default": TimestamptzNow()}),
)
DEVICE: Columns = (
    ("asked_at", Timestamptz, {"default": None, "null": True}),
    ("browser_hash", Bytea, {"default": None, "null": True}),
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="dangban", description=DESCRIPTION)
    add_table(manager, "UsedChallenge", "used_challenge", USED_CHALLENGE)
    add_columns(manager, "Device", "device", DEVICE)
    return manager
