"""R-ORD-3: what of an order is checked, and who solves what failed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Point:
    """One line of the check list. `owner` of a failed one is `holder`, `finance` or `stock`; `next_step` solves it:
    `amendment`, `tell-customer`, `finance-check` or `ask`."""

    code: str
    owner: str
    next_step: str


POINTS = (
    Point("note", "holder", "ask"),
    Point("address", "holder", "amendment"),
    Point("phone", "holder", "amendment"),
    Point("goods", "holder", "amendment"),
    Point("payment", "finance", "finance-check"),
    Point("stock", "stock", "tell-customer"),
)
