"""What orders leave open, for whoever takes over."""

from __future__ import annotations

from datetime import datetime, timedelta

from backend.infra import db
from backend.orders.confirming import stop
from backend.orders.open_work import open_orders, open_problems
from backend.orders.overdue import find_overdue
from backend.orders.problems import open_problem
from tests.orders.counter import comes_in, in_hand, reached
from tests.support.orders import an_order, events_of
from tests.support.shop import Shop


async def test_orders_in_work_and_problems_are_handed_over(shop: Shop, now: datetime) -> None:
    """Free, in hand, reached, with a problem: each named with who has it, and gone once it is done with."""
    lin = await comes_in(shop, "林小满", now)
    by, free = await lin.viewer(), await an_order(shop, now)
    held, spoken = await in_hand(shop, lin, now), await in_hand(shop, lin, now)
    await reached(spoken, now)
    problem_id = await open_problem(by, held, "stock", "断货", now)
    found = {each.subject: each for each in await open_orders(shop.department_id, now)}
    assert {subject: each.sentence for subject, each in found.items()} == {
        f"order:{free}": "handover-open-order-free",
        f"order:{held}": "handover-open-order-held",
        f"order:{spoken}": "handover-open-order-check-held",
    }
    assert found[f"order:{held}"].args["name"] == "林小满" and found[f"order:{spoken}"].due_at is None
    (problem,) = await open_problems(shop.department_id, now)
    assert problem.subject == f"order-problem:{problem_id}" and problem.args["point"] == "stock"
    assert problem.due_at is not None and problem.due_at > now
    await stop(by, held, "顾客不要了", now)
    assert await open_problems(shop.department_id, now) == []
    assert f"order:{held}" not in {each.subject for each in await open_orders(shop.department_id, now)}


async def test_an_overdue_problem_is_told_once(shop: Shop, now: datetime) -> None:
    """To its owner and to the leads, however often somebody sweeps."""
    lin, lead = await comes_in(shop, "林小满", now), await comes_in(shop, "赵主管", now, role="lead")
    order_id = await in_hand(shop, lin, now)
    problem_id = await open_problem(await lin.viewer(), order_id, "address", "门牌号不全", now)
    due = await db.fetchval("SELECT due_at FROM order_problem WHERE id = $1", problem_id)
    await find_overdue(due - timedelta(seconds=1))
    assert await events_of(order_id, "overdue") == []
    await find_overdue(due)
    await find_overdue(due)
    assert len(await events_of(order_id, "overdue")) == 1
    told = await db.fetch(
        "SELECT person_id FROM message WHERE kind = 'order.problem-overdue' AND subject LIKE $1",
        f"problem:{problem_id}:%",
    )
    assert {lin.person_id} <= {row["person_id"] for row in told} <= {lin.person_id, lead.person_id}
    assert len(told) == len({row["person_id"] for row in told})
