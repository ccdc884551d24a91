"""When the orders of a day are saved (R-ORD-5)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from backend.rules.clock import WallTime, day_of, instant

A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Moment:
    """A day whose orders are to be saved, and the instant at which it ended."""

    day: date
    until: datetime


def due_moments(
    last: Moment | None, since: datetime, saved_at: WallTime, zone: ZoneInfo, at: datetime
) -> Iterator[Moment]:
    """Every day that was not saved by `at`, oldest first: each after `last`, or after `since` where none was yet.

    A department that changes its hour has no day that ends before the one before it.
    """
    until = last.until if last else since
    day = last.day + A_DAY if last else first_day(since, saved_at, zone)
    while (moment := instant(day, saved_at, zone)) <= at:
        until = max(moment, until)
        yield Moment(day, until)
        day += A_DAY


def first_day(since: datetime, saved_at: WallTime, zone: ZoneInfo) -> date:
    """The day that is saved at the first such hour after `since`."""
    day = day_of(since, zone) - A_DAY
    while instant(day, saved_at, zone) <= since:
        day += A_DAY
    return day
