"""How everybody stands at a moment: present, on a break, late, still to come, gone. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from backend.attendance.card import open_punch
from backend.attendance.punches import Kept, ShiftCard, recent_state
from backend.floor.queries import Present
from backend.rules.attendance import AttendanceParameters, Verdict

STATES = ("late", "absent", "present", "break", "extra", "left", "pause", "later", "gone")
"""In the order in which somebody who looks after the floor wants to see them."""

TONES = {
    "late": "late",
    "absent": "late",
    "left": "warn",
    "present": "ok",
    "extra": "ok",
    "break": "info",
    "pause": "muted",
    "later": "muted",
    "gone": "muted",
}


@dataclass(frozen=True, slots=True)
class FloorRow:
    """One person on the board. `since` is when the state began; `minutes` how late somebody is who has not come."""

    person_id: int
    name: str
    post: dict[str, str]
    post_code: str | None
    shifts: tuple[ShiftCard, ...]
    state: str
    since: datetime | None
    minutes: int
    first_in: Kept | None
    last: Kept | None
    verdict: Verdict
    expected: bool
    waits: bool
    unverified: bool

    @property
    def here(self) -> bool:
        return self.state in ("present", "break", "extra")

    @property
    def tone(self) -> str:
        return TONES[self.state]


@dataclass(frozen=True, slots=True)
class Floor:
    """The board at a moment."""

    at: datetime
    today: date
    rows: tuple[FloorRow, ...]

    @property
    def expected(self) -> int:
        """How many are rostered for this very moment."""
        return sum(row.expected for row in self.rows)

    @property
    def present(self) -> int:
        """How many of them are here."""
        return sum(row.here and row.expected for row in self.rows)

    @property
    def besides(self) -> int:
        """Here without being rostered for this moment."""
        return sum(row.here and not row.expected for row in self.rows)

    @property
    def late(self) -> tuple[FloorRow, ...]:
        return tuple(row for row in self.rows if row.state == "late")

    @property
    def here(self) -> tuple[FloorRow, ...]:
        return tuple(row for row in self.rows if row.here)


def floor_at(
    people: Iterable[Present], at: datetime, today: date, rules: AttendanceParameters, zone: ZoneInfo
) -> Floor:
    """Everybody who is rostered or present, those first who need a look."""
    rows = [_row(person, at, today, rules, zone) for person in people if _concerns(person, at, today)]
    rows.sort(key=lambda row: (STATES.index(row.state), row.shifts[0].start if row.shifts else at, row.name))
    return Floor(at, today, tuple(rows))


def _concerns(person: Present, at: datetime, today: date) -> bool:
    """Yesterday's punches alone concern nobody, unless their person is still in."""
    return bool(
        person.shifts or any(punch.day == today for punch in person.punches) or open_punch(person.punches, at)
    )


def _row(person: Present, at: datetime, today: date, rules: AttendanceParameters, zone: ZoneInfo) -> FloorRow:
    work = person.workday(today)
    punches = work.punches or tuple(
        p for p in person.punches if open_punch(person.punches, at) and p.day != today
    )
    here, last = recent_state(punch for punch in punches if punch.counts)
    verdict = work.judge(rules, zone, as_of=at)
    first_in = min((p for p in punches if p.kind == "in" and not p.refused), key=lambda p: p.at, default=None)
    expected = any(at in segment for segment in work.segments)
    state, since = _state(here, last, work.segments, at, rules)
    minutes = int((at - since).total_seconds() // 60) if state == "late" and since else verdict.late_minutes
    return FloorRow(
        person.person_id,
        person.name,
        person.post,
        person.post_code,
        tuple(sorted(work.shifts, key=lambda shift: shift.start)),
        state,
        since,
        minutes,
        first_in,
        last,
        verdict,
        expected,
        any(punch.waits for punch in punches),
        any(
            punch.place == "unverified" and not punch.refused and punch.accepted is None for punch in punches
        ),
    )


def _state(
    here: str, last: Kept | None, segments: tuple, at: datetime, rules: AttendanceParameters
) -> tuple[str, datetime | None]:
    if here == "break":
        return "break", last.at if last else None
    if here == "in":
        rostered = segments and at < segments[-1].end + timedelta(minutes=rules.window_after_minutes)
        return ("present" if rostered else "extra"), last.at if last else None
    if not segments:
        return "gone", last.at if last else None
    running = next((segment for segment in segments if at in segment), None)
    begun = next((segment for segment in segments if segment.start <= at), None)
    if last is None or last.at <= segments[0].start:
        if begun is None:
            return "later", segments[0].start
        grace = timedelta(minutes=rules.grace_minutes)
        if at >= segments[-1].end:
            return "absent", segments[-1].end
        return ("late", begun.start) if at - begun.start > grace else ("later", begun.start)
    if at >= segments[-1].end:
        return "gone", last.at
    if running is None:
        return "pause", next(segment.start for segment in segments if segment.start > at)
    if last.at <= running.start:
        return "late", running.start
    return "left", last.at
