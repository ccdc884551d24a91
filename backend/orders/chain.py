"""The chain of orders: each with its goods, what happened to it, what was corrected, the days' files, the removals.

Everything that one row says is hashed, whichever column it stands in (R-ORD-1). Goods are part of their order: one that
is altered, taken away or added later makes the order an altered one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from backend.audit.chains import Chain, fields_digested, hashed, said
from backend.infra import db
from backend.orders.removed import removed_positions

FIELDS = {
    "customer_order": (
        "id", "department_id", "platform", "number", "shop", "standing", "platform_status", "buyer", "receiver",
        "phone", "address", "buyer_note", "seller_note", "goods_total", "postage", "total", "paid", "payment",
        "ordered_at", "paid_at", "accepted_at", "source", "import_id", "original",
    ),
    "order_item": ("id", "department_id", "order_id", "line", "sku", "title", "spec", "quantity", "price"),
    "order_event": ("id", "department_id", "order_id", "kind", "at", "actor_id", "details"),
    "amendment": (
        "id", "department_id", "order_id", "field", "before", "after", "why", "evidence", "source", "person_id", "at",
    ),
    "order_day": (
        "id", "department_id", "day", "filename", "count", "total", "sha256", "previous", "saved_at", "since", "until",
        "standings", "seal_number",
    ),
    "order_removal": (
        "id", "department_id", "before", "through", "orders", "rows", "batches", "files", "person_id", "removed_by",
        "at",
    ),
}  # fmt: skip
"""Every column. A new one that may be null can be added to the end; what is null is not hashed."""


async def _orders(ids: Sequence[int]) -> dict[int, bytes]:
    goods: dict[int, list[Any]] = {row_id: [] for row_id in ids}
    for item in await db.fetch(_ITEMS, ids):
        goods[item["order_id"]].append(said(item))
    rows = await db.fetch(_ORDERS, ids)
    return {row["id"]: hashed(["customer_order", said(row), goods[row["id"]]]) for row in rows}


async def number_of(table: str, row_id: int) -> str:
    """The platform's number of the order that a row is of; a removed order's is in the file of its day."""
    if table == "customer_order":
        return await db.fetchval("SELECT number FROM customer_order WHERE id = $1", row_id) or ""
    if table in ("order_event", "amendment"):
        return await db.fetchval(_NUMBER.format(table=table), row_id) or ""
    return ""


_ORDERS = f"SELECT {', '.join(FIELDS['customer_order'])} FROM customer_order WHERE id = ANY($1::bigint[])"
_ITEMS = f"""
SELECT {", ".join(FIELDS["order_item"])} FROM order_item WHERE order_id = ANY($1::bigint[]) ORDER BY line, id
"""
_NUMBER = """
SELECT number FROM {table} JOIN customer_order ON customer_order.id = {table}.order_id WHERE {table}.id = $1
"""

_ALONE = ("order_event", "amendment", "order_day", "order_removal")

ORDERS = Chain(
    "orders",
    "order_seal",
    "entries",
    {"customer_order": _orders, **{table: fields_digested(table, FIELDS[table]) for table in _ALONE}},
    0x6F726472,
    "orders-broken",
    removed_positions,
    number_of,
    dated=True,
)
