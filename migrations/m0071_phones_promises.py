"""One open subscription per device and per address; what proves that a phone can be reached is found at once."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.infra.migrations import by_statements

ID = "2026-11-25T04:11:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "push subscriptions: uniqueness and indexes"

STATEMENTS = (
    "CREATE UNIQUE INDEX push_subscription_endpoint ON push_subscription (endpoint) WHERE ended_at IS NULL",
    "CREATE UNIQUE INDEX push_subscription_device ON push_subscription (device_id) WHERE ended_at IS NULL",
    "CREATE INDEX push_subscription_person ON push_subscription (person_id) WHERE ended_at IS NULL",
    "CREATE INDEX delivery_that_arrived ON delivery (target_id, delivered_at) "
    "WHERE channel = 'push' AND delivered_at IS NOT NULL",
)


async def forwards() -> MigrationManager:
    return by_statements(ID, DESCRIPTION, STATEMENTS)
