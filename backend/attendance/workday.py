"""A person's day as the rules judge it: all shifts of that day, all punches of it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from backend.attendance.punches import Kept, ShiftCard
from backend.rules.attendance import AttendanceParameters, Day, Leave, Punch, Verdict, judge_day
from backend.rules.clock import Intervals


@dataclass(frozen=True, slots=True)
class Workday:
    """R-ATT-9: `day` is the day on which its shifts start."""

    person_id: int
    day: date
    shifts: tuple[ShiftCard, ...]
    punches: tuple[Kept, ...]
    leave: tuple[Leave, ...] = ()

    @property
    def segments(self) -> Intervals:
        return tuple(sorted(segment for shift in self.shifts for segment in shift.segments))

    @property
    def shift_id(self) -> int | None:
        return self.shifts[0].id if self.shifts else None

    def judge(self, rules: AttendanceParameters, zone: ZoneInfo, as_of: datetime | None = None) -> Verdict:
        """`as_of` while the day is still in progress."""
        return judge_day(
            Day(
                self.day,
                self.segments,
                tuple(Punch(punch.at, punch.kind) for punch in self.punches if punch.counts),
                self.leave,
                sum(shift.break_minutes for shift in self.shifts),
                zone,
                as_of,
            ),
            rules,
        )

    def closes_at(self, rules: AttendanceParameters, end_of_day: datetime) -> datetime:
        """From then on no punch belongs to it any more: the end of the calendar day or of the shift's window."""
        if not self.segments:
            return end_of_day
        return max(end_of_day, self.segments[-1].end + timedelta(minutes=rules.window_after_minutes))
