"""Cells of an uploaded file as they may stand on a screen: enough to recognise, not to use."""

from __future__ import annotations

from backend.rules.orders.layouts import cells
from backend.rules.orders.masks import masked_address, masked_field, masked_words

OF_THE_CUSTOMER = ("receiver", "buyer", "phone", "address", "street", "buyer_note", "seller_note")


def covered(cell: str, field: str) -> str:
    """`field` is what the cell is or seems to be; where nobody knows, numbers and addresses are looked for in it."""
    said = cells.text(cell)
    if field in OF_THE_CUSTOMER:
        return masked_field(field, said.removeprefix("'"))
    if field:
        return said
    address = masked_address(said)
    return masked_words(said if address == "****" else address, ())
