"""Scheduled time in which nobody was there, and what it is called."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from backend.rules.attendance.trace import Trace
from backend.rules.clock import Interval, Intervals, minus, union


@dataclass(slots=True)
class Gap:
    """Scheduled time away: `kind` is late, early or away; `uncovered` is what no approved leave covers.

    `whole`: nobody was there for any of its segment. `running`: the segment has not ended yet.
    """

    kind: str
    span: Interval
    uncovered: Intervals
    whole: bool
    running: bool

    @property
    def open_seconds(self) -> float:
        return sum(each.seconds for each in self.uncovered)

    @property
    def minutes(self) -> int:
        return int(self.open_seconds // 60)


def find_gaps(
    segments: Intervals, judged: Intervals, trace: Trace, excused: Intervals, now: datetime | None
) -> list[Gap]:
    """The gaps of each segment in time. `judged`: as much of each segment as is looked at so far."""
    presence, breaks = union(trace.presence), union(trace.breaks)
    gaps = []
    for segment, due in zip(segments, judged, strict=False):
        running = now is not None and segment.end > now
        for part in minus((due,), presence):
            kind = _kind(part, due, presence, breaks, running)
            gaps.append(Gap(kind, part, minus((part,), excused), part == due, running))
    return gaps


def _kind(part: Interval, due: Interval, presence: Intervals, breaks: Intervals, running: bool) -> str:
    """late: up to the first punch of a segment; early: from the last one; away: in between, or on a break."""
    from_start, to_end = part.start == due.start, part.end == due.end
    pause = next((each for each in breaks if each.start <= part.start and part.end <= each.end), None)
    if pause is not None:
        return "late" if from_start and not to_end and pause.start < due.start else "away"
    if from_start and to_end:
        came_before = bool(presence) and presence[0].start < due.start
        return "early" if came_before and not running else "late"
    if from_start:
        return "late"
    return "early" if to_end else "away"
