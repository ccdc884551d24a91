"""Departments that were there before the hotline and its messages get what their roles may do with them."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.infra.migrations import by_statements

ID = "2026-11-25T03:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "permissions for the hotline, calls, messages and handovers"

STAFF = ("hotline.view", "hotline.take", "calls.handle", "duties.hand-over")
LEAD = (*STAFF, "hotline.manage", "calls.view")
MANAGER = (*LEAD, "messages.manage")
ADDED = {
    "staff": STAFF, "lead": LEAD, "manager": MANAGER, "director": MANAGER,
    "it": ("hotline.view", "messages.manage"), "general": ("hotline.view", "calls.view"),
}  # fmt: skip


async def forwards() -> MigrationManager:
    return by_statements(ID, DESCRIPTION, [give(role, names) for role, names in ADDED.items()])


def give(role: str, permissions: tuple[str, ...]) -> str:
    """Adds to one role of every copy of the rules what it does not have yet; its other parts stay as they are."""
    added = ", ".join(f"('{name}')" for name in permissions)
    return f"""
UPDATE department SET rules = jsonb_set(rules, ARRAY['roles'], (
    SELECT jsonb_agg(CASE WHEN named ->> 'code' = '{role}' THEN jsonb_set(named, ARRAY['permissions'], (
        SELECT jsonb_agg(DISTINCT permission) FROM (
            SELECT jsonb_array_elements_text(named -> 'permissions') UNION SELECT * FROM (VALUES {added}) AS new
        ) AS together (permission)
    )) ELSE named END ORDER BY place)
    FROM jsonb_array_elements(rules -> 'roles') WITH ORDINALITY AS roles (named, place)
))
"""
