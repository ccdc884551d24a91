"""Wall clock and instants: the only place where a time zone is applied.

Instants are aware datetimes in UTC. Intervals are half-open `[start, end)`. A set of intervals is a sorted tuple of
intervals that neither overlap nor touch.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Self
from zoneinfo import ZoneInfo

DEFAULT_ZONE = ZoneInfo("Asia/Shanghai")
DAY_SECONDS = 86_400

_WRITTEN = re.compile(r"([0-9]{2}):([0-9]{2})(?::([0-9]{2}))?([+-][1-9])?")
_MIDNIGHT = time()


@dataclass(frozen=True, slots=True, order=True)
class WallTime:
    """What the clock on the wall shows, counted in seconds from a day's 00:00; from 86 400 on it is the day after."""

    seconds: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Reads `08:30`, `08:30:15`, `24:00` and `00:10:00+1` (after midnight). ValueError otherwise."""
        match = _WRITTEN.fullmatch(text) if isinstance(text, str) else None
        if match is None:
            raise ValueError(f"not a time of day: {text!r}")
        hours, minutes, seconds = int(match[1]), int(match[2]), int(match[3] or 0)
        of_day = hours * 3600 + minutes * 60 + seconds
        if minutes > 59 or seconds > 59 or of_day > DAY_SECONDS:
            raise ValueError(f"not a time of day: {text!r}")
        return cls(of_day + int(match[4] or 0) * DAY_SECONDS)

    @classmethod
    def of(cls, hours: int, minutes: int = 0) -> Self:
        """That time of the day."""
        return cls(hours * 3600 + minutes * 60)

    @property
    def days(self) -> int:
        """How many days after the day it is counted from: 0, or 1 after midnight."""
        return self.seconds // DAY_SECONDS

    def __str__(self) -> str:
        """`08:30`, `08:30:15`, `00:10+1`; `parse` reads it back."""
        days, rest = divmod(self.seconds, DAY_SECONDS)
        hours, rest = divmod(rest, 3600)
        minutes, seconds = divmod(rest, 60)
        text = f"{hours:02}:{minutes:02}" + (f":{seconds:02}" if seconds else "")
        return text + (f"{days:+d}" if days else "")


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """The instants from `start` up to but not including `end`; never empty."""

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        if not self.start < self.end:
            raise ValueError("an interval ends after it starts")

    def __contains__(self, at: datetime) -> bool:
        return self.start <= at < self.end

    def overlaps(self, other: Interval) -> bool:
        return self.start < other.end and other.start < self.end

    @property
    def seconds(self) -> float:
        return (self.end - self.start).total_seconds()


Intervals = tuple[Interval, ...]


def instant(day: date, wall: WallTime, zone: ZoneInfo) -> datetime:
    """The instant at which the wall clock of `zone` shows `wall`, counted from `day`.

    A time that the clock shows twice is its first showing; a time that it skips is the moment of the skip. So a later
    wall time is never an earlier instant.
    """
    days, seconds = divmod(wall.seconds, DAY_SECONDS)
    local = datetime.combine(day, _MIDNIGHT, zone) + timedelta(days=days, seconds=seconds)
    found = local.astimezone(UTC)
    if found.astimezone(zone).replace(tzinfo=None) == local.replace(tzinfo=None):
        return found
    return _skip(local.replace(fold=1).astimezone(UTC), found, zone)


def wall(at: datetime, day: date, zone: ZoneInfo) -> WallTime:
    """What the clock of `zone` shows at an instant, counted from `day`; whole seconds."""
    local = at.astimezone(zone)
    seconds = local.hour * 3600 + local.minute * 60 + local.second
    return WallTime((local.date() - day).days * DAY_SECONDS + seconds)


def span(day: date, start: WallTime, end: WallTime, zone: ZoneInfo) -> Interval | None:
    """The interval between two wall times of a day; None where the clock skips all of it."""
    first, last = instant(day, start, zone), instant(day, end, zone)
    return Interval(first, last) if first < last else None


def day_of(at: datetime, zone: ZoneInfo) -> date:
    """The department's calendar day that an instant lies in. (A shift's day is the day it starts on: R-ATT-9.)"""
    return at.astimezone(zone).date()


@lru_cache(maxsize=256)
def day_interval(day: date, zone: ZoneInfo) -> Interval:
    """All instants of a calendar day of the department: 24 hours, or 23 or 25 where the clock is changed."""
    return Interval(instant(day, WallTime(0), zone), instant(day, WallTime(DAY_SECONDS), zone))


def days_from(first: date, last: date) -> Iterator[date]:
    """Every day from `first` to `last`, both included."""
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


def month_days(month: date) -> tuple[date, ...]:
    """Every day of the month that `month` lies in."""
    first = month.replace(day=1)
    following = (first + timedelta(days=31)).replace(day=1)
    return tuple(days_from(first, following - timedelta(days=1)))


def monday_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def union(*sets: Iterable[Interval]) -> Intervals:
    """All instants that lie in any of the sets, whatever order or overlap they came in."""
    joined: list[Interval] = []
    for each in sorted(interval for one in sets for interval in one):
        if joined and each.start <= joined[-1].end:
            if each.end > joined[-1].end:
                joined[-1] = Interval(joined[-1].start, each.end)
        else:
            joined.append(each)
    return tuple(joined)


def minus(whole: Iterable[Interval], taken: Iterable[Interval]) -> Intervals:
    """The instants of `whole` that are not in `taken`."""
    left: list[Interval] = []
    holes = union(taken)
    for each in union(whole):
        start = each.start
        for hole in holes:
            if hole.end <= start:
                continue
            if hole.start >= each.end:
                break
            if hole.start > start:
                left.append(Interval(start, hole.start))
            start = hole.end
        if start < each.end:
            left.append(Interval(start, each.end))
    return tuple(left)


def intersect(one: Iterable[Interval], other: Iterable[Interval]) -> Intervals:
    """The instants that lie in both sets."""
    others = union(other)
    return tuple(
        Interval(max(a.start, b.start), min(a.end, b.end))
        for a in union(one)
        for b in others
        if a.overlaps(b)
    )


def seconds(intervals: Iterable[Interval]) -> float:
    """The length of a set."""
    return sum(each.seconds for each in union(intervals))


def minutes(intervals: Iterable[Interval]) -> int:
    """The length of a set in whole minutes, rounded down (R-ATT-2)."""
    return int(seconds(intervals) // 60)


def _skip(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """The first instant of the new offset, between one instant before it and one at or after it."""
    offset = after.astimezone(zone).utcoffset()
    low, high = 0, int((after - before).total_seconds())
    while low < high:
        middle = (low + high) // 2
        if (before + timedelta(seconds=middle)).astimezone(zone).utcoffset() == offset:
            high = middle
        else:
            low = middle + 1
    return before + timedelta(seconds=low)
