"""Orders of a story, and what has become of them."""

from __future__ import annotations

import itertools
from datetime import datetime, timedelta
from typing import Any

from backend.company.queries import rules_of
from backend.infra import db
from backend.rules.orders import Countdown, countdown
from tests.support.shop import Shop

_numbers = itertools.count(1)


async def an_order(shop: Shop, at: datetime, /, *, course: Countdown | None = None, **said: Any) -> int:
    """A paid order that has just come in at `at`, as taking in writes it; `said` is any column of it."""
    rules = (await rules_of(shop.department_id)).orders
    columns = {
        "department_id": shop.department_id, "platform": "taobao", "number": f"2026{next(_numbers):014}",
        "standing": "paid", "receiver": "林小满", "phone": "13812345678", "address": "浙江省杭州市西湖区文三路 1 号",
        "accepted_at": at, "paid_at": at, "ordered_at": at, "source": "hand", **said,
    }  # fmt: skip
    names = ", ".join(columns)
    marks = ", ".join(f"${number}" for number in range(1, len(columns) + 1))
    async with db.transaction():  # goods come with their order, or the database refuses them
        order_id = await db.fetchval(
            f"INSERT INTO customer_order ({names}) VALUES ({marks}) RETURNING id", *columns.values()
        )
        await db.execute(_ITEM, shop.department_id, order_id)
    course = course or countdown(at, rules.reach_minutes, rules.warn_minutes, None, shop.zone)
    hand_on = at + timedelta(seconds=rules.hand_on_seconds)
    await db.execute(_WORK, shop.department_id, order_id, at, course.due_at, course.warn_at, hand_on)
    return order_id


async def order_rules(shop: Shop, **changes: Any) -> None:
    """The department's own copy of the rules about orders, changed."""
    rules = (await rules_of(shop.department_id)).to_dict()
    rules["orders"] = {**rules.get("orders", {}), **changes}
    await db.execute(
        "UPDATE department SET rules = $2, rules_version = rules_version + 1 WHERE id = $1",
        shop.department_id,
        rules,
    )


async def holders(*order_ids: int) -> list[int | None]:
    """Who holds each of them now."""
    rows = await db.fetch(
        "SELECT order_id, person_id FROM order_hold WHERE order_id = ANY($1::bigint[])", order_ids
    )
    held = {row["order_id"]: row["person_id"] for row in rows}
    return [held.get(order_id) for order_id in order_ids]


async def events_of(order_id: int, *kinds: str) -> list[Any]:
    """What is written about an order, of these kinds or of all, in the order in which it was written."""
    return await db.fetch(
        "SELECT * FROM order_event WHERE order_id = $1 AND (cardinality($2::text[]) = 0 OR kind = ANY($2)) ORDER BY id",
        order_id,
        list(kinds),
    )


_ITEM = """
INSERT INTO order_item (department_id, order_id, line, title, quantity) VALUES ($1, $2, 1, '陶瓷马克杯 420ml', 2)
"""
_WORK = """
INSERT INTO order_work (department_id, order_id, accepted_at, due_at, warn_at, hand_on_at)
VALUES ($1, $2, $3, $4, $5, $6)
"""
