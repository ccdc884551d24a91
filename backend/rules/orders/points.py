"""R-ORD-3: what of an order is checked, who solves what failed, and what still stands in the way of confirming."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Point:
    """One line of the check list. `owner` of a failed one is `holder`, `finance` or `stock`; `next_step` solves it:
    `amendment`, `tell-customer`, `finance-check` or `ask`. `fields` are those of the order that it is about; `follows`
    those of another point that it hangs on: other goods may not be there."""

    code: str
    owner: str
    next_step: str
    fields: tuple[str, ...] = ()
    follows: tuple[str, ...] = ()


POINTS = (
    Point("note", "holder", "ask", ("note",)),
    Point("address", "holder", "amendment", ("address", "receiver")),
    Point("phone", "holder", "amendment", ("phone",)),
    Point("goods", "holder", "amendment", ("item",)),
    Point("payment", "finance", "finance-check"),
    Point("stock", "stock", "tell-customer", follows=("item",)),
)
BY_CODE = {point.code: point for point in POINTS}

AMENDABLE = ("address", "receiver", "phone", "item", "note")
"""What a customer may correct, in the order in which it is offered."""


def point_of(field: str) -> str | None:
    """The point that is about this field; None where there is none. Its problem is solved by an amendment."""
    return next((point.code for point in POINTS if field in point.fields), None)


def checked_anew(field: str) -> tuple[str, ...]:
    """Every point that must be checked anew when this field is amended."""
    return tuple(point.code for point in POINTS if field in point.fields + point.follows)


def answers(field: str) -> tuple[str, ...]:
    """Which marks of a buyer's note (`backend.rules.orders.attention`) an amendment of this field has answered."""
    return _ANSWERS.get(field, ())


def hindrances(
    ticks: Mapping[str, bool], open_problems: Collection[str], marks: Iterable[str], reached: bool
) -> tuple[str, ...]:
    """What keeps an order from being confirmed, worst first: `problem`, `mark` (of the note, not looked at), `point`
    (not checked), `unreached`. Nothing: it may be confirmed (R-ORD-3, R-ORD-4)."""
    unchecked = any(not ticks.get(point.code, False) for point in POINTS)
    found = {
        "problem": bool(open_problems),
        "mark": any(True for _ in marks),
        "point": unchecked,
        "unreached": not reached,
    }
    return tuple(name for name, stands in found.items() if stands)


_ANSWERS = {"address": ("address",), "receiver": ("address",), "phone": ("phone",), "item": ("goods",)}
