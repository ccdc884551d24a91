"""The department's days as the hotline sees them: office hours, then the night that belongs to the same day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from backend.rules.clock import Interval, day_of, instant
from backend.rules.hotline.facts import Hours


@dataclass(frozen=True, slots=True)
class Stretch:
    """Office hours of a day, or the night from its closing to the next day's opening (`night`)."""

    day: date
    night: bool
    span: Interval


def stretches(hours: Hours, span: Interval) -> Iterator[Stretch]:
    """Those that `span` touches, whole and in order: each begins where the one before ends."""
    day = day_of(span.start, hours.zone) - timedelta(days=1)
    while (opens := instant(day, hours.opens, hours.zone)) < span.end:
        following = day + timedelta(days=1)
        reopens = instant(following, hours.opens, hours.zone)
        closes = min(max(opens, instant(day, hours.closes, hours.zone)), reopens)
        for night, start, end in ((False, opens, closes), (True, closes, reopens)):
            if start < end and start < span.end and span.start < end:
                yield Stretch(day, night, Interval(start, end))
        day = following


def night_of(hours: Hours, at: datetime) -> Stretch | None:
    """The night that a moment lies in; None in office hours."""
    found = next(stretches(hours, Interval(at, at + timedelta(microseconds=1))))
    return found if found.night else None


def next_night(hours: Hours, at: datetime) -> Stretch:
    """The night that `at` lies in, else the coming one."""
    week = Interval(at, at + timedelta(days=8))
    return next(each for each in stretches(hours, week) if each.night)


def horizon(hours: Hours, at: datetime, days: int) -> datetime:
    """The opening of the day `days` days after the one of `at`: where a plan that is made now ends."""
    return instant(day_of(at, hours.zone) + timedelta(days=days), hours.opens, hours.zone)
