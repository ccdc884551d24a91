"""What a program tells of orders, strictly: a field that nobody knows is a mistake and no reason to guess."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

import msgspec

from backend.infra import db
from backend.infra.refusal import Refusal
from backend.orders.intake import MOST_AT_ONCE, Taken
from backend.rules.orders.draft import Draft, Item, fault_of


class ItemIn(msgspec.Struct, forbid_unknown_fields=True):
    """One kind of goods; `price` is CNY for one piece."""

    title: str
    quantity: int = 1
    price: Decimal | None = None
    sku: str = ""
    spec: str = ""


class OrderIn(msgspec.Struct, forbid_unknown_fields=True):
    """One order. `standing`: paid, unpaid, shipped or closed. Amounts are CNY with two decimals; times bear their
    offset."""

    number: str
    standing: str
    items: list[ItemIn]
    shop: str = ""
    status: str = ""
    buyer: str = ""
    receiver: str = ""
    phone: str = ""
    address: str = ""
    buyer_note: str = ""
    seller_note: str = ""
    goods_total: Decimal | None = None
    postage: Decimal | None = None
    total: Decimal | None = None
    paid: Decimal | None = None
    payment: str = ""
    ordered_at: datetime | None = None
    paid_at: datetime | None = None


class Delivery(msgspec.Struct, forbid_unknown_fields=True):
    """Up to 1,000 orders at once: all of them come in, or none."""

    orders: list[OrderIn]


class Fate(msgspec.Struct):
    """`fate`: new, known (nothing was told that we did not know) or changed (what differs stands beside it)."""

    number: str
    id: int
    fate: str


class TakenIn(msgspec.Struct):
    """What became of each order. `work`: how many somebody must reach now."""

    orders: list[Fate]
    new: int
    known: int
    changed: int
    work: int


def read(body: bytes) -> Delivery:
    """From JSON. 422 with the place of the first mistake."""
    try:
        return msgspec.json.decode(body, type=Delivery)
    except msgspec.ValidationError as error:
        text = str(error)
        place = text.rpartition("`$.")[2].rstrip("`") if "`$." in text else "orders"
        raise Refusal("intake-body-wrong", 422, field=place, place=place) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise Refusal("intake-body-no-json", 422) from None


def drafts_of(told: Delivery, platform: str) -> list[Draft]:
    """As they are taken in. 413 for too many; 422 with the place of the first that is not in order."""
    if not told.orders:
        raise Refusal("intake-body-no-orders", 422, field="orders")
    if len(told.orders) > MOST_AT_ONCE:
        raise Refusal("intake-too-many-at-once", 413, limit=str(MOST_AT_ONCE))
    drafts = [_draft(each, platform) for each in told.orders]
    for place, draft in enumerate(drafts):
        if fault := fault_of(draft):
            raise Refusal(fault[1], 422, field=f"orders[{place}].{fault[0]}")
    return drafts


async def fates(department_id: int, platform: str, numbers: Sequence[str], taken: Taken) -> list[Fate]:
    """Each order once, in the order in which they were told."""
    rows = await db.fetch(_IDS, department_id, platform, numbers)
    ids = {row["number"]: row["id"] for row in rows}
    new, changed = set(taken.new), set(taken.changed)
    return [
        Fate(number, ids[number], "new" if ids[number] in new else "changed" if ids[number] in changed else "known")
        for number in dict.fromkeys(numbers)
    ]  # fmt: skip


def _draft(told: OrderIn, platform: str) -> Draft:
    given: dict[str, Any] = {
        name: getattr(told, name)
        for name in OrderIn.__struct_fields__
        if name not in ("items", "status", "number")
    }
    items = tuple(Item(each.title, each.quantity, each.price, each.sku, each.spec) for each in told.items)
    original = {name: value for name, value in msgspec.to_builtins(told).items() if value not in ("", None)}
    return Draft(
        platform=platform, number=told.number.strip(), items=items, platform_status=told.status, original=original,
        **given,
    )  # fmt: skip


_IDS = """
SELECT number, id FROM customer_order WHERE department_id = $1 AND platform = $2 AND number = ANY($3::text[])
"""
