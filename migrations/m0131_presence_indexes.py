"""One row for each person, and what the sweeps of the queue look for."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.infra.migrations import by_statements

ID = "2026-11-25T06:21:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "presence: one row each; what the queue's sweeps look for"

STATEMENTS = (
    "CREATE UNIQUE INDEX presence_person ON presence (department_id, person_id)",
    "CREATE INDEX order_work_to_reach ON order_work (due_at) WHERE reached_at IS NULL AND missed_at IS NULL",
    "CREATE INDEX order_work_to_call ON order_work (call_at) WHERE call_at IS NOT NULL AND call_told_at IS NULL",
)


async def forwards() -> MigrationManager:
    return by_statements(ID, DESCRIPTION, STATEMENTS)
