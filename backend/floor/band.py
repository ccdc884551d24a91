"""Today's people over the hours as a picture: how many are rostered, where they are too few (R-ROTA-2). Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from backend.floor.standing import Floor, FloorRow
from backend.rules.clock import Interval
from backend.rules.presets import Preset
from backend.rules.rota import OnDuty, Requirement, Step, coverage_steps

WIDTH, TOP, FLOOR_LINE = 960, 8, 76


@dataclass(frozen=True, slots=True)
class Bar:
    """One step of the picture; `short` where it is under the minimum."""

    span: Interval
    present: int
    needed: int
    x: float
    y: float
    width: float
    height: float

    @property
    def short(self) -> bool:
        return self.present < self.needed

    @property
    def over(self) -> bool:
        return self.present > self.needed


@dataclass(frozen=True, slots=True)
class Hole:
    """A time with too few; `ask` are people of today who are free then."""

    span: Interval
    present: int
    needed: int
    ask: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Band:
    """One requirement of the day."""

    span: Interval
    minimum: int
    bars: tuple[Bar, ...]
    holes: tuple[Hole, ...]
    ticks: tuple[tuple[float, datetime], ...]
    line: float
    now: float | None


def band_of(floor: Floor, rules: Preset, zone: ZoneInfo) -> tuple[Band, ...]:
    """A band for each requirement of today; none where nothing is required."""
    duties = [
        OnDuty(
            row.person_id, row.post_code, tuple(segment for shift in row.shifts for segment in shift.segments)
        )
        for row in floor.rows
        if row.shifts
    ]
    bands = (
        (requirement, coverage_steps(requirement, duties, floor.today, zone))
        for requirement in rules.coverage
    )
    return tuple(_band(requirement, steps, floor) for requirement, steps in bands if steps)


def _band(requirement: Requirement, steps: tuple[Step, ...], floor: Floor) -> Band:
    whole = Interval(steps[0].span.start, steps[-1].span.end)
    most = max(2, requirement.minimum, *(step.present for step in steps))
    unit = (FLOOR_LINE - TOP) / most
    bars = tuple(
        Bar(
            step.span,
            step.present,
            step.needed,
            _x(step.span.start, whole) + 1,
            FLOOR_LINE - unit * step.present,
            max(2.0, _x(step.span.end, whole) - _x(step.span.start, whole) - 2),
            unit * step.present,
        )
        for step in steps
    )
    holes = tuple(
        Hole(step.span, step.present, step.needed, _free(floor, step.span, requirement))
        for step in steps
        if step.present < step.needed
    )
    now = _x(floor.at, whole) if floor.at in whole else None
    return Band(
        whole, requirement.minimum, bars, holes, _ticks(whole), FLOOR_LINE - unit * requirement.minimum, now
    )


def _x(at: datetime, whole: Interval) -> float:
    return round(WIDTH * (at - whole.start).total_seconds() / whole.seconds, 1)


def _ticks(whole: Interval) -> tuple[tuple[float, datetime], ...]:
    """Seven marks at most, the two ends among them."""
    hours = whole.seconds / 3600
    step = next(size for size in (1, 2, 3, 4, 6) if size >= hours / 6 or size == 6)
    marks = [whole.start + timedelta(hours=step * n) for n in range(int(hours // step) + 1)]
    if whole.end - marks[-1] < timedelta(hours=step / 2) and len(marks) > 1:
        marks[-1] = whole.end
    else:
        marks.append(whole.end)
    return tuple((_x(at, whole), at) for at in marks)


def _free(floor: Floor, hole: Interval, requirement: Requirement) -> tuple[str, ...]:
    return tuple(row.name for row in floor.rows if _may_be_asked(row, hole, requirement))[:3]


def _may_be_asked(row: FloorRow, hole: Interval, requirement: Requirement) -> bool:
    busy = any(segment.overlaps(hole) for shift in row.shifts for segment in shift.segments)
    return not busy and (not requirement.posts or row.post_code in requirement.posts)
