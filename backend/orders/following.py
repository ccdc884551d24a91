"""Problems that belong to whoever holds their order, and follow it from hand to hand.

Guarantees:
- whoever holds an order owns such problems of it; while nobody does, nobody is named, and the next one gets them;
- who gets one from somebody else hears of it once, with the deadline; who has it no more is asked no more.
"""

from __future__ import annotations

from datetime import datetime

from backend.infra import db
from backend.orders.events import add_event
from backend.orders.problem_notices import quiet_problem, tell_of

HOLDER = "holder"
"""The post of a problem whose owner is whoever holds the order."""


async def leave_hands(department_id: int, order_id: int, person_id: int, at: datetime) -> None:
    """`person_id` holds the order no more. Inside the caller's transaction, the order locked."""
    for problem in await db.fetch(_LEAVE, department_id, order_id):
        await quiet_problem(problem, at, person_id)


async def come_into_hands(
    department_id: int, order_id: int, person_id: int, at: datetime, actor_id: int | None
) -> None:
    """`person_id` has just been given the order. Inside the caller's transaction, the order locked."""
    for problem in await db.fetch(_COME, department_id, order_id, person_id):
        point, due_at = problem["point"], problem["due_at"]
        event_id = await add_event(
            order_id, "problem-handed", at, actor_id, person=person_id, point=point, problem=problem["id"],
            due_at=due_at.isoformat(),
        )  # fmt: skip
        if person_id != actor_id:
            await tell_of(
                "order.problem",
                department_id,
                problem["id"],
                order_id,
                point,
                due_at,
                at,
                (person_id,),
                event_id,
            )


_FIELDS = "id, department_id, order_id, point, due_at"
_LEAVE = f"""
UPDATE order_problem SET owner_id = NULL
WHERE department_id = $1 AND order_id = $2 AND closed_at IS NULL AND owner_post = '{HOLDER}' RETURNING {_FIELDS}
"""
_COME = f"""
UPDATE order_problem SET owner_id = $3
WHERE department_id = $1 AND order_id = $2 AND closed_at IS NULL AND owner_post = '{HOLDER}'
  AND owner_id IS DISTINCT FROM $3 RETURNING {_FIELDS}
"""
TAKEN = f"""
    UPDATE order_problem SET owner_id = $3 FROM held
    WHERE order_problem.department_id = $1 AND order_problem.order_id = held.order_id AND closed_at IS NULL
      AND owner_post = '{HOLDER}'
    RETURNING order_problem.id, order_problem.order_id, point, due_at
"""
"""The same within the one statement by which somebody takes an order for themselves."""
NEEDS_SOMEBODY = f"""(state <> 'problem' OR reached_at IS NULL OR EXISTS (
    SELECT FROM order_problem
    WHERE order_problem.order_id = order_work.order_id AND closed_at IS NULL AND owner_post = '{HOLDER}'
))"""
"""Of an order in the queue: somebody has to take it, as its customer has not been reached (R-ORD-2), or the check or a
problem is to be gone on with. One that was reached and waits for the owner of its problems waits for nobody else."""
