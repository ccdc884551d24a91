"""When nobody needs to be told about an order any more: what was said of it is withdrawn, also from open screens."""

from __future__ import annotations

from datetime import datetime

from backend.infra import db
from backend.notifications.actions import withdraw


async def quiet(department_id: int, order_id: int, at: datetime) -> None:
    """The customer is reached, or the order is somebody else's matter: nobody is asked any more."""
    await out_of_hands(department_id, order_id, at)
    await withdraw("order.missed", department_id, f"order:{order_id}", at)


async def out_of_hands(department_id: int, order_id: int, at: datetime) -> None:
    """Whoever had it has it no more: what was said to them alone is over."""
    await taken_up(department_id, order_id, at)
    await withdraw("order.warning", department_id, f"order:{order_id}", at)


async def taken_up(department_id: int, order_id: int, at: datetime) -> None:
    """Its holder is at it: that it was handed to them, and that it was time to call, is known."""
    for row in await db.fetch(_ASKED, department_id, order_id):
        await withdraw(row["kind"], department_id, row["subject"], at)


# Each of these messages is about one event, whose id its subject ends with.
_ASKED = """
SELECT DISTINCT message.kind, message.subject FROM order_event
JOIN message ON message.department_id = $1 AND message.kind = 'order.' || order_event.kind
    AND message.subject = 'order:' || order_event.order_id || ':' || order_event.id
WHERE order_event.order_id = $2 AND order_event.kind IN ('handed', 'call-due')
  AND message.state IN ('open', 'told', 'exhausted')
"""
