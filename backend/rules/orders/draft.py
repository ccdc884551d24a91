"""An order as a platform, a shop system or a person tells it, before it is taken in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

STANDINGS = ("unpaid", "paid", "shipped", "closed")
"""In the order in which an order goes through them: it never goes back. `shipped` is told of an order that had left, or
had arrived, before it was taken in: it is kept, and nobody calls about it."""

MOST_ITEMS = 500
MOST_QUANTITY = 1_000_000
MOST_MONEY = Decimal("9999999999.99")
LONGEST = {
    "number": 64, "platform": 32, "shop": 120, "platform_status": 120, "buyer": 120, "receiver": 120, "phone": 60,
    "address": 600, "buyer_note": 4000, "seller_note": 4000, "payment": 120,
}  # fmt: skip
LONGEST_TITLE = 2000
NUL = "\x00"
"""The one sign that no database keeps in a text."""
_PLATFORM = re.compile(r"[a-z0-9][a-z0-9-]{0,31}")


@dataclass(frozen=True, slots=True)
class Item:
    """One line of goods. `price` is CNY for one piece, None where it is not told."""

    title: str
    quantity: int = 1
    price: Decimal | None = None
    sku: str = ""
    spec: str = ""

    def __str__(self) -> str:
        """`口红 / 正红 × 2`: as a change of it is written down and shown."""
        return " / ".join(part for part in (self.title, self.spec) if part) + f" × {self.quantity}"


@dataclass(frozen=True, slots=True)
class Draft:
    """`standing` is one of `STANDINGS`; amounts are CNY, None where they are not told; times are instants.

    `original` keeps every field as it came, by its heading. What is empty says nothing: it never undoes what is known.
    """

    platform: str
    number: str
    standing: str
    items: tuple[Item, ...] = ()
    shop: str = ""
    platform_status: str = ""
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
    original: Mapping[str, object] = field(default_factory=dict)

    @property
    def key(self) -> tuple[str, str]:
        """What no two orders of a department have in common."""
        return self.platform, self.number


def fault_of(draft: Draft) -> tuple[str, str] | None:
    """Field and message id of the first thing that keeps an order from being taken in; None where it is in order."""
    if not _PLATFORM.fullmatch(draft.platform):
        return "platform", "intake-fault-platform"
    if not draft.number:
        return "number", "intake-fault-no-number"
    if draft.standing not in STANDINGS:
        return "standing", "intake-fault-standing"
    for name, most in LONGEST.items():
        if len(getattr(draft, name)) > most:
            return name, "intake-fault-too-long"
        if NUL in getattr(draft, name):
            return name, "intake-fault-signs"
    for name in ("goods_total", "postage", "total", "paid"):
        if not _is_money(getattr(draft, name)):
            return name, "intake-fault-money"
    return _fault_of_times(draft) or _fault_of_items(draft)


def _fault_of_times(draft: Draft) -> tuple[str, str] | None:
    for name in ("ordered_at", "paid_at"):
        when = getattr(draft, name)
        if when is not None and when.tzinfo is None:
            return name, "intake-fault-offset"
        if when is not None and not 2000 <= when.year <= 2200:
            return name, "intake-fault-time"
    return None


def _fault_of_items(draft: Draft) -> tuple[str, str] | None:
    if not draft.items:
        return "title", "intake-fault-no-goods"
    if len(draft.items) > MOST_ITEMS:
        return "title", "intake-fault-too-many-goods"
    for item in draft.items:
        if not item.title.strip() or max(len(item.title), len(item.sku), len(item.spec)) > LONGEST_TITLE:
            return "title", "intake-fault-title"
        if NUL in item.title + item.sku + item.spec:
            return "title", "intake-fault-signs"
        if not 1 <= item.quantity <= MOST_QUANTITY:
            return "quantity", "intake-fault-quantity"
        if not _is_money(item.price):
            return "price", "intake-fault-money"
    return None


def _is_money(amount: Decimal | None) -> bool:
    """Two decimals, never negative, never infinite."""
    if amount is None:
        return True
    return amount.is_finite() and 0 <= amount <= MOST_MONEY and amount == round(amount, 2)
