"""The verdict on a day (R-ATT-2 … R-ATT-9)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from backend.rules.attendance.excuses import leave_reasons, pending_reasons
from backend.rules.attendance.facts import Day
from backend.rules.attendance.gaps import Gap, find_gaps
from backend.rules.attendance.parameters import AttendanceParameters
from backend.rules.attendance.trace import trace
from backend.rules.clock import Interval, Intervals, intersect, minus, minutes, union, wall
from backend.rules.reason import Reason

STATUSES = ("present", "late", "early", "late+early", "absent", "leave", "rest", "missing-in", "missing-out")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the rules say of a day. Minutes are whole, rounded down. `settled`: nothing more can happen that day."""

    day: date
    status: str
    late_minutes: int = 0
    early_minutes: int = 0
    reasons: tuple[Reason, ...] = ()
    settled: bool = True


def judge_day(day: Day, parameters: AttendanceParameters) -> Verdict:
    """Judges one day by its own facts alone: shift, punches, leave. Every input has exactly one verdict.

    An absence outweighs a missing punch, which outweighs late and early; the minutes of all of them are kept. Approved
    leave only ever takes time out of what is judged.
    """
    if not day.segments:
        return Verdict(day.day, "rest", reasons=(_rest_reason(day),))
    excused = union(leave.span for leave in day.leave if leave.approved) if day.leave else ()
    if excused and not minus(day.segments, excused):
        return Verdict(day.day, "leave", reasons=leave_reasons(day, day.segments))
    return _Judgement(day, parameters, excused).verdict()


def status_message(status: str) -> str:
    """The message id of a status."""
    return "rules-status-" + status.replace("+", "-")


