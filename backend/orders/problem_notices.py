"""What is said to people about a problem of an order, and when it is not asked any more."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from backend.infra import db
from backend.notifications.actions import tell, withdraw


async def tell_of(
    kind: str, department_id: int, problem_id: int, order_id: int, point: str, due_at: datetime, at: datetime,
    people: Iterable[int], event_id: int | None = None,
) -> None:  # fmt: skip
    """`order.problem` or `order.problem-overdue`, inside the caller's transaction; each person hears each once, and
    once more with each `event_id` by which the problem came to them."""
    number = await db.fetchval("SELECT right(number, 4) FROM customer_order WHERE id = $1", order_id)
    subject = (
        late_as(problem_id, due_at) if kind == "order.problem-overdue" else _given_as(problem_id, event_id)
    )
    await tell(
        kind, department_id, subject, at, person_ids=people, url=f"/orders/{order_id}", number=number, point=point,
        due=due_at.isoformat(),
    )  # fmt: skip


async def quiet_problem(problem: Any, at: datetime, person_id: int | None = None) -> None:
    """Nobody is asked about it any more; with `person_id` they alone, as it is somebody else's now."""
    given = await db.fetch(_GIVEN, problem["department_id"], problem["order_id"], problem["id"])
    for subject in (_given_as(problem["id"], None), *(_given_as(problem["id"], row["id"]) for row in given)):
        await withdraw("order.problem", problem["department_id"], subject, at, person_id)
    await quiet_late(problem, at, person_id)


async def quiet_late(problem: Any, at: datetime, person_id: int | None = None) -> None:
    """This deadline is not asked about any more."""
    subject = late_as(problem["id"], problem["due_at"])
    await withdraw("order.problem-overdue", problem["department_id"], subject, at, person_id)


def late_as(problem_id: int, due_at: datetime) -> str:
    """Another deadline is another matter."""
    return f"problem:{problem_id}:{int(due_at.timestamp())}"


def _given_as(problem_id: int, event_id: int | None) -> str:
    return f"problem:{problem_id}" + (f":{event_id}" if event_id else "")


_GIVEN = """
SELECT id FROM order_event
WHERE department_id = $1 AND order_id = $2 AND kind = 'problem-handed' AND (details->>'problem')::bigint = $3
"""
