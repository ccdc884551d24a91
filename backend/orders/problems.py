"""R-ORD-3: a point that failed is somebody's problem, with a deadline, until it is solved.

Guarantees:
- of one point there is one open problem at most: the database says so;
- out of stock is solved only after the customer was told, and it stands there when and by whom;
- a payment that is not as it should be is solved only by somebody of finance;
- whoever solved it, the point is ticked anew by a person.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from backend.company.queries import rules_of
from backend.infra import db
from backend.infra.refusal import Refusal, not_found
from backend.orders.access import my_work
from backend.orders.events import add_event
from backend.orders.goods import missing_goods
from backend.orders.owners import owner_of
from backend.orders.problem_notices import quiet_problem, tell_of
from backend.people.viewer import Actor
from backend.rules.orders.points import BY_CODE


async def open_problem(
    by: Actor,
    order_id: int,
    point: str,
    what: str,
    at: datetime,
    *,
    owner_id: int | None = None,
    missing: Iterable[str] = (),
    request_key: UUID | None = None,
) -> int:
    """`point` is not as it should be: `what`, in somebody's own words (422 without). Solved by `owner_id`, else by whom
    the rule names, within the department's hours for it. Out of stock: `missing` are the names of the goods that are;
    one may leave it out where there is one only. Answers the problem's id; 409 where one is open already."""
    said = what.strip()[:500]
    async with db.transaction():
        await my_work(by, order_id)
        if point not in BY_CODE:
            raise Refusal("order-point-unknown", 422, field="point")
        if not said:
            raise Refusal("order-problem-what", 422, field="what")
        goods = await missing_goods(by.department_id, order_id, point, missing)
        owner = await owner_of(by, order_id, point, at, owner_id)
        due_at = at + timedelta(hours=(await rules_of(by.department_id)).orders.problem_hours)
        problem_id = await db.fetchval(
            _OPEN,
            by.department_id,
            order_id,
            point,
            said,
            by.person_id,
            at,
            owner.person_id,
            owner.post,
            due_at,
            goods,
        )
        if problem_id is None:
            raise Refusal("order-problem-open-already", 409)
        await db.execute(_FAIL, by.department_id, order_id, point, by.person_id, at)
        await _restate(order_id)
        more = {"key": str(request_key) if request_key else None, "missing": goods or None}
        await add_event(
            order_id, "problem", at, by.person_id, point=point, what=said, problem=problem_id,
            due_at=due_at.isoformat(), owner=owner.person_id, post=owner.post,
            **{name: value for name, value in more.items() if value},
        )  # fmt: skip
        await tell_of("order.problem", by.department_id, problem_id, order_id, point, due_at, at, owner.told)
    return problem_id


async def tell_customer(by: Actor, problem_id: int, at: datetime, said: str = "") -> int:
    """The customer has been told that something is missing; a second time changes nothing. Answers the order's id."""
    async with db.transaction():
        problem = await _mine(by, problem_id)
        if problem["told_customer_at"] is not None:
            return int(problem["order_id"])
        await db.execute(_TOLD, problem_id, at, by.person_id)
        await add_event(
            problem["order_id"], "told", at, by.person_id, point=problem["point"], problem=problem_id,
            said=said.strip()[:500],
        )  # fmt: skip
    return int(problem["order_id"])


async def solve(by: Actor, problem_id: int, outcome: str, at: datetime) -> int:
    """It is solved, `outcome` says how (422 without); the point is then to be ticked anew. Answers the order's id. 409
    where the customer was not told of missing goods yet; 403 for a payment by anybody but finance."""
    said = outcome.strip()[:500]
    async with db.transaction():
        problem = await _mine(by, problem_id)
        if not said:
            raise Refusal("order-problem-outcome", 422, field="outcome")
        if problem["point"] == "payment" and not by.may("orders.finance"):
            raise Refusal("order-finance-only", 403)
        if BY_CODE[problem["point"]].next_step == "tell-customer" and problem["told_customer_at"] is None:
            raise Refusal("order-tell-customer-first", 409)
        await close_problem(by, problem, said, at)
    return int(problem["order_id"])


