"""The people of after-sales, an order of theirs, and what became of a case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from backend.infra import db
from backend.orders.cases.registering import Told, register_case
from tests.support.orders import an_order
from tests.support.shop import Colleague, Shop

CLEAR = ("13812345678", "林知夏", "文三路")


@dataclass
class Counter:
    """林晓 registers, 周敏 takes goods in, 何静 is the second person, 赵姐 leads and pays back."""

    shop: Shop
    lin: Colleague
    zhou: Colleague
    he: Colleague
    lead: Colleague
    order_id: int
    item_id: int
    now: datetime

    async def case(self, kind: str = "return", **said: Any) -> int:
        """Registered by 林晓 against the order of two mugs for 96 yuan, unless said otherwise."""
        usual: dict[str, Any] = {"what": "杯口有裂纹", "order_id": self.order_id}
        if kind in ("return", "exchange"):
            usual["items"] = {self.item_id: 1}
        if kind in ("return", "refund"):
            usual["amount"] = Decimal("48.00")
        by, at = said.pop("by", self.lin), said.pop("at", self.now)
        return await register_case(await by.viewer(), Told(kind, **{**usual, **said}), at)


async def open_counter(shop: Shop, now: datetime) -> Counter:
    lin, zhou, he = [await shop.hire(name) for name in ("林晓", "周敏", "何静")]
    lead = await shop.hire("赵姐", role="lead")
    order_id = await an_order(
        shop, now, number="2026110200017", receiver="林知夏", total=Decimal("96.00"), paid=Decimal("96.00")
    )
    item_id = await db.fetchval("SELECT id FROM order_item WHERE order_id = $1", order_id)
    return Counter(shop, lin, zhou, he, lead, order_id, item_id, now)


async def case_row(case_id: int) -> Any:
    row = await db.fetchrow("SELECT * FROM order_case WHERE id = $1", case_id)
    assert row is not None
    return row


async def steps_done(case_id: int) -> list[str]:
    """The kinds of its events, in order."""
    rows = await db.fetch("SELECT kind FROM order_case_event WHERE case_id = $1 ORDER BY id", case_id)
    return [row["kind"] for row in rows]


async def told_of(kind: str, subject: str = "") -> dict[int, str]:
    """Who heard of it, and how that message stands."""
    rows = await db.fetch(
        "SELECT person_id, state FROM message WHERE kind = $1 AND subject LIKE $2 || '%'", kind, subject
    )
    return {row["person_id"]: row["state"] for row in rows}
