"""How a code went out as a message; what of a handover is only to be known, not to be done."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import Boolean, Text, Timestamptz

from backend.infra.migrations import Columns, add_columns

ID = "2026-11-25T04:34:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "codes as messages, news in handovers"

NUMBER_CHECK: Columns = (
    ("sent_at", Timestamptz, {"default": None, "null": True}),
    ("trouble", Text, {"default": ""}),
)
HANDOVER_ITEM: Columns = (("to_do", Boolean, {"default": True}),)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="dangban", description=DESCRIPTION)
    add_columns(manager, "NumberCheck", "number_check", NUMBER_CHECK)
    add_columns(manager, "HandoverItem", "handover_item", HANDOVER_ITEM)
    return manager
