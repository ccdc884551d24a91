"""What was pushed to a phone lately, and whether it arrived, is found at once."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.infra.migrations import by_statements

ID = "2026-11-25T04:12:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "deliveries of a phone"

STATEMENTS = (
    "CREATE INDEX delivery_unconfirmed ON delivery (target_id, sent_at) "
    "WHERE channel = 'push' AND state = 'sent' AND delivered_at IS NULL",
    "CREATE INDEX push_subscription_department ON push_subscription (department_id) WHERE ended_at IS NULL",
)


async def forwards() -> MigrationManager:
    return by_statements(ID, DESCRIPTION, STATEMENTS)
