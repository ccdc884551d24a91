"""How many people are on duty at each moment, and where they are too few (R-ROTA-2)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from backend.rules.bounds import choices, limits
from backend.rules.clock import Interval, Intervals, WallTime, span
from backend.rules.rota.generation import WEEKDAYS


@dataclass(frozen=True, slots=True)
class Requirement:
    """At least `minimum` people on duty at every moment of these times, on these weekdays.

    `posts` are codes of the posts that count; empty: everybody does.
    """

    times: tuple[tuple[WallTime, WallTime], ...]
    minimum: int = field(metadata=limits(1, 999))
    weekdays: tuple[str, ...] = field(default=WEEKDAYS, metadata=choices(*WEEKDAYS))
    posts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OnDuty:
    """Somebody's shift as coverage sees it: who, by post, and when."""

    person: int
    post: str | None
    segments: Intervals


@dataclass(frozen=True, slots=True)
class Step:
    """From `span.start` to `span.end` exactly `present` different people are on duty."""

    span: Interval
    present: int
    needed: int


@dataclass(frozen=True, slots=True)
class Hole:
    """A time with too few: `present` is the fewest in it."""

    span: Interval
    present: int
    needed: int
    requirement: Requirement


def coverage_steps(
    requirement: Requirement, shifts: Iterable[OnDuty], day: date, zone: ZoneInfo
) -> tuple[Step, ...]:
    """The day's required times cut wherever the number changes: the band to draw. Empty where nothing is required.

    Give the shifts of the day before as well: one of them may reach over midnight.
    """
    if WEEKDAYS[day.weekday()] not in requirement.weekdays:
        return ()
    counted = [shift for shift in shifts if not requirement.posts or shift.post in requirement.posts]
    steps: list[Step] = []
    for start, end in requirement.times:
        opening = span(day, start, end, zone)
        if opening is not None:
            steps += _steps(opening, counted, requirement.minimum)
    return tuple(steps)


def coverage_holes(
    requirements: Iterable[Requirement], shifts: Iterable[OnDuty], day: date, zone: ZoneInfo
) -> tuple[Hole, ...]:
    """Every time of the day in which a minimum is not met, each as one hole however the numbers change in it."""
    known = tuple(shifts)
    return tuple(
        hole
        for requirement in requirements
        for hole in _holes(requirement, coverage_steps(requirement, known, day, zone))
    )


def _steps(opening: Interval, shifts: list[OnDuty], needed: int) -> list[Step]:
    changes: list[tuple[datetime, int, int]] = []
    for shift in shifts:
        for segment in shift.segments:
            if segment.overlaps(opening):
                changes.append((max(segment.start, opening.start), 1, shift.person))
                changes.append((min(segment.end, opening.end), -1, shift.person))
    changes.sort(key=lambda change: change[:2])
    there: dict[int, int] = {}
    steps: list[Step] = []
    since = opening.start
    for at, by, person in [*changes, (opening.end, 0, 0)]:
        if at > since:
            present = sum(1 for shown in there.values() if shown)
            if steps and steps[-1].present == present:
                steps[-1] = Step(Interval(steps[-1].span.start, at), present, needed)
            else:
                steps.append(Step(Interval(since, at), present, needed))
            since = at
        if by:
            there[person] = there.get(person, 0) + by
    return steps


def _holes(requirement: Requirement, steps: tuple[Step, ...]) -> list[Hole]:
    holes: list[Hole] = []
    for step in steps:
        if step.present >= step.needed:
            continue
        if holes and holes[-1].span.end == step.span.start:
            last = holes.pop()
            whole = Interval(last.span.start, step.span.end)
            holes.append(Hole(whole, min(last.present, step.present), step.needed, requirement))
        else:
            holes.append(Hole(step.span, step.present, step.needed, requirement))
    return holes
