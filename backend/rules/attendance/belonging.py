"""Which shift a punch belongs to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Generic, Protocol, TypeVar

from backend.rules.attendance.facts import ENTERING
from backend.rules.attendance.parameters import AttendanceParameters
from backend.rules.clock import Intervals


class HasSegments(Protocol):
    """Anything that knows when it is; `segments` sorted and not empty."""

    @property
    def segments(self) -> Intervals: ...


Shift = TypeVar("Shift", bound=HasSegments)


@dataclass(frozen=True, slots=True)
class Belonging(Generic[Shift]):
    """`shift` is None for a punch out of every shift: the person is asked why."""

    shift: Shift | None

    @property
    def out_of_shift(self) -> bool:
        return self.shift is None


def which_shift(
    punch_at: datetime, shifts: Iterable[Shift], parameters: AttendanceParameters, kind: str = "in"
) -> Belonging[Shift]:
    """The shift that runs at `punch_at`, else the nearest one whose window (before its start, after its end) holds it.

    Between two shifts an entering punch belongs to the one to come and a leaving punch to the one that is over, if
    both windows hold it. `shifts`: those of one person around that moment, in any order.
    """
    before = timedelta(minutes=parameters.window_before_minutes)
    after = timedelta(minutes=parameters.window_after_minutes)
    entering = kind in ENTERING
    best: tuple[int, timedelta] | None = None
    found: Shift | None = None
    for shift in shifts:
        start, end = shift.segments[0].start, shift.segments[-1].end
        if start < punch_at < end or punch_at == (start if entering else end):
            return Belonging(shift)
        early = punch_at <= start
        distance = start - punch_at if early else punch_at - end
        if distance <= (before if early else after):
            rank = (0 if early == entering else 1, distance)
            if best is None or rank < best:
                best, found = rank, shift
    return Belonging(found)
