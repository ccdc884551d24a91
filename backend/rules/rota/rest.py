"""Days off (R-ROTA-3) and being in one place only (R-ROTA-4)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Protocol

from backend.rules.bounds import choices, limits
from backend.rules.clock import Interval, Intervals, intersect, monday_of
from backend.rules.reason import Reason
from backend.rules.rota.generation import WEEKDAYS


@dataclass(frozen=True, slots=True)
class RestParameters:
    """R-ROTA-3: exactly `days_per_week` days off in a week, on one of `weekdays`; 0: not looked at."""

    days_per_week: int = field(default=0, metadata=limits(0, 6))
    weekdays: tuple[str, ...] = field(default=WEEKDAYS, metadata=choices(*WEEKDAYS))


class Planned(Protocol):
    """Somebody's shift of a day."""

    @property
    def person(self) -> int: ...

    @property
    def day(self) -> date: ...

    @property
    def segments(self) -> Intervals: ...


@dataclass(frozen=True, slots=True)
class RestFault:
    """A week (by its Monday) in which somebody's days off are not as they should be."""

    person: int
    week: date
    reason: Reason


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two shifts of one person that are on at the same time, and when."""

    first: Planned
    second: Planned
    spans: Intervals

    @property
    def span(self) -> Interval:
        """The first of the times."""
        return self.spans[0]


def rest_faults(
    shifts: Iterable[Planned], people: Iterable[int], week: date, parameters: RestParameters
) -> tuple[RestFault, ...]:
    """Checks the Monday-to-Sunday week that `week` lies in, for each of `people`."""
    if not parameters.days_per_week:
        return ()
    monday = monday_of(week)
    working: dict[int, set[date]] = {person: set() for person in people}
    for shift in shifts:
        if shift.person in working:
            working[shift.person].add(shift.day)
    faults = []
    for person, worked in working.items():
        free = [n for n in range(7) if monday + timedelta(days=n) not in worked]
        message = _rest_fault(free, parameters)
        if message:
            args = {"free": len(free), "needed": parameters.days_per_week}
            faults.append(RestFault(person, monday, Reason("R-ROTA-3", message, args)))
    return tuple(faults)


def overlaps(shifts: Iterable[Planned]) -> tuple[Overlap, ...]:
    """R-ROTA-4: every pair of shifts that puts one person in two places at once."""
    by_person: dict[int, list[Planned]] = {}
    for shift in shifts:
        by_person.setdefault(shift.person, []).append(shift)
    found = []
    for own in by_person.values():
        own.sort(key=lambda shift: shift.segments[0].start)
        for n, first in enumerate(own):
            for second in own[n + 1 :]:
                if second.segments[0].start >= first.segments[-1].end:
                    break
                both = intersect(first.segments, second.segments)
                if both:
                    found.append(Overlap(first, second, both))
    return tuple(found)


def _rest_fault(free: list[int], parameters: RestParameters) -> str | None:
    if len(free) < parameters.days_per_week:
        return "rules-rest-too-few"
    if len(free) > parameters.days_per_week:
        return "rules-rest-too-many"
    if any(WEEKDAYS[n] not in parameters.weekdays for n in free):
        return "rules-rest-wrong-weekday"
    return None
