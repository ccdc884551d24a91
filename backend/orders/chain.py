"""The chain of orders: each with its goods, what happened to it, what was corrected and what shows it, the steps of its
after-sales cases and of those without an order, the days' files, the removals.

Everything that one row says is hashed, whichever column it stands in (R-ORD-1). Goods are part of their order, pictures
of their amendment: one that is altered, taken away or added later makes it an altered one. A case is hashed with its
steps: what it began with and its goods with the first one, all of it with the one that ended it (R-ORD-7, R-CS-2).
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
    "amendment_picture": ("id", "department_id", "amendment_id", "number", "kind", "bytes", "sha256", "at"),
    "order_day": (
        "id", "department_id", "day", "filename", "count", "total", "sha256", "previous", "saved_at", "since", "until",
        "standings", "seal_number",
    ),
    "order_removal": (
        "id", "department_id", "before", "through", "orders", "rows", "batches", "files", "person_id", "removed_by",
        "at",
    ),
    "order_case_event": ("id", "department_id", "case_id", "kind", "at", "actor_id", "details"),
    "order_case_item": ("id", "department_id", "case_id", "item_id", "quantity"),
}  # fmt: skip
"""Every column that says something. A new one that may be null can be added to the end; what is null is not hashed."""

STAMPS = {
    "customer_order": ("tx::text AS tx",),
    "order_event": ("tx::text AS tx",),
    "amendment": ("tx::text AS tx",),
    "order_day": ("tx::text AS tx", "snapshot::text AS snapshot"),
    "order_removal": ("tx::text AS tx",),
    "order_case_event": ("tx::text AS tx",),
}
"""When a row was written, as the database counts. Hashed as well: from them follows into which day's file an order goes
and whether it may be removed, so whoever could shift them could keep an order out of every file."""

CASE_BEGINS = (
    "id", "department_id", "request_key", "kind", "order_id", "call_id", "contact", "what", "registered_by",
    "registered_at",
)  # fmt: skip
"""What of a case never changes."""
CASE_CHANGES = (
    "state", "amount", "waybill", "sent_waybill", "owner_id", "due_at", "overdue_for", "received_by", "received_at",
    "checked_by", "checked_at", "closed_by", "closed_at", "outcome",
)  # fmt: skip
"""What moves until a case is over, and then never more."""
ENDS = ("settle", "refund", "withdraw")
"""Steps with which a case is over."""


async def _orders(ids: Sequence[int]) -> dict[int, bytes]:
    goods: dict[int, list[Any]] = {row_id: [] for row_id in ids}
    for item in await db.fetch(_ITEMS, ids):
        goods[item["order_id"]].append(said(item))
    rows = await db.fetch(_ORDERS, ids)
    return {row["id"]: hashed(["customer_order", said(row), goods[row["id"]]]) for row in rows}


async def _amendments(ids: Sequence[int]) -> dict[int, bytes]:
    """One without pictures as it was hashed before there were any."""
    pictures: dict[int, list[Any]] = {}
    for picture in await db.fetch(_PICTURES, ids):
        pictures.setdefault(picture["amendment_id"], []).append(said(picture))
    rows = await db.fetch(_AMENDMENTS, ids)
    return {
        row["id"]: hashed(["amendment", said(row), *filter(None, [pictures.get(row["id"])])]) for row in rows
    }


async def _case_steps(ids: Sequence[int]) -> dict[int, bytes]:
    steps = await db.fetch(_CASE_STEPS, ids)
    cases = {step["case_id"] for step in steps if step["kind"] in ("registered", *ENDS)}
    rows = {row["id"]: said(row) for row in await db.fetch(_CASES, cases)}
    goods: dict[int, list[Any]] = {case_id: [] for case_id in cases}
    for item in await db.fetch(_CASE_ITEMS, cases):
        goods[item["case_id"]].append(said(item))
    return {
        step["id"]: hashed(["order_case_event", said(step), *_of_case(step, rows, goods)]) for step in steps
    }


def _of_case(step: Any, rows: dict[int, dict[str, Any]], goods: dict[int, list[Any]]) -> list[Any]:
    case = rows.get(step["case_id"], {})
    if step["kind"] == "registered":
        return [{name: case[name] for name in CASE_BEGINS if name in case}, goods[step["case_id"]]]
    return [case] if step["kind"] in ENDS else []


async def number_of(table: str, row_id: int) -> str:
    """The platform's number of the order that a row is of; a removed order's is in the file of its day. Of a step the
    number of its case."""
    if table == "customer_order":
        return await db.fetchval("SELECT number FROM customer_order WHERE id = $1", row_id) or ""
    if table in ("order_event", "amendment"):
        return await db.fetchval(_NUMBER.format(table=table), row_id) or ""
    if table == "order_case_event":
        return str(await db.fetchval("SELECT case_id FROM order_case_event WHERE id = $1", row_id) or "")
    return ""


_SEALED = {table: (*FIELDS[table], *stamps) for table, stamps in STAMPS.items()}
_ORDERS = f"SELECT {', '.join(_SEALED['customer_order'])} FROM customer_order WHERE id = ANY($1::bigint[])"
_ITEMS = f"""
SELECT {", ".join(FIELDS["order_item"])} FROM order_item WHERE order_id = ANY($1::bigint[]) ORDER BY line, id
"""
_AMENDMENTS = f"SELECT {', '.join(_SEALED['amendment'])} FROM amendment WHERE id = ANY($1::bigint[])"
# The picture as it is by now, in the place of which only its digest leaves the database.
_PICTURES = f"""
SELECT {", ".join(FIELDS["amendment_picture"])} FROM (
    SELECT id, department_id, amendment_id, number, kind, sha256(bytes) AS bytes, sha256, at FROM amendment_picture
    WHERE amendment_id = ANY($1::bigint[])
) AS picture ORDER BY number, id
"""
_CASE_STEPS = (
    f"SELECT {', '.join(_SEALED['order_case_event'])} FROM order_case_event WHERE id = ANY($1::bigint[])"
)
_CASES = f"SELECT {', '.join(CASE_BEGINS + CASE_CHANGES)} FROM order_case WHERE id = ANY($1::bigint[])"
_CASE_ITEMS = f"""
SELECT {", ".join(FIELDS["order_case_item"])} FROM order_case_item WHERE case_id = ANY($1::bigint[]) ORDER BY id
"""
_NUMBER = """
SELECT number FROM {table} JOIN customer_order ON customer_order.id = {table}.order_id WHERE {table}.id = $1
"""

_ALONE = ("order_event", "order_day", "order_removal")

ORDERS = Chain(
    "orders",
    "order_seal",
    "entries",
    {
        "customer_order": _orders,
        "amendment": _amendments,
        **{table: fields_digested(table, _SEALED[table]) for table in _ALONE},
        "order_case_event": _case_steps,
    },
    0x6F726472,
    "orders-broken",
    removed_positions,
    number_of,
    dated=True,
    columns={
        **{
            table: (*fields, *(stamp.rpartition(" ")[2] for stamp in STAMPS.get(table, ())))
            for table, fields in FIELDS.items()
        },
        "order_case": CASE_BEGINS + CASE_CHANGES,
    },
)
