"""An order in somebody's hands, for the stories of the check."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from backend.orders.holding import claim
from tests.support.attendance import tap
from tests.support.orders import an_order
from tests.support.shop import Colleague, Shop


async def comes_in(shop: Shop, name: str, at: datetime, role: str = "staff") -> Colleague:
    """Somebody who has clocked in a quarter of an hour ago."""
    person = await shop.hire(name, role=role)
    day = at.astimezone(shop.zone).date().isoformat()
    await shop.shift(person, day, ("08:00", "21:00"))
    await tap(person, "in", at - timedelta(minutes=15))
    return person


async def in_hand(shop: Shop, agent: Colleague, at: datetime, **said: Any) -> int:
    """An order that `agent` has just taken."""
    order_id = await an_order(shop, at, **said)
    await claim(await agent.viewer(), order_id, at)
    return order_id
