"""Every permission that a role may be given. Its meaning in one line is the sentence `permission-<name>`."""

from __future__ import annotations

PERMISSIONS = (
    "attendance.punch",
    "attendance.view",
    "attendance.correct",
    "attendance.decide",
    "floor.view",
    "rota.view",
    "rota.edit",
    "rota.publish",
    "people.view",
    "people.invite",
    "people.manage",
    "people.import",
    "people.level.marketing",
    "people.level.it",
    "people.level.general",
    "department.rules",
    "audit.view",
    "audit.verify",
    "company.manage",
)


def meaning(permission: str) -> str:
    """The message id of a permission's meaning."""
    return "permission-" + permission.replace(".", "-")
