"""Whose a problem of an order is and until when: handing it on by name, putting it off (R-ORD-3)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from backend.infra import db
from backend.infra.refusal import Refusal
from backend.orders.events import add_event
from backend.orders.owners import owner_of
from backend.orders.problem_notices import quiet_late, quiet_problem, tell_of
from backend.orders.problems import locked_problem
from backend.people.viewer import Actor

FARTHEST = timedelta(days=92)
"""No deadline lies further ahead."""


async def hand_problem(by: Actor, problem_id: int, owner_id: int | None, at: datetime, why: str = "") -> int:
    """One's own goes to somebody else, who must be able to solve it, or with None back to whom the rule names; or one
    takes it over from who has it; a lead gives any to anybody. Who has it already: nothing changes. Answers the order's
    id; 404 and 409 as for any owner, 403 for who is neither."""
    async with db.transaction():
        problem = await locked_problem(by, problem_id)
        order_id, point, due_at = problem["order_id"], problem["point"], problem["due_at"]
        if owner_id is not None and (owner_id, "") == (problem["owner_id"], problem["owner_post"]):
            return int(order_id)  # tapped twice
        if not (owns(by, problem) or (owner_id is not None and owner_id == by.person_id)):
            raise Refusal("order-problem-not-yours", 403)
        owner = await owner_of(by, order_id, point, at, owner_id)
        if (owner.person_id, owner.post) == (problem["owner_id"], problem["owner_post"]):
            return int(order_id)
        await db.execute(_HAND, by.department_id, problem_id, owner.person_id, owner.post)
        event_id = await add_event(
            order_id, "problem-handed", at, by.person_id, person=owner.person_id, post=owner.post, point=point,
            problem=problem_id, due_at=due_at.isoformat(), said=why.strip()[:500],
        )  # fmt: skip
        await quiet_problem(problem, at, problem["owner_id"])
        await tell_of(
            "order.problem", by.department_id, problem_id, order_id, point, due_at, at, owner.told, event_id
        )
    return int(order_id)


async def put_off(by: Actor, problem_id: int, due_at: datetime | None, at: datetime, why: str) -> int:
    """Another deadline, with a reason (422 without), by who owns the problem or a lead. Answers the order's id."""
    async with db.transaction():
        problem = await locked_problem(by, problem_id)
        if due_at is None or due_at.tzinfo is None or not at < due_at <= at + FARTHEST:
            raise Refusal("order-problem-due-when", 422, field="due_at")
        if not why.strip():
            raise Refusal("order-problem-why", 422, field="said")
        if not owns(by, problem):
            raise Refusal("order-problem-not-yours", 403)
        await db.execute(_PUT_OFF, by.department_id, problem_id, due_at)
        await add_event(
            problem["order_id"], "problem-put-off", at, by.person_id, point=problem["point"], problem=problem_id,
            due_at=due_at.isoformat(), said=why.strip()[:500],
        )  # fmt: skip
        await quiet_late(problem, at)
    return int(problem["order_id"])


def owns(by: Actor, problem: Any) -> bool:
    """Whose it is: the person, whoever holds the order, or the post; and leads."""
    if by.person_id is None:
        return False
    mine = by.person_id == (problem["owner_id"] or (problem["owner_post"] == "holder" and problem["held_by"]))
    return (
        mine or (problem["owner_post"] == "finance" and by.may("orders.finance")) or by.may("orders.manage")
    )


_HAND = """
UPDATE order_problem SET owner_id = $3, owner_post = $4 WHERE department_id = $1 AND id = $2
"""
_PUT_OFF = "UPDATE order_problem SET due_at = $3, overdue_at = NULL WHERE department_id = $1 AND id = $2"
