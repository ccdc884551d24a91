"""Problems that nobody has solved in time, found by a sweep: each told once, to its owner and to the leads."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from backend.infra import db
from backend.notifications.audience import audience
from backend.orders.events import add_event
from backend.orders.owners import people_of, tell_of
from backend.orders.problems import FIELDS, close_problem
from backend.people.viewer import Program

AT_ONCE = 200
"""Problems that one sweep takes; the rest follows with the next."""


async def find_overdue(at: datetime) -> int:
    """Says of every problem that is not solved in time that it is not: to its owner and to the leads. Each once."""
    async with db.transaction():
        await _close_abandoned(at)
        rows = await db.fetch(_OVERDUE, at, AT_ONCE)
        for row in rows:
            await add_event(row["order_id"], "overdue", at, None, point=row["point"], problem=row["id"])
            owners = await _owners(row, at)
            leads = await audience(row["department_id"], "leads", at)
            await tell_of(
                "order.problem-overdue", row["department_id"], row["id"], row["order_id"], row["point"], row["due_at"],
                at, {*owners, *leads},
            )  # fmt: skip
    return len(rows)


async def _owners(row: Any, at: datetime) -> tuple[int, ...]:
    return (
        (row["owner_id"],)
        if row["owner_id"]
        else await people_of(row["department_id"], row["owner_post"], at)
    )


async def _close_abandoned(at: datetime) -> None:
    """An order that its platform has closed is nobody's problem any more."""
    for problem in await db.fetch(_ABANDONED, AT_ONCE):
        await close_problem(Program(problem["department_id"]), problem, "", at, stopped=True)


_ABANDONED = f"""
SELECT {FIELDS} FROM order_problem
WHERE closed_at IS NULL AND NOT EXISTS (SELECT FROM order_work WHERE order_id = order_problem.order_id)
ORDER BY id LIMIT $1 FOR NO KEY UPDATE SKIP LOCKED
"""
_OVERDUE = """
WITH late AS (
    SELECT id FROM order_problem WHERE closed_at IS NULL AND overdue_at IS NULL AND due_at <= $1
    ORDER BY due_at, id LIMIT $2 FOR NO KEY UPDATE SKIP LOCKED
)
UPDATE order_problem SET overdue_at = $1 FROM late WHERE order_problem.id = late.id
RETURNING order_problem.id, department_id, order_id, point, owner_id, owner_post, due_at
"""
