"""Who has confirmed a night is not asked again when somebody had it for an hour in between."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import JSONB

from backend.infra.migrations import add_columns

ID = "2026-11-25T04:22:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "hotline: who has confirmed a night"


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="dangban", description=DESCRIPTION)
    add_columns(manager, "HotlineWatch", "hotline_watch", (("sure", JSONB, {"default": "[]"}),))
    return manager
