"""What a month's shifts amount to: coverage, days off, fair turns. Asked of the draft and of a preview."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from backend.rules.clock import Intervals, month_days
from backend.rules.presets import Preset
from backend.rules.rota import (
    Fairness,
    Hole,
    OnDuty,
    Requirement,
    RestFault,
    Step,
    coverage_holes,
    coverage_steps,
    fairness,
    rest_faults,
)


class Planned(Protocol):
    """Somebody's shift of a day, drafted, published or proposed."""

    @property
    def person(self) -> int: ...
    @property
    def day(self) -> date: ...
    @property
    def segments(self) -> Intervals: ...


@dataclass(frozen=True, slots=True)
class Band:
    """One minimum on one day, cut wherever the number of people changes."""

    requirement: Requirement
    steps: tuple[Step, ...]

    @property
    def short(self) -> bool:
        return any(step.present < step.needed for step in self.steps)


@dataclass(frozen=True, slots=True)
class Review:
    """`bands` and `holes` by day; `faults` are weeks whose days off are not as they should be (R-ROTA-3)."""

    bands: dict[date, tuple[Band, ...]]
    holes: dict[date, tuple[Hole, ...]]
    faults: tuple[RestFault, ...]
    fairness: Fairness

    def holes_from(self, day: date) -> list[tuple[date, Hole]]:
        """The holes of `day` and later; what is past cannot be mended."""
        return [(each, hole) for each, holes in sorted(self.holes.items()) if each >= day for hole in holes]


def review(
    shifts: Sequence[Planned],
    posts: Mapping[int, str | None],
    in_turn: Iterable[int],
    rules: Preset,
    month: date,
    zone: ZoneInfo,
    holidays: Iterable[date] = (),
) -> Review:
    """`shifts` from a week before the month to a week after it; `posts` the code of everybody's post; `in_turn` whose
    turns are compared."""
    days = month_days(month)
    by_day: dict[date, list[OnDuty]] = {}
    for shift in shifts:
        by_day.setdefault(shift.day, []).append(OnDuty(shift.person, posts.get(shift.person), shift.segments))
    bands, holes = {}, {}
    for day in days:
        near = by_day.get(day - timedelta(days=1), []) + by_day.get(day, [])
        bands[day] = tuple(
            Band(each, steps) for each in rules.coverage if (steps := coverage_steps(each, near, day, zone))
        )
        holes[day] = coverage_holes(rules.coverage, near, day, zone)
    mine = [shift for shift in shifts if days[0] <= shift.day <= days[-1]]
    return Review(bands, holes, _faults(shifts, days, rules), fairness(mine, in_turn, holidays))


def _faults(shifts: Sequence[Planned], days: Sequence[date], rules: Preset) -> tuple[RestFault, ...]:
    """Weeks belong to the month of their Sunday; who is not on the rota that week has no day off to give up.

    A week that begins in a month without any rota is not judged: half of it is not planned here.
    """
    if not rules.rest.days_per_week:
        return ()
    found: list[RestFault] = []
    for sunday in (day for day in days if day.weekday() == 6):
        monday = sunday - timedelta(days=6)
        week = [shift for shift in shifts if monday <= shift.day <= sunday]
        if monday < days[0] and not any(shift.day < days[0] for shift in week):
            continue
        people = sorted({shift.person for shift in week})
        found += rest_faults(week, people, monday, rules.rest)
    return tuple(found)
