"""Shift templates by the wall clock, and what becomes of them on a day (R-ROTA-1)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from zoneinfo import ZoneInfo

from backend.rules.bounds import limits
from backend.rules.clock import Intervals, WallTime, minutes, span
from backend.rules.names import Names

WallSpan = tuple[WallTime, WallTime]


@dataclass(frozen=True, slots=True)
class ShiftTemplate:
    """A named shift: its segments by the wall clock, and the meal inside them that is not worked time."""

    names: Names
    segments: tuple[WallSpan, ...]
    break_minutes: int = field(default=0, metadata=limits(0, 240))
    colour: str = "primary"


def expand(segments: Iterable[WallSpan], day: date, zone: ZoneInfo) -> Intervals:
    """The instants of a template's segments on a day. It belongs to that day even if it ends on the next (R-ATT-9).

    A segment that the clock skips wholly (summer time begins) is left out.
    """
    found = (span(day, start, end, zone) for start, end in segments)
    return tuple(segment for segment in found if segment is not None)


def worked_minutes(segments: Intervals, break_minutes: int = 0) -> int:
    """Worked time: the segments without the meal inside them."""
    return max(0, minutes(segments) - break_minutes)


def segment_fault(segments: Iterable[WallSpan]) -> tuple[int, str] | None:
    """The index and the message id of the first segment that no shift can have; None if all is well."""
    last: WallTime | None = None
    first: WallTime | None = None
    for n, (start, end) in enumerate(segments):
        first = first or start
        if not start < end:
            return n, "rules-preset-segment-ends-before-start"
        if last is not None and start < last:
            return n, "rules-preset-segments-overlap"
        if start.days != 0 and n == 0:
            return n, "rules-preset-segment-starts-another-day"
        if end.seconds - first.seconds > 86_400:
            return n, "rules-preset-segments-too-long"
        last = end
    return None