async def close_problem(by: Actor, problem: Any, outcome: str, at: datetime, **details: Any) -> None:
    """Inside the caller's transaction, the problem locked."""
    department_id, order_id, point = problem["department_id"], problem["order_id"], problem["point"]
    await db.execute(_CLOSE, problem["id"], at, by.person_id, outcome)
    await db.execute(_UNTICK, department_id, order_id, point)
    await _restate(order_id)
    await add_event(
        order_id, "solved", at, by.person_id, point=point, problem=problem["id"], outcome=outcome, **details
    )
    await quiet_problem(problem, at)


async def open_problems_of(department_id: int, order_id: int) -> list[Any]:
    """The order's open problems, locked."""
    return await db.fetch(_OF_ORDER, department_id, order_id)


async def take_back(by: Actor, order_id: int, point: str, at: datetime) -> None:
    """A problem that was none: by who has opened it, or by a lead. Inside the caller's transaction."""
    for problem in await open_problems_of(by.department_id, order_id):
        if problem["point"] == point:
            if problem["opened_by"] != by.person_id and not by.may("orders.manage"):
                raise Refusal("order-not-your-problem", 409)
            await close_problem(by, problem, "", at, taken_back=True)


async def locked_problem(by: Actor, problem_id: int) -> Any:
    """The open problem, locked together with its order. 404 in another department, 409 for one that is solved."""
    order_id = await db.fetchval(_ORDER_OF, by.department_id, problem_id)
    if order_id is None:
        raise not_found()
    await db.execute(_LOCK_WORK, by.department_id, order_id)
    problem = await db.fetchrow(_PROBLEM, by.department_id, problem_id)
    assert problem is not None
    if problem["closed_at"] is not None:
        raise Refusal("order-problem-solved-already", 409)
    return problem


async def _mine(by: Actor, problem_id: int) -> Any:
    """The open problem, locked: for its owner, the order's holder, leads, and finance for payments; 403 for others."""
    problem = await locked_problem(by, problem_id)
    mine = by.person_id is not None and by.person_id in (problem["owner_id"], problem["held_by"])
    finance = problem["point"] == "payment" and by.may("orders.finance")
    if not (mine or finance or by.may("orders.manage")):
        raise Refusal("order-not-your-problem", 403)
    return problem


async def _restate(order_id: int) -> None:
    await db.execute(_STATE, order_id)


_OPEN = """
INSERT INTO order_problem (department_id, order_id, point, what, opened_by, opened_at, owner_id, owner_post, due_at,
    missing)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
ON CONFLICT (order_id, point) WHERE closed_at IS NULL DO NOTHING RETURNING id
"""
_FAIL = """
INSERT INTO order_tick (department_id, order_id, point, passed, person_id, at) VALUES ($1, $2, $3, false, $4, $5)
ON CONFLICT (order_id, point) DO UPDATE SET passed = false, person_id = $4, at = $5
"""
_UNTICK = "DELETE FROM order_tick WHERE department_id = $1 AND order_id = $2 AND point = $3 AND NOT passed"
_TOLD = "UPDATE order_problem SET told_customer_at = $2, told_customer_by = $3 WHERE id = $1"
_CLOSE = "UPDATE order_problem SET closed_at = $2, closed_by = $3, outcome = $4 WHERE id = $1"
_STATE = """
UPDATE order_work SET state = CASE
    WHEN EXISTS (SELECT FROM order_problem WHERE order_id = $1 AND closed_at IS NULL) THEN 'problem'
    WHEN reached_at IS NOT NULL THEN 'reached' ELSE 'open' END
WHERE order_id = $1
"""
_ORDER_OF = "SELECT order_id FROM order_problem WHERE department_id = $1 AND id = $2"
_LOCK_WORK = "SELECT true FROM order_work WHERE department_id = $1 AND order_id = $2 FOR NO KEY UPDATE"
FIELDS = """order_problem.id, order_problem.department_id, order_problem.order_id, order_problem.point,
    order_problem.opened_by, order_problem.owner_id, order_problem.owner_post, order_problem.due_at,
    order_problem.told_customer_at, order_problem.closed_at"""
_PROBLEM = f"""
SELECT {FIELDS}, order_hold.person_id AS held_by
FROM order_problem LEFT JOIN order_hold ON order_hold.order_id = order_problem.order_id
WHERE order_problem.department_id = $1 AND order_problem.id = $2 FOR NO KEY UPDATE OF order_problem
"""
_OF_ORDER = f"""
SELECT {FIELDS} FROM order_problem
WHERE department_id = $1 AND order_id = $2 AND closed_at IS NULL ORDER BY id FOR NO KEY UPDATE
"""
