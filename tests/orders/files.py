"""A file of a story goes the way of a real one: uploaded, read by a worker, confirmed, taken in."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

from backend.infra import db
from backend.orders.imports.carrying import carry_on
from backend.orders.imports.deciding import confirm
from backend.orders.imports.queries import Import, import_of
from backend.orders.imports.receiving import receive
from tests.orders.drafts import AT
from tests.support.shop import Shop


async def uploaded(shop: Shop, content: bytes, name: str = "订单.csv", at: datetime = AT) -> int:
    """Its import, not read yet."""
    return await receive(shop.program, name, chunks(content), at)


async def read_file(shop: Shop, content: bytes, name: str = "订单.csv", at: datetime = AT) -> Import:
    """What is shown of it."""
    import_id = await uploaded(shop, content, name, at)
    await carry_on(import_id, lambda: at)
    return await import_of(shop.department_id, import_id)


async def taken_in(shop: Shop, content: bytes, name: str = "订单.csv", at: datetime = AT) -> Import:
    """What became of it."""
    shown = await read_file(shop, content, name, at)
    await confirm(shop.program, shown.id, at)
    await carry_on(shown.id, lambda: at)
    return await import_of(shop.department_id, shown.id)


async def orders(shop: Shop) -> list[Any]:
    """Every order of the shop, by number."""
    return await db.fetch(
        "SELECT * FROM customer_order WHERE department_id = $1 ORDER BY number", shop.department_id
    )


async def goods(order_id: int) -> list[tuple[str, int]]:
    rows = await db.fetch(
        "SELECT title, quantity FROM order_item WHERE order_id = $1 ORDER BY line", order_id
    )
    return [(row["title"], row["quantity"]) for row in rows]


async def chunks(content: bytes, size: int = 60_000) -> AsyncIterator[bytes]:
    for start in range(0, len(content), size):
        yield content[start : start + size]
