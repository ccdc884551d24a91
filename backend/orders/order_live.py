"""The page of one order on open screens: whoever shows it has it fetched anew, each as they may see it."""

from __future__ import annotations

from backend.infra import bus, db
from backend.infra.outbox import Payloads, effect_together
from backend.orders.access import may_see
from backend.people.viewer import Viewer
from backend.web.live import topic


@topic("order")
async def may_hear_order(viewer: Viewer, key: str) -> bool:
    """Whoever may open the page, in the order's own department."""
    return (
        key.isdecimal()
        and len(key) < 19
        and may_see(viewer)
        and await _is_ours(viewer.department_id, int(key))
    )


@effect_together("order.changed")
async def show_order(department_id: int, payloads: Payloads) -> None:
    """Nothing of a customer travels here: the word that something has changed."""
    for order_id in sorted({each["order_id"] for each in payloads}):
        await bus.refresh(f"order:{order_id}", f"#order-page-{order_id}")


async def _is_ours(department_id: int, order_id: int) -> bool:
    sql = "SELECT true FROM customer_order WHERE department_id = $1 AND id = $2"
    return bool(await db.fetchval(sql, department_id, order_id))
