"""From taps to time: when somebody was there, and which tap is missing.

People tap as they please: around every segment, or only on coming in the morning and on leaving in the evening; twice,
or the wrong button. What is read here: an entering tap belongs to the segment that is running or comes next, a leaving
tap to the one that is running or was last. Somebody inside stays inside over the gap between two segments.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from backend.rules.attendance.facts import ENTERING, Day, Punch
from backend.rules.clock import Interval


@dataclass(slots=True)
class Missing:
    """A tap that must have been forgotten: somewhere from segment `first` to segment `last`."""

    kind: str
    first: int
    last: int
    at: datetime


@dataclass(slots=True)
class Trace:
    """`inside`: the visit is still open at the end of what is known. `left` is the last departure that is not."""

    presence: list[Interval] = field(default_factory=list)
    breaks: list[Interval] = field(default_factory=list)
    missing: list[Missing] = field(default_factory=list)
    inside: bool = False
    left: Punch | None = None


def trace(day: Day, ended: bool) -> Trace:
    """Follows a day's taps. `ended`: no further tap is to be expected, so an open visit lacks its way out."""
    return _Walk(day, ended).result


class _Walk:
    """One pass over the taps in their order in time."""

    def __init__(self, day: Day, ended: bool):
        self.segments = day.segments
        self.result = Trace()
        self.came: datetime | None = None
        self.left: Punch | None = None
        self.at_segment = 0
        for punch in _in_order(day):
            if punch.kind not in ENTERING:
                self._leave(punch)
            elif not self._enter(punch):
                break
        self._finish(day, ended)

    def _enter(self, punch: Punch) -> bool:
        """False where a new visit begins after the shift: what follows is no longer about this shift."""
        index = self._next_segment(punch.at)
        if self.came is not None:
            if index > self.at_segment:
                self._forgot("missing-out", self.at_segment, index - 1, self.segments[index - 1].end)
                self._was_there(self.came, self.segments[index - 1].end)
                self.came, self.at_segment = punch.at, index
            return True
        if self.left is None:
            self.came = punch.at
            if punch.kind == "break_in":
                self._forgot("missing-in", 0, index, punch.at)
                self.came = min(punch.at, self.segments[0].start)
        elif punch.at >= self.segments[-1].end:
            return False
        else:
            self.came = punch.at
            if self.left.kind == "break_out" and self.left.at < punch.at:
                self.result.breaks.append(Interval(self.left.at, punch.at))
        self.at_segment = max(self.at_segment, index)
        return True

    def _leave(self, punch: Punch) -> None:
        index = self._last_segment(punch.at)
        if self.came is not None:
            self._was_there(self.came, punch.at)
        elif self.left is None:
            self._forgot("missing-in", 0, index, punch.at)
            self._was_there(self.segments[0].start, punch.at)
        elif self.left.kind == "break_out":
            self._forgot("missing-in", self.at_segment, index, punch.at)
            self._was_there(self.left.at, punch.at)
        elif index > self.at_segment:
            self._forgot("missing-in", self.at_segment + 1, index, punch.at)
            self._was_there(self.segments[self.at_segment + 1].start, punch.at)
        else:
            self._was_there(self.left.at, punch.at)
        self.came, self.left, self.at_segment = None, punch, max(self.at_segment, index)

    def _finish(self, day: Day, ended: bool) -> None:
        """The way out is missing, or has not come yet."""
        self.result.inside, self.result.left = self.came is not None, self.left
        away_since = self.left.at if self.left is not None and self.left.kind == "break_out" else None
        since = self.came or away_since
        if since is None:
            return
        last = self.segments[-1].end
        if ended or day.as_of is None:
            self._forgot("missing-out", self.at_segment, len(self.segments) - 1, max(since, last))
            self._was_there(since, last)
        elif self.came is not None:
            self._was_there(self.came, max(last, day.as_of))
        elif since < day.as_of:
            self.result.breaks.append(Interval(since, day.as_of))

    def _was_there(self, start: datetime, end: datetime) -> None:
        if start < end:
            self.result.presence.append(Interval(start, end))

    def _forgot(self, kind: str, first: int, last: int, at: datetime) -> None:
        self.result.missing.append(Missing(kind, first, last, at))

    def _next_segment(self, at: datetime) -> int:
        for index, segment in enumerate(self.segments):
            if at < segment.end:
                return index
        return len(self.segments) - 1

    def _last_segment(self, at: datetime) -> int:
        for index in range(len(self.segments) - 1, 0, -1):
            if self.segments[index].start < at:
                return index
        return 0


def _in_order(day: Day) -> list[Punch]:
    """The taps known so far, in time, without what was over before the shift began."""
    known = sorted(
        {punch for punch in day.punches if day.as_of is None or punch.at <= day.as_of},
        key=lambda punch: (punch.at, punch.kind in ENTERING, punch.kind),
    )
    start = day.segments[0].start
    over = [n for n, punch in enumerate(known) if punch.kind not in ENTERING and punch.at <= start]
    return known[over[-1] + 1 :] if over else known
