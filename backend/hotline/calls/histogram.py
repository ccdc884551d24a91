"""The hours of a day as a drawing: one bar for each, what was missed on top of what was answered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from backend.hotline.calls.queries import Hour

WIDTH, HEIGHT = 720, 120
GAP = 6


@dataclass(frozen=True, slots=True)
class Bar:
    """One hour in the drawing's own units."""

    x: float
    width: float
    answered_y: float
    answered_height: float
    missed_y: float
    missed_height: float
    hour: Hour


@dataclass(frozen=True, slots=True)
class Histogram:
    """`most` is the number of calls that the full height stands for."""

    bars: tuple[Bar, ...]
    most: int
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def busy(self) -> tuple[Bar, ...]:
        return tuple(bar for bar in self.bars if bar.hour.calls)


def draw(hours: Iterable[Hour]) -> Histogram:
    listed = tuple(hours)
    most = max((hour.calls for hour in listed), default=0)
    wide = WIDTH / len(listed)
    return Histogram(
        tuple(_bar(hour, place * wide, wide - GAP, most) for place, hour in enumerate(listed)), most
    )


def _bar(hour: Hour, x: float, width: float, most: int) -> Bar:
    unit = HEIGHT / most if most else 0
    answered, missed = round(hour.answered * unit, 1), round(hour.missed * unit, 1)
    return Bar(
        round(x + GAP / 2, 1),
        round(width, 1),
        HEIGHT - answered,
        answered,
        HEIGHT - answered - missed,
        missed,
        hour,
    )
