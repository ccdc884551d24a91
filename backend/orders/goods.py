"""What a customer is to get, by name: as it came, or as it was amended; and which of it is missing."""

from __future__ import annotations

from collections.abc import Iterable

from backend.infra import db
from backend.infra.refusal import Refusal
from backend.rules.orders.points import BY_CODE


def named(lines: Iterable[tuple[str, str]], amended: str | None) -> tuple[str, ...]:
    """Each of the goods once: of title and spec line by line, or as an amendment names them."""
    names = amended.splitlines() if amended else [f"{title} {spec}" for title, spec in lines]
    return tuple(dict.fromkeys(filter(None, map(_on_one_line, names))))


async def goods_now(department_id: int, order_id: int) -> tuple[str, ...]:
    """The names of an order's goods as they stand."""
    lines = await db.fetch(_LINES, department_id, order_id)
    return named(
        ((row["title"], row["spec"]) for row in lines), await db.fetchval(_AMENDED, department_id, order_id)
    )


async def missing_goods(department_id: int, order_id: int, point: str, ticked: Iterable[str]) -> list[str]:
    """Which goods the customer is to be told of: those that were ticked, by name; the only one by itself. None for a
    point that is not about stock. 422 where none of several is ticked, or one that is not of the order (any more)."""
    if BY_CODE[point].next_step != "tell-customer":
        return []
    goods, chosen = await goods_now(department_id, order_id), set(map(_on_one_line, ticked))
    if not chosen <= set(goods):
        raise Refusal("order-missing-unknown", 422, field="missing")
    if not chosen and len(goods) > 1:
        raise Refusal("order-missing-none", 422, field="missing")
    return [name for name in goods if name in chosen or len(goods) == 1]


def _on_one_line(name: str) -> str:
    """As a form brings it back, whatever breaks and blanks a platform has put into it."""
    return " ".join(name.split())


_LINES = "SELECT title, spec FROM order_item WHERE department_id = $1 AND order_id = $2 ORDER BY line"
_AMENDED = """
SELECT after FROM amendment WHERE department_id = $1 AND order_id = $2 AND field = 'item' ORDER BY id DESC LIMIT 1
"""
