"""Orders that are known already, as their platform told them last."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from backend.infra import db
from backend.rules.orders.changes import money
from backend.rules.orders.draft import Item

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Known:
    """`told` is what the platform said last, field by field, as `backend.rules.orders.changes.as_told` names them."""

    id: int
    told: dict[str, str]


async def known_orders(department_id: int, keys: Iterable[Key], *, lock: bool = False) -> dict[Key, Known]:
    """Those of `keys` (platform, number) that were taken in before. With `lock` nobody else amends them meanwhile."""
    wanted = sorted(set(keys))
    if not wanted:
        return {}
    platforms, numbers = zip(*wanted, strict=True)
    if lock:
        await db.execute(_LOCK, department_id, platforms, numbers)
    rows = await db.fetch(_KNOWN, department_id, platforms, numbers)
    return {(row["platform"], row["number"]): Known(row["id"], _told(row)) for row in rows}


def _told(row: Any) -> dict[str, str]:
    first = {
        "standing": row["standing"], "status": row["platform_status"], "receiver": row["receiver"],
        "phone": row["phone"], "address": row["address"], "note": row["buyer_note"], "seller-note": row["seller_note"],
        "item": "\n".join(_item(item) for item in row["items"]), "goods-total": money(row["goods_total"]),
        "postage": money(row["postage"]), "total": money(row["total"]), "paid": money(row["paid"]),
    }  # fmt: skip
    return {**first, **row["amended"]}


def _item(item: dict[str, Any]) -> str:
    price = None if item["price"] is None else Decimal(str(item["price"]))
    return str(Item(item["title"], item["quantity"], price, item["sku"], item["spec"]))


_OF_KEYS = """
customer_order.department_id = $1
    AND (customer_order.platform, customer_order.number) IN (SELECT * FROM unnest($2::text[], $3::text[]))
"""
_LOCK = f"SELECT id FROM customer_order WHERE {_OF_KEYS} ORDER BY id FOR NO KEY UPDATE"
_KNOWN = f"""
SELECT id, platform, number, standing, platform_status, receiver, phone, address, buyer_note, seller_note, goods_total,
    postage, total, paid,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('title', title, 'quantity', quantity, 'price', price, 'sku', sku,
        'spec', spec) ORDER BY line), '[]') FROM order_item WHERE order_item.order_id = customer_order.id) AS items,
    (SELECT coalesce(jsonb_object_agg(field, after ORDER BY id), '{{}}') FROM amendment
        WHERE amendment.order_id = customer_order.id AND source = 'platform') AS amended
FROM customer_order WHERE {_OF_KEYS}
"""
