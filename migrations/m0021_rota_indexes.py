"""One day off per person and day; one row that says how far edges have been told; what the edge sweep reads."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.infra.migrations import by_statements

ID = "2026-11-23T21:21:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "rota: indexes"

STATEMENTS = (
    "CREATE UNIQUE INDEX rest_day_person ON rest_day (person_id, day)",
    "CREATE INDEX rest_day_department ON rest_day (department_id, day)",
    "CREATE UNIQUE INDEX holiday_day ON holiday (department_id, day)",
    "CREATE UNIQUE INDEX edge_sweep_is_one ON edge_sweep ((true))",
    "CREATE INDEX shift_rotation ON shift (rotation_id) WHERE rotation_id IS NOT NULL",
    "CREATE INDEX shift_day_in_force ON shift (day) WHERE in_force",
)


async def forwards() -> MigrationManager:
    return by_statements(ID, DESCRIPTION, STATEMENTS)
