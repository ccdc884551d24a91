"""What came back or was complained about in the demo: one case of a kind, in the state in which it needs somebody."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import Decimal

from backend.infra import db
from backend.orders.cases.registering import Told, register_case
from backend.orders.cases.stepping import Said, take_step
from backend.people.viewer import Viewer

HOUR = timedelta(hours=1)


async def look_after_cases(people: Iterable[Viewer], department_id: int, now: datetime) -> None:
    """A return that waits for a second look, a complaint with a deadline, a follow-up call that is done."""
    registers, receives, *_ = [who for who in people if who.may("orders.after-sales")]
    confirmed = [row["order_id"] for row in await db.fetch(_CONFIRMED, department_id, 3)]
    if len(confirmed) < 3:
        return
    await _return(registers, receives, confirmed[0], now)
    await _complaint(registers, receives, confirmed[1], now)
    await _follow_up(receives, confirmed[2], now)


async def _return(registers: Viewer, receives: Viewer, order_id: int, now: datetime) -> None:
    item_id = await db.fetchval(_FIRST_ITEM, order_id)
    told = Told(
        "return",
        "杯口有磕碰，退一件",
        order_id,
        items={item_id: 1},
        amount=Decimal("39.00"),
        waybill="SF1390000000001",
    )
    case_id = await register_case(registers, told, now - 20 * HOUR)
    await take_step(receives, case_id, "arrive", now - 2 * HOUR, Said("箱子完好"))


async def _complaint(registers: Viewer, owner: Viewer, order_id: int, now: datetime) -> None:
    told = Told(
        "complaint", "说客服答应的赠品没放", order_id, owner_id=owner.person_id, due_at=now + 4 * HOUR
    )
    await register_case(registers, told, now - 3 * HOUR)


async def _follow_up(caller: Viewer, order_id: int, now: datetime) -> None:
    told = Told("follow-up", "首次购买，问问用得怎么样", order_id, due_at=now + 20 * HOUR)
    case_id = await register_case(caller, told, now - 6 * HOUR)
    await take_step(caller, case_id, "settle", now - 5 * HOUR, Said("很满意", "satisfied"))


_CONFIRMED = """
SELECT order_id FROM order_event JOIN order_item USING (order_id)
WHERE order_event.department_id = $1 AND order_event.kind = 'confirmed'
GROUP BY order_id HAVING max(coalesce(price, 0)) >= 39 ORDER BY order_id LIMIT $2
"""
_FIRST_ITEM = "SELECT id FROM order_item WHERE order_id = $1 ORDER BY line LIMIT 1"
