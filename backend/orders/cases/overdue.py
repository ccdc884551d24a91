"""Cases whose time is over: found by a sweep, told to whoever looks after them, once for each deadline (R-CS-2)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from backend.infra import db
from backend.infra.apart import apart
from backend.notifications.actions import tell
from backend.notifications.audience import audience
from backend.orders.cases.writing import CASE, overdue_as, write_step
from backend.people.viewer import Program

AT_ONCE = 200


async def tell_overdue(at: datetime, department_id: int | None = None) -> int:
    """Of one department where it is given; else of all. Returns how many were told. Whose owner has left: the leads.
    A case that cannot be told keeps no other from being."""
    rows = await db.fetch(_OVERDUE, at, department_id, AT_ONCE)
    return await apart("overdue cases", lambda row: _tell_of(row["id"], at), rows)


async def _tell_of(case_id: int, at: datetime) -> int:
    async with db.transaction():
        case = await db.fetchrow(_TELL, case_id, at)
        if case is not None:
            await _tell(case, at)
    return case is not None


async def _tell(case: Any, at: datetime) -> None:
    await write_step(
        Program(case["department_id"]),
        case,
        "overdue",
        at,
        person=case["owner_id"],
        until=case["due_at"].isoformat(),
    )
    here = await db.fetchval(_STILL_THERE, case["department_id"], case["owner_id"])
    await tell(
        "order.case-due", case["department_id"], overdue_as(case["id"], case["due_at"]), at,
        person_ids=(case["owner_id"],) if here else await audience(case["department_id"], "leads", at),
        url=f"/orders/cases/{case['id']}", case=case["kind"], number=case["number"] or "none",
        due=case["due_at"].isoformat(),
    )  # fmt: skip


_STILL_THERE = "SELECT true FROM person WHERE department_id = $1 AND id = $2 AND left_at IS NULL"
_OVERDUE = """
SELECT id FROM order_case WHERE closed_at IS NULL AND due_at <= $1 AND overdue_for IS DISTINCT FROM due_at
  AND ($2::bigint IS NULL OR department_id = $2)
ORDER BY due_at LIMIT $3
"""
_TELL = f"""
UPDATE order_case SET overdue_for = due_at WHERE id = (
    SELECT id FROM order_case WHERE id = $1 AND closed_at IS NULL AND due_at <= $2
        AND overdue_for IS DISTINCT FROM due_at FOR UPDATE SKIP LOCKED
) RETURNING {CASE}
"""
