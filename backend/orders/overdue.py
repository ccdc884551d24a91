"""Problems that nobody has solved in time, found by a sweep: each told once, to its owner and to the leads."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from backend.infra import db
from backend.infra.apart import apart
from backend.notifications.audience import audience
from backend.orders.events import add_event
from backend.orders.owners import people_of
from backend.orders.problem_notices import tell_of
from backend.orders.problems import FIELDS, close_problem
from backend.people.viewer import Program

AT_ONCE = 200
"""Problems that one sweep takes; the rest follows with the next."""


async def find_overdue(at: datetime) -> int:
    """Says of every problem that is not solved in time that it is not: to its owner and to the leads. Each once, each
    apart: one that cannot be told keeps no other from being."""
    await apart("abandoned", lambda row: _close_abandoned(row, at), await db.fetch(_ABANDONED, AT_ONCE))
    return await apart("overdue", lambda row: _tell_overdue(row, at), await db.fetch(_LATE, at, AT_ONCE))


async def _close_abandoned(row: Any, at: datetime) -> int:
    """An order that its platform has closed is nobody's problem any more."""
    async with db.transaction():
        problem = await db.fetchrow(_TAKE_ABANDONED, row["id"])
        if problem is not None:
            await close_problem(Program(problem["department_id"]), problem, "", at, stopped=True)
    return problem is not None


async def _tell_overdue(late: Any, at: datetime) -> int:
    async with db.transaction():
        row = await db.fetchrow(_TAKE_LATE, late["id"], at)
        if row is None:
            return 0
        department_id = row["department_id"]
        await add_event(row["order_id"], "overdue", at, None, point=row["point"], problem=row["id"])
        told = {*await _owners(row, at), *await audience(department_id, "leads", at)}
        await tell_of(
            "order.problem-overdue", department_id, row["id"], row["order_id"], row["point"], row["due_at"], at, told
        )  # fmt: skip
    return 1


async def _owners(row: Any, at: datetime) -> tuple[int, ...]:
    if row["owner_id"]:
        return (row["owner_id"],)
    return await people_of(row["department_id"], row["owner_post"], at)


_GONE = "closed_at IS NULL AND NOT EXISTS (SELECT FROM order_work WHERE order_id = order_problem.order_id)"
_ABANDONED = f"SELECT id FROM order_problem WHERE {_GONE} ORDER BY id LIMIT $1"
_TAKE_ABANDONED = (
    f"SELECT {FIELDS} FROM order_problem WHERE id = $1 AND {_GONE} FOR NO KEY UPDATE SKIP LOCKED"
)
_OVERDUE = "closed_at IS NULL AND overdue_at IS NULL"
_LATE = f"SELECT id FROM order_problem WHERE {_OVERDUE} AND due_at <= $1 ORDER BY due_at, id LIMIT $2"
_TAKE_LATE = f"""
UPDATE order_problem SET overdue_at = $2 WHERE id = (
    SELECT id FROM order_problem WHERE id = $1 AND {_OVERDUE} AND due_at <= $2 FOR NO KEY UPDATE SKIP LOCKED
) RETURNING id, department_id, order_id, point, owner_id, owner_post, due_at
"""
