"""What is looked up when people get in."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.infra.migrations import by_statements

ID = "2026-11-23T21:12:12:000000"
VERSION = "1.38.0"
DESCRIPTION = "indexes of devices, challenges and attempts"

STATEMENTS = (
    "CREATE INDEX device_browser ON device (browser_hash)",
    "CREATE INDEX device_waiting ON device (department_id) WHERE asked_at IS NOT NULL AND ended_at IS NULL",
    "CREATE INDEX used_challenge_expiry ON used_challenge (expires_at)",
    "DROP INDEX login_attempt_login",
    "CREATE INDEX login_attempt_login ON login_attempt (login, at)",
    "CREATE UNIQUE INDEX invitation_open ON invitation (person_id) WHERE used_at IS NULL AND revoked_at IS NULL",
)


async def forwards() -> MigrationManager:
    return by_statements(ID, DESCRIPTION, STATEMENTS)
