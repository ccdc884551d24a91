"""A day as people write it down, for "what would the rules say?"."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from backend.rules.attendance.facts import LEAVE_KINDS, PUNCH_KINDS, Day, Leave, Punch
from backend.rules.attendance.parameters import AttendanceParameters
from backend.rules.attendance.verdict import Verdict, judge_day
from backend.rules.clock import DEFAULT_ZONE, Interval, WallTime, instant
from backend.rules.reason import Translate

KEYS = ("date", "segments", "punches", "leave")
LEAVE_STATES = ("approved", "pending")


class BadInput(ValueError):
    """A day that cannot be read: `path` names the place (`segments[1][0]`), `message` and `args` say what is wrong."""

    def __init__(self, path: str, message: str, **args: Any):
        super().__init__(f"{path}: {message}")
        self.path, self.message, self.values = path, message, args

    def say(self, translate: Translate) -> str:
        """The sentence, with the place in it."""
        return translate(self.message, path=self.path, **self.values)


def judge_json(
    data: Any, zone: ZoneInfo, parameters: AttendanceParameters, translate: Translate
) -> dict[str, Any]:
    """A written day in, a written verdict out. BadInput where it cannot be read."""
    return to_json(judge_day(from_json(data, zone), parameters), translate)


def from_json(data: Any, zone: ZoneInfo = DEFAULT_ZONE) -> Day:
    """Reads `{"date", "segments", "punches", "leave"}`, wall clock in `zone`; `"00:10:00+1"` is after midnight.

    `punches` and `leave` may be left out. Nothing else is guessed: BadInput names the place that is wrong.
    """
    if not isinstance(data, dict):
        raise BadInput("$", "rules-input-not-an-object")
    for key in data:
        if key not in KEYS:
            raise BadInput(str(key), "rules-input-unknown-key", known=", ".join(KEYS))
    for key in ("date", "segments"):
        if key not in data:
            raise BadInput(key, "rules-input-missing")
    day = _date(data["date"])
    return Day(
        day,
        tuple(_segments(data["segments"], day, zone)),
        tuple(_punches(data.get("punches", []), day, zone)),
        tuple(_leave(data.get("leave", []), day, zone)),
        zone=zone,
    )


def to_json(verdict: Verdict, translate: Translate) -> dict[str, Any]:
    """A verdict with its reasons in the reader's language."""
    return {
        "status": verdict.status,
        "late_minutes": verdict.late_minutes,
        "early_minutes": verdict.early_minutes,
        "day": verdict.day.isoformat(),
        "reasons": [reason.say(translate) for reason in verdict.reasons],
    }


def _segments(given: Any, day: date, zone: ZoneInfo) -> Iterator[Interval]:
    last: Interval | None = None
    for path, (start, end) in _rows(given, "segments", 2, "rules-input-segment-shape"):
        segment = _interval(path, start, end, day, zone)
        if last is not None and segment.start < last.end:
            raise BadInput(path, "rules-input-segments-overlap")
        last = segment
        yield segment


def _punches(given: Any, day: date, zone: ZoneInfo) -> Iterator[Punch]:
    for path, (at, kind) in _rows(given, "punches", 2, "rules-input-punch-shape"):
        yield Punch(_instant(f"{path}[0]", at, day, zone), _one_of(f"{path}[1]", kind, PUNCH_KINDS))


def _leave(given: Any, day: date, zone: ZoneInfo) -> Iterator[Leave]:
    for path, (start, end, kind, state) in _rows(given, "leave", 4, "rules-input-leave-shape"):
        span = _interval(path, start, end, day, zone)
        kind = _one_of(f"{path}[2]", kind, LEAVE_KINDS)
        yield Leave(span, kind, _one_of(f"{path}[3]", state, LEAVE_STATES) == "approved")


def _rows(given: Any, key: str, length: int, message: str) -> Iterator[tuple[str, list[Any]]]:
    if not isinstance(given, list):
        raise BadInput(key, "rules-input-not-a-list")
    for n, row in enumerate(given):
        if not isinstance(row, list) or len(row) != length:
            raise BadInput(f"{key}[{n}]", message)
        yield f"{key}[{n}]", row


def _interval(path: str, start: Any, end: Any, day: date, zone: ZoneInfo) -> Interval:
    first, last = _instant(f"{path}[0]", start, day, zone), _instant(f"{path}[1]", end, day, zone)
    if not first < last:
        raise BadInput(path, "rules-input-ends-before-start", start=start, end=end)
    return Interval(first, last)


def _instant(path: str, given: Any, day: date, zone: ZoneInfo) -> datetime:
    try:
        return instant(day, WallTime.parse(given), zone)
    except (ValueError, OverflowError):
        raise BadInput(path, "rules-input-bad-time", given=str(given)) from None


def _date(given: Any) -> date:
    try:
        if isinstance(given, str) and len(given) == 10:
            return date.fromisoformat(given)
    except ValueError:
        pass
    raise BadInput("date", "rules-input-bad-date", given=str(given))


def _one_of(path: str, given: Any, known: tuple[str, ...]) -> str:
    if not isinstance(given, str) or given not in known:
        raise BadInput(path, "rules-input-not-one-of", given=str(given), known=", ".join(known))
    return given