class _Judgement:
    """One day with a shift that is not wholly covered by leave."""

    def __init__(self, day: Day, parameters: AttendanceParameters, excused: Intervals):
        self.day, self.parameters, self.excused = day, parameters, excused
        self.reasons: list[Reason] = []
        self.absent = False
        self.settled = day.as_of is None or day.as_of >= self._closes()
        self.trace = trace(day, self.settled)
        self.judged = self._judged_segments()

    def verdict(self) -> Verdict:
        if not self.judged or not minus(self.judged, self.excused):
            return self._before_anything_is_due()
        if self._nobody_came():
            return self._absence()
        gaps = find_gaps(self.day.segments, self.judged, self.trace, self.excused, self.day.as_of)
        grace = self.parameters.grace_minutes * 60
        late = [gap for gap in gaps if gap.kind == "late" and gap.open_seconds > grace]
        early = [gap for gap in gaps if gap.kind == "early" and gap.open_seconds > 0]
        away = [gap for gap in gaps if gap.kind == "away" and gap.open_seconds > 0]
        self._say_late(late)
        self._say_early(early)
        self._say_away(away)
        self._say_overstayed([*late, *away])
        missing = self._say_missing()
        used = [part for gap in gaps for part in intersect((gap.span,), self.excused)]
        if used:
            self.reasons += leave_reasons(self.day, used)
        self.reasons += pending_reasons(self.day, (part for gap in gaps for part in gap.uncovered))
        faults = "+".join(name for name, found in (("late", late), ("early", early)) if found)
        status = "absent" if self.absent else missing or faults or ("leave" if used else "present")
        if status == "present":
            self._say_present()
        return Verdict(
            self.day.day,
            status,
            minutes(part for gap in late for part in gap.uncovered),
            minutes(part for gap in early for part in gap.uncovered),
            tuple(self.reasons),
            self.settled,
        )

    def _closes(self) -> datetime:
        """From then on no punch belongs to the shift any more."""
        return self.day.segments[-1].end + timedelta(minutes=self.parameters.window_after_minutes)

    def _judged_segments(self) -> Intervals:
        """While the day is in progress: what has been due so far, and whole what somebody has already left."""
        now, left = self.day.as_of, self.trace.left
        if now is None:
            return self.day.segments
        gone = left.at if left and left.kind == "out" and not self.trace.inside else None
        judged = []
        for segment in self.day.segments:
            if segment.end <= now or (gone is not None and segment.start < gone):
                judged.append(segment)
            elif segment.start < now:
                judged.append(Interval(segment.start, now))
        return tuple(judged)

    def _before_anything_is_due(self) -> Verdict:
        used = intersect(self.judged, self.excused)
        if used:
            return Verdict(self.day.day, "leave", reasons=leave_reasons(self.day, used), settled=self.settled)
        reason = Reason(
            "R-ATT-2", "rules-reason-not-begun", {"start": self._wall(self.day.segments[0].start)}
        )
        return Verdict(self.day.day, "present", reasons=(reason,), settled=self.settled)

    def _nobody_came(self) -> bool:
        """No punch at all, or only visits that touch no moment of the shift. Known once the shift is over."""
        if self.day.as_of is not None and self.day.as_of < self.day.segments[-1].end:
            return False
        if self.trace.missing or self.trace.inside:
            return False
        return not intersect(self.trace.presence, self.day.segments)

    def _absence(self) -> Verdict:
        message = "rules-reason-punches-outside" if self.trace.presence else "rules-reason-no-punch"
        self.reasons.append(Reason("R-ATT-6", message))
        used = intersect(self.day.segments, self.excused)
        if used:
            self.reasons += leave_reasons(self.day, used)
        self.reasons += pending_reasons(self.day, minus(self.day.segments, self.excused))
        return Verdict(self.day.day, "absent", reasons=tuple(self.reasons), settled=self.settled)

    def _say_late(self, gaps: list[Gap]) -> None:
        for gap in gaps:
            start, end = self._wall(gap.span.start), self._wall(gap.span.end)
            args = {"minutes": gap.minutes, "start": start}
            if not gap.whole:
                reason = Reason("R-ATT-2", "rules-reason-late", {**args, "came": end})
            elif gap.running:
                reason = Reason("R-ATT-2", "rules-reason-not-come-yet", args)
            else:
                reason = Reason("R-ATT-2", "rules-reason-segment-missed", {**args, "end": end})
            self.reasons.append(reason)
            self._absent_if_long(gap, "rules-reason-late-absence")

    def _say_early(self, gaps: list[Gap]) -> None:
        for gap in gaps:
            start, end = self._wall(gap.span.start), self._wall(gap.span.end)
            args = {"minutes": gap.minutes, "end": end}
            if gap.whole:
                reason = Reason("R-ATT-3", "rules-reason-segment-missed", {**args, "start": start})
            else:
                reason = Reason("R-ATT-3", "rules-reason-early", {**args, "left": start})
            self.reasons.append(reason)
            self._absent_if_long(gap, "rules-reason-early-absence")
        if self.parameters.early_is_absence and any(not gap.running for gap in gaps):
            self._absent("R-ATT-4", "rules-reason-early-is-absence")

    def _say_away(self, gaps: list[Gap]) -> None:
        """The meal inside the shift is taken off the longest time away from the post."""
        for n, gap in enumerate(sorted(gaps, key=lambda gap: -gap.open_seconds)):
            allowed = self.day.break_minutes * 60 if n == 0 else 0
            if gap.open_seconds > allowed:
                args = {
                    "minutes": int((gap.open_seconds - allowed) // 60),
                    "left": self._wall(gap.span.start),
                }
                self.reasons.append(Reason("R-ATT-5", "rules-reason-away", args))
                self._absent_if_long(gap, "rules-reason-away-absence", allowed)

    def _absent_if_long(self, gap: Gap, message: str, allowed: float = 0) -> None:
        """R-ATT-5: as long as the parameters say, or longer, without leave for that time."""
        limit = self.parameters.absence_after_minutes
        if limit and not gap.running and gap.open_seconds - allowed >= limit * 60:
            self._absent("R-ATT-5", message, limit=limit)

    def _say_overstayed(self, gaps: list[Gap]) -> None:
        """R-ATT-5: back after the leave has ended. What would be no absence without the leave is none with it."""
        limit = self.parameters.absence_after_minutes
        if not (self.parameters.overstay_is_absence and limit):
            return
        for gap in gaps:
            back = gap.uncovered[-1]
            allowed = self.day.break_minutes * 60 if gap.kind == "away" else 0
            long = gap.span.seconds - allowed >= limit * 60
            if long and not gap.running and back.end == gap.span.end and back.start > gap.span.start:
                over = {"minutes": int(back.seconds // 60), "ended": self._wall(back.start)}
                self._absent("R-ATT-5", "rules-reason-overstayed", **over)

    def _absent(self, rule: str, message: str, **args: Any) -> None:
        self.absent = True
        self.reasons.append(Reason(rule, message, args))

    def _say_missing(self) -> str | None:
        """Taps that are missing in time that is judged; the first of them names the day."""
        found = []
        for missing in self.trace.missing:
            touched = self.day.segments[missing.first : missing.last + 1]
            if minus(touched, self.excused):
                found.append(missing.kind)
                args = {"at": self._wall(missing.at)}
                self.reasons.append(Reason("R-ATT-6", f"rules-reason-{missing.kind}", args))
        return found[0] if found else None

    def _say_present(self) -> None:
        self.reasons.append(Reason("R-ATT-2", "rules-reason-on-time"))
        if not self.trace.inside and self.trace.left is not None:
            self.reasons.append(Reason("R-ATT-3", "rules-reason-stayed"))

    def _wall(self, at: datetime) -> str:
        return str(wall(at, self.day.day, self.day.zone))


def _rest_reason(day: Day) -> Reason:
    if day.punches:
        return Reason("R-LEAVE-7", "rules-reason-rest-punched")
    return Reason("R-ATT-6", "rules-reason-rest")
