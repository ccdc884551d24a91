"""Bars in a drawing, each of two parts: what went well at the bottom, what did not on top of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

WIDTH, HEIGHT = 720, 120
GAP = 6


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar in the drawing's own units; `of` is what it shows."""

    x: float
    width: float
    well_y: float
    well_height: float
    badly_y: float
    badly_height: float
    of: Any


@dataclass(frozen=True, slots=True)
class Bars:
    """`most` is what the full height stands for; `line` is where a limit stands, in the drawing's units."""

    bars: tuple[Bar, ...]
    most: int
    line: float | None = None
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def filled(self) -> tuple[Bar, ...]:
        return tuple(bar for bar in self.bars if bar.well_height or bar.badly_height)


def draw(counted: Iterable[tuple[Any, int, int]], line_at: int | None = None) -> Bars:
    """`counted`: what a bar stands for, how much went well, how much badly. `line_at`: a limit before that bar."""
    listed = tuple(counted)
    most = max((well + badly for _, well, badly in listed), default=0)
    wide = WIDTH / max(len(listed), 1)
    bars = tuple(_bar(each, place * wide, wide - GAP, most) for place, each in enumerate(listed))
    return Bars(bars, most, None if line_at is None else round(line_at * wide, 1))


def _bar(counted: Sequence[Any], x: float, width: float, most: int) -> Bar:
    of, well, badly = counted
    unit = HEIGHT / most if most else 0
    lower, upper = round(well * unit, 1), round(badly * unit, 1)
    return Bar(
        round(x + GAP / 2, 1), round(width, 1), HEIGHT - lower, lower, HEIGHT - lower - upper, upper, of
    )
