"""One way in which orders stand in a table."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

FIELDS = (
    "number", "status", "title", "quantity", "spec", "sku", "price", "receiver", "phone", "address", "province", "city",
    "district", "street", "buyer", "buyer_note", "seller_note", "goods_total", "postage", "total", "paid", "payment",
    "ordered_at", "paid_at", "shop",
)  # fmt: skip
"""What a column may be mapped to on screen, in the order in which it is offered."""

NEEDED = ("number", "title")
"""Without these nothing can be an order."""


@dataclass(frozen=True, slots=True)
class Layout:
    """`columns`: our field by heading; of several headings of one field the first that says something counts.

    `signs` are the headings that give it away. `joined_goods`: all goods of an order in one cell, split at that sign.
    `row_amounts`: amounts that each row has for its own goods, so that they are added up. `rows_differ`: a row that is
    there twice is the same row, from exports that were put together; joined goods mean one row per order.
    """

    code: str
    columns: Mapping[str, str]
    signs: frozenset[str]
    joined_goods: str = ""
    row_amounts: frozenset[str] = frozenset()
    rows_differ: bool = False
    platform: str = ""
    """Whose order numbers these are; empty: the layout's own."""

    def places(self, headings: list[str]) -> dict[str, list[int]]:
        """In which columns of a file each field stands, the most telling first."""
        known = {heading: place for place, heading in reversed(list(enumerate(map(clean_heading, headings))))}
        found: dict[str, list[int]] = {}
        for heading, field in self.columns.items():
            if heading in known:
                found.setdefault(field, []).append(known[heading])
        return found


def clean_heading(heading: str) -> str:
    """As headings are compared: no blanks around them, full and half width alike."""
    return unicodedata.normalize("NFKC", heading).replace("\ufeff", "").strip()


def columns(**headings: str | tuple[str, ...]) -> dict[str, str]:
    """Turns `number="订单编号"` round, and cleans the headings as those of files are."""
    return {
        clean_heading(heading): field
        for field, names in headings.items()
        for heading in ((names,) if isinstance(names, str) else names)
    }
