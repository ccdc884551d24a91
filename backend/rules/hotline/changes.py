"""What differs between two plans, where a plan has holes, and when calls go elsewhere by it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise

from backend.rules.clock import Interval
from backend.rules.hotline.facts import Hours
from backend.rules.hotline.hours import stretches
from backend.rules.hotline.parts import Plan, Segment

HOLES = ("fallback", "nobody")


@dataclass(frozen=True, slots=True)
class Change:
    """For a stretch of time another target, another reason or another order behind it."""

    span: Interval
    before: Segment
    after: Segment

    @property
    def elsewhere(self) -> bool:
        """Whether calls go to another number first."""
        return self.before.target.number != self.after.target.number


@dataclass(frozen=True, slots=True)
class Hole:
    """A night, or part of one, that nobody has: by the chain or not even by that (R-HOT-2)."""

    day: date
    span: Interval
    segment: Segment


def diff(before: Plan, after: Plan, since: datetime) -> tuple[Change, ...]:
    """Where two plans differ from `since` on, as far as both reach."""
    end = min(before.span.end, after.span.end)
    found: list[Change] = []
    for piece in _common(before, after, since, end):
        old, new = before.at(piece.start), after.at(piece.start)
        if (old.targets, old.why) == (new.targets, new.why):
            continue
        last = found[-1] if found else None
        if last and last.span.end == piece.start and (last.before, last.after) == (old, new):
            found[-1] = Change(Interval(last.span.start, piece.end), old, new)
        else:
            found.append(Change(piece, old, new))
    return tuple(found)


def holes(plan: Plan, hours: Hours, span: Interval) -> tuple[Hole, ...]:
    """Every hole that lies in or reaches into `span`, night by night."""
    found = []
    for stretch in stretches(hours, span):
        for each in plan.segments if stretch.night else ():
            if each.why in HOLES and each.span.overlaps(stretch.span) and each.span.overlaps(span):
                start, end = max(each.span.start, stretch.span.start), min(each.span.end, stretch.span.end)
                found.append(Hole(stretch.day, Interval(start, end), each))
    return tuple(found)


def boundaries(plan: Plan, after: datetime, until: datetime) -> tuple[tuple[datetime, Segment, Segment], ...]:
    """When calls go to another number by the plan, later than `after` and not later than `until`: (at, from, to)."""
    pairs = pairwise(plan.segments)
    return tuple(
        (new.span.start, old, new)
        for old, new in pairs
        if after < new.span.start <= until and old.target.number != new.target.number
    )


def next_boundary(plan: Plan, after: datetime) -> datetime | None:
    """When calls next go elsewhere, or the plan ends."""
    coming = boundaries(plan, after, plan.span.end)
    return coming[0][0] if coming else plan.span.end


def _common(before: Plan, after: Plan, since: datetime, end: datetime) -> Iterator[Interval]:
    edges = {each.span.start for plan in (before, after) for each in plan.segments}
    if since < end:
        marks = [since, *sorted(edge for edge in edges if since < edge < end), end]
        yield from (Interval(start, stop) for start, stop in pairwise(marks))
