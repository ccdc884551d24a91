"""A department is never left without somebody who can manage it."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator

from backend.company.queries import rules_of
from backend.infra import db
from backend.infra.refusal import Refusal
from backend.rules.permissions import level_for
from backend.rules.presets import Preset

NEEDED = ("people.manage", "department.rules")


@contextlib.asynccontextmanager
async def somebody_manages(department_id: int, after: Preset | None = None) -> AsyncIterator[None]:
    """Refuses what happens inside when it would take away the last person who manages people or rules.

    `after` are the rules that will hold afterwards, where they change. Two managers who go at the same moment wait for
    each other: the department's row is locked. Open the transaction around it.
    """
    await db.execute("SELECT 1 FROM department WHERE id = $1 FOR UPDATE", department_id)
    rules = await rules_of(department_id)
    before = {permission: await _count(department_id, rules, permission) for permission in NEEDED}
    yield
    for permission in NEEDED:
        if before[permission] and not await _count(department_id, after or rules, permission):
            raise Refusal("people-last-manager", 409, way_out="/people")


async def _count(department_id: int, rules: Preset, permission: str) -> int:
    roles = [role for role in rules.permissions if permission in rules.permissions_of(role)]
    return await db.fetchval(_MANAGING, department_id, roles, level_for(permission))


_MANAGING = """
SELECT count(*) FROM person
WHERE department_id = $1 AND role = ANY($2::text[]) AND level >= $3 AND left_at IS NULL AND last_day IS NULL
"""
