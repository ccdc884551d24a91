"""What a person's own card says at a moment: which shift, in which state, what the big button does. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from backend.attendance.punches import OPEN_FOR, Kept, ShiftCard, recent_state
from backend.rules.attendance import AttendanceParameters


@dataclass(frozen=True, slots=True)
class ClockCard:
    """`state` is `out`, `in` or `break`; `phase` is how the shift stands to the clock:
    `none` (no shift), `later`, `soon` (its window is open), `running`, `over`."""

    at: datetime
    shift: ShiftCard | None
    phase: str
    state: str
    last: Kept | None
    first_in: Kept | None
    upcoming: ShiftCard | None

    @property
    def kind(self) -> str:
        """What the big button does."""
        return {"out": "in", "in": "out", "break": "break_in"}[self.state]

    @property
    def late(self) -> bool:
        """The shift is running and nobody has come."""
        return self.phase == "running" and self.state == "out" and self.first_in is None

    @property
    def done(self) -> bool:
        """Came, and went after it was over."""
        return self.phase == "over" and self.state == "out" and self.last is not None

    @property
    def dial(self) -> tuple[datetime, datetime] | None:
        """From when to when the ring runs: up to the start, then up to the end."""
        if self.shift is None or self.phase == "over":
            return None
        if self.phase == "running":
            return self.shift.start, self.shift.end
        return self.shift.start - timedelta(hours=2 if self.phase == "soon" else 12), self.shift.start


def clock_card(
    shifts: Iterable[ShiftCard],
    punches: Iterable[Kept],
    at: datetime,
    today: date,
    rules: AttendanceParameters,
) -> ClockCard:
    """`shifts` in order of their start; `punches` the last ones in any order."""
    shifts, punches = tuple(shifts), tuple(punches)
    shift = _shift(shifts, punches, at, today, rules)
    day = shift.day if shift else _open_day(punches, at) or today
    of_day = [punch for punch in punches if punch.day == day]
    state, last = recent_state(of_day)
    first_in = min((p for p in of_day if p.kind == "in" and not p.refused), key=lambda p: p.at, default=None)
    upcoming = next((each for each in shifts if each.start > at and each is not shift), None)
    return ClockCard(at, shift, _phase(shift, at, rules), state, last, first_in, upcoming)


def open_punch(punches: Iterable[Kept], at: datetime) -> Kept | None:
    """The last punch, where it says that its person is still in; forgotten ones end after 16 hours."""
    last = max(
        (p for p in punches if not p.refused and p.at <= at), key=lambda p: (p.at, p.sequence), default=None
    )
    return last if last and last.kind != "out" and at - last.at < OPEN_FOR else None


def _shift(
    shifts: tuple[ShiftCard, ...],
    punches: tuple[Kept, ...],
    at: datetime,
    today: date,
    rules: AttendanceParameters,
) -> ShiftCard | None:
    """The shift one is still in, else the one whose window is open, else the next of today, else today's last."""
    still_in = open_punch(punches, at)
    if still_in and still_in.shift_id is not None:
        mine = next((each for each in shifts if each.id == still_in.shift_id), None)
        if mine:
            return mine
    before, after = (
        timedelta(minutes=rules.window_before_minutes),
        timedelta(minutes=rules.window_after_minutes),
    )
    running = [each for each in shifts if each.start - before <= at < each.end]
    if running:
        return running[-1] if running[-1].start <= at else running[0]
    later = [each for each in shifts if each.start > at and each.day == today]
    if later:
        return later[0]
    over = [each for each in shifts if each.end <= at and (each.day == today or at < each.end + after)]
    return over[-1] if over else None


def _open_day(punches: tuple[Kept, ...], at: datetime) -> date | None:
    still_in = open_punch(punches, at)
    return still_in.day if still_in else None


def _phase(shift: ShiftCard | None, at: datetime, rules: AttendanceParameters) -> str:
    if shift is None:
        return "none"
    if at >= shift.end:
        return "over"
    if at >= shift.start:
        return "running"
    return "soon" if at >= shift.start - timedelta(minutes=rules.window_before_minutes) else "later"
