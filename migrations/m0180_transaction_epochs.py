"""From where on transactions are counted, since the database has been on this PostgreSQL cluster."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import BigInt, BigSerial, Timestamptz
from piccolo.columns.defaults.timestamptz import TimestamptzNow

from backend.infra.migrations import Columns, add_table

ID = "2026-11-25T14:40:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "sealed chains: transactions go on being counted on another cluster"

TRANSACTION_EPOCH: Columns = (
    ("id", BigSerial, {"primary_key": True}),
    ("cluster", BigInt, {"default": 0}),
    ("shift", BigInt, {"default": 0}),
    ("since", Timestamptz, {"default": TimestamptzNow()}),
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="dangban", description=DESCRIPTION)
    add_table(manager, "TransactionEpoch", "transaction_epoch", TRANSACTION_EPOCH)
    return manager
