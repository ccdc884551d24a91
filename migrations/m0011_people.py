"""People: numbers that name one person, one open level change each."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.infra.migrations import by_statements

ID = "2026-11-23T21:11:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "people: unique numbers, one open level change"

STATEMENTS = (
    "CREATE UNIQUE INDEX person_mobile ON person (department_id, mobile) WHERE left_at IS NULL",
    "CREATE UNIQUE INDEX person_number ON person (department_id, employee_number) WHERE left_at IS NULL",
    "CREATE UNIQUE INDEX level_change_open ON level_change (person_id) WHERE ended_at IS NULL",
    "CREATE INDEX staff_import_department ON staff_import (department_id, id DESC)",
    "ALTER TABLE person ADD CONSTRAINT person_level CHECK (level BETWEEN 1 AND 3)",
)


async def forwards() -> MigrationManager:
    return by_statements(ID, DESCRIPTION, STATEMENTS)
