"""Cells of an uploaded file as they may stand on a screen: enough to recognise, not to use."""

from __future__ import annotations

import re

from backend.rules.orders.layouts import cells
from backend.rules.orders.masks import masked_address, masked_field, masked_phone, masked_words

OF_THE_CUSTOMER = ("receiver", "buyer", "phone", "address", "street", "buyer_note", "seller_note")
_AMOUNT_OR_DAY = re.compile(
    r"[¥￥-]?\d{1,6}(?:\.\d+)?|20\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?:[ T]\d{1,2}:\d{2}(?::\d{2})?)?"
)
_TELEPHONE = re.compile(r"[\d\s+-]{7,}")


def covered(cell: str, field: str) -> str:
    """`field` is what the cell is or seems to be. Where nobody knows, it may be anything of the customer's: amounts and
    days are shown, of a telephone and an address as much as everywhere, of all else how it begins."""
    said = cells.text(cell)
    if field in OF_THE_CUSTOMER:
        return masked_field(field, said.removeprefix("'"))
    if field or _AMOUNT_OR_DAY.fullmatch(said):
        return masked_words(said, ())
    if _TELEPHONE.fullmatch(said):
        return masked_phone(said)
    address = masked_address(said)
    return address if address != "****" else f"{said[:1]}****"
