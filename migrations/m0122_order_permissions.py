"""Departments that were there before the orders get what their roles may do with them."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from backend.infra.migrations import by_statements
from migrations.m0050_message_permissions import give

ID = "2026-11-25T06:02:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "permissions for orders"

STAFF = ("orders.work", "orders.after-sales")
LEAD = (*STAFF, "orders.view", "orders.take-in", "orders.manage")
MANAGER = (*LEAD, "orders.finance", "orders.verify")
ADDED = {
    "staff": STAFF, "lead": LEAD, "manager": MANAGER, "director": MANAGER,
    "it": ("orders.view", "orders.take-in", "orders.verify"), "general": ("orders.view", "orders.finance"),
}  # fmt: skip


async def forwards() -> MigrationManager:
    return by_statements(ID, DESCRIPTION, [give(role, names) for role, names in ADDED.items()])
