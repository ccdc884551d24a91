"""The coverage of a day as a drawing: bars as high as people are many, holes apart, a line at the minimum."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from backend.rota.review import Band
from backend.rules.rota import Step

WIDTH, HEIGHT = 640, 84
TICKS = 6


@dataclass(frozen=True, slots=True)
class Bar:
    """One step of the band in the drawing's own units."""

    x: float
    y: float
    width: float
    height: float
    step: Step

    @property
    def short(self) -> bool:
        return self.step.present < self.step.needed


@dataclass(frozen=True, slots=True)
class Drawn:
    """A whole band; `line` is the height of the minimum, `ticks` are moments and where they stand."""

    band: Band
    bars: tuple[Bar, ...]
    line: float
    ticks: tuple[tuple[float, datetime], ...]
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def holes(self) -> tuple[Bar, ...]:
        return tuple(bar for bar in self.bars if bar.short)


def draw(band: Band) -> Drawn:
    """A band from its first to its last required moment."""
    start, end = band.steps[0].span.start, band.steps[-1].span.end
    length = (end - start).total_seconds()
    top = max(max(step.present for step in band.steps), band.requirement.minimum) + 0.4

    def across(at: datetime) -> float:
        return round((at - start).total_seconds() / length * WIDTH, 1)

    def up(people: float) -> float:
        return round(people / top * HEIGHT, 1)

    bars = tuple(
        Bar(
            across(step.span.start),
            HEIGHT - max(up(step.present), 5.0),
            round(across(step.span.end) - across(step.span.start), 1),
            max(up(step.present), 5.0),
            step,
        )
        for step in band.steps
    )
    ticks = tuple((WIDTH / TICKS * n, start + (end - start) / TICKS * n) for n in range(TICKS + 1))
    return Drawn(band, bars, round(HEIGHT - up(band.requirement.minimum), 1), ticks)
