"""What a platform tells anew about an order that is known already (R-ORD-1: an amendment, never an overwrite)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from backend.rules.orders.draft import STANDINGS, Draft

MASK = "*"
"""Platforms cover names, numbers and streets some time after the sale; what is covered says nothing new."""


@dataclass(frozen=True, slots=True)
class Change:
    """One field that is not any more as it was; texts as they are shown."""

    field: str
    before: str
    after: str


def as_told(draft: Draft) -> dict[str, str]:
    """Everything of an order that a platform may change later, as text. Empty: it says nothing about it."""
    return {
        "standing": draft.standing,
        "status": draft.platform_status,
        "receiver": draft.receiver,
        "phone": draft.phone,
        "address": draft.address,
        "note": draft.buyer_note,
        "seller-note": draft.seller_note,
        "item": "\n".join(map(str, draft.items)),
        "goods-total": money(draft.goods_total),
        "postage": money(draft.postage),
        "total": money(draft.total),
        "paid": money(draft.paid),
    }


def changes(known: Mapping[str, str], told: Mapping[str, str]) -> tuple[Change, ...]:
    """What is told otherwise than it is known. An order never goes from paid back to unpaid: who tells that has
    looked earlier than those whom we know it from, and nothing of it counts. One that was taken in as paid stays that
    when its goods leave: they leave because somebody worked on it."""
    if (known["standing"], told["standing"]) == ("paid", "shipped"):
        told = {**told, "standing": "paid"}
    if STANDINGS.index(told["standing"]) < STANDINGS.index(known["standing"]):
        return ()
    return tuple(
        Change(field, known.get(field, ""), after)
        for field, after in told.items()
        if after and after != known.get(field, "") and not _is_covered(field, after)
    )


def money(amount: Decimal | None) -> str:
    """`85.00`; empty where none is told."""
    return "" if amount is None else f"{amount:.2f}"


def _is_covered(field: str, text: str) -> bool:
    return field in ("receiver", "phone", "address") and MASK in text
