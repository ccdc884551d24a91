"""What a shift leaves open among orders, for the handover: orders in work and problems."""

from __future__ import annotations

from datetime import datetime

from backend.duties.open_work import OpenItem, open_work
from backend.infra import db


@open_work("orders")
async def open_orders(department_id: int, at: datetime) -> list[OpenItem]:
    """Every order that is not confirmed yet, what is due first, first; whoever has it is named. No customer is."""
    return [
        OpenItem(
            f"order:{row['order_id']}",
            _ORDER_SAYS[row["reached"], row["holder"] is not None],
            {"number": row["tail"], "due": row["due_at"].isoformat(), "name": row["holder"] or ""},
            f"/orders/{row['order_id']}",
            None if row["reached"] else row["due_at"],
        )
        for row in await db.fetch(_ORDERS, department_id, at)
    ]


@open_work("order-problems")
async def open_problems(department_id: int, at: datetime) -> list[OpenItem]:
    """Every problem of the check that is not solved yet, with its owner."""
    return [
        OpenItem(
            f"order-problem:{row['id']}",
            "handover-open-order-problem",
            {"number": row["tail"], "point": row["point"], "name": row["owner"] or "–"},
            f"/orders/{row['order_id']}",
            row["due_at"],
        )
        for row in await db.fetch(_PROBLEMS, department_id, at)
    ]


_ORDER_SAYS = {
    (False, False): "handover-open-order-free",
    (False, True): "handover-open-order-held",
    (True, False): "handover-open-order-check-free",
    (True, True): "handover-open-order-check-held",
}
_ORDERS = """
SELECT order_work.order_id, right(number, 4) AS tail, due_at, reached_at IS NOT NULL AS reached, person.name AS holder
FROM order_work
JOIN customer_order ON customer_order.id = order_work.order_id
LEFT JOIN order_hold ON order_hold.order_id = order_work.order_id
LEFT JOIN person ON person.id = order_hold.person_id
WHERE order_work.department_id = $1 AND order_work.accepted_at <= $2
ORDER BY reached_at IS NOT NULL, due_at, order_work.order_id
"""
_PROBLEMS = """
SELECT order_problem.id, order_problem.order_id, right(number, 4) AS tail, point, order_problem.due_at,
    coalesce(person.name, nullif(owner_post, '')) AS owner
FROM order_problem
JOIN customer_order ON customer_order.id = order_problem.order_id
LEFT JOIN person ON person.id = owner_id
WHERE order_problem.department_id = $1 AND opened_at <= $2 AND closed_at IS NULL
ORDER BY order_problem.due_at, order_problem.id
"""
