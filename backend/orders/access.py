"""Who may do what with one order."""

from __future__ import annotations

from typing import Any

from backend.infra import db
from backend.infra.refusal import Refusal, not_found
from backend.orders.holding import locked_work, my_order
from backend.people.viewer import Actor

MAY_SEE = ("orders.work", "orders.view", "orders.finance", "orders.after-sales")


def may_see(by: Actor) -> bool:
    """Whoever has something to do with orders sees each of them, the customer's data masked."""
    return any(map(by.may, MAY_SEE))


async def my_work(by: Actor, order_id: int) -> Any:
    """The order's row in the queue, locked: for its holder, and for leads. 404, 409 (done, free, somebody else's)."""
    if by.may("orders.manage") and by.person_id is not None:
        return await locked_work(by.department_id, order_id)
    return await my_order(by, order_id)


async def may_still(by: Actor, order_id: int) -> None:
    """Whoever works on an order may; of one that is confirmed, a lead or after-sales. 409 for any other that is no
    longer in the queue. The order stays locked, so that nobody confirms or stops it meanwhile."""
    standing = await standing_of(by.department_id, order_id)
    if standing["in_work"]:
        await my_work(by, order_id)
    elif standing["last"] != "confirmed":
        raise Refusal("order-not-worked", 409)
    elif by.person_id is None or not (by.may("orders.manage") or by.may("orders.after-sales")):
        raise Refusal("shell-error-forbidden", 403)


async def standing_of(department_id: int, order_id: int) -> Any:
    """`in_work`: in the queue; `last`: `confirmed`, `stopped`, `resumed` or None. 404 in another department. Locked."""
    row = await db.fetchrow(_STANDING, department_id, order_id)
    if row is None:
        raise not_found()
    return row


_STANDING = """
SELECT EXISTS (SELECT FROM order_work WHERE order_id = $2) AS in_work, (
    SELECT kind FROM order_event WHERE order_id = $2 AND kind IN ('confirmed', 'stopped', 'resumed')
    ORDER BY id DESC LIMIT 1
) AS last
FROM customer_order WHERE department_id = $1 AND id = $2 FOR NO KEY UPDATE
"""
