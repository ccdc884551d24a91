"""An order in somebody's hands, for the stories of the check."""

from __future__ import annotations

from collections.abc import Awaitable
from datetime import datetime, timedelta
from typing import Any

import pytest

from backend.infra import db
from backend.infra.refusal import Refusal
from backend.orders.checking import tick
from backend.orders.holding import claim
from backend.people.viewer import Viewer
from backend.rules.orders import POINTS
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


async def ticks(order_id: int) -> dict[str, bool]:
    """Point by point what stands there now."""
    rows = await db.fetch("SELECT point, passed FROM order_tick WHERE order_id = $1", order_id)
    return {row["point"]: row["passed"] for row in rows}


async def state_of(order_id: int) -> str | None:
    """Of its work; None for an order that is not in the queue."""
    return await db.fetchval("SELECT state FROM order_work WHERE order_id = $1", order_id)


async def refused(attempt: Awaitable[object]) -> tuple[str, int]:
    """With what words and which status it was refused."""
    with pytest.raises(Refusal) as refusal:
        await attempt
    return refusal.value.code, refusal.value.status


async def all_ticked(by: Viewer, order_id: int, at: datetime, *, reach: bool = True) -> None:
    """Every point passed; the customer reached, unless said otherwise."""
    for point in POINTS:
        await tick(by, order_id, point.code, True, at)
    if reach:
        await reached(order_id, at)


async def reached(order_id: int, at: datetime) -> None:
    """The customer has answered the call."""
    await db.execute(
        "UPDATE order_work SET reached_at = $2, state = 'reached' WHERE order_id = $1", order_id, at
    )
