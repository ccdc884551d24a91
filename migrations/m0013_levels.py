"""Who was hired before levels counted begins where their role's work begins, as everybody hired since does (R-PPL-1)."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.infra.migrations import by_statements

ID = "2026-11-23T21:13:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "starting levels"

ORDINARY = (
    "attendance.punch", "attendance.view", "attendance.correct", "floor.view", "rota.view", "people.view",
)  # fmt: skip

RAISE = f"""
UPDATE person SET level = 2 FROM department
WHERE department.id = person.department_id AND person.level = 1 AND person.left_at IS NULL AND EXISTS (
    SELECT FROM jsonb_array_elements(department.rules -> 'roles') AS known (named),
        jsonb_array_elements_text(known.named -> 'permissions') AS given (permission)
    WHERE known.named ->> 'code' = person.role AND given.permission NOT IN ({", ".join(f"'{name}'" for name in ORDINARY)})
)
"""


async def forwards() -> MigrationManager:
    return by_statements(ID, DESCRIPTION, [RAISE])
