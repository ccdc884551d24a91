"""Until when somebody may take the hotline, as the phone offers it and as it comes back. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from backend.hotline.facts import hours_of
from backend.hotline.now import HotlineNow
from backend.infra.refusal import Refusal
from backend.people.viewer import Viewer
from backend.rules.clock import Interval, WallTime, instant
from backend.rules.hotline import stretches

OFFERED_HOURS = (1, 2, 4)


@dataclass(frozen=True, slots=True)
class Choice:
    """One offer. `hours` is 0 for the end of the present stretch: the opening or the closing of the office."""

    value: str
    until: datetime
    hours: int


def choices(now: HotlineNow, viewer: Viewer, at: datetime) -> tuple[Choice, ...]:
    """A few hours, and until the office opens or closes."""
    assert viewer.rules is not None
    hours = hours_of(viewer.rules, viewer.zone)
    end = next(stretches(hours, Interval(at, at + timedelta(seconds=1)))).span.end
    offered = [Choice(str(n), at + timedelta(hours=n), n) for n in OFFERED_HOURS]
    return (Choice(end.isoformat(), end, 0), *offered)


def until_of(given: dict[str, str], zone: ZoneInfo, at: datetime) -> datetime:
    """What was chosen: hours from now, an instant, or `other` with `until_at` by the department's wall clock."""
    chosen = given.get("until", "")
    if chosen.isdecimal() and len(chosen) < 3:
        return at + timedelta(hours=int(chosen))
    if chosen == "other":
        return local_moment(given.get("until_at", ""), zone, "until_at")
    try:
        until = datetime.fromisoformat(chosen)
    except ValueError:
        raise Refusal("hotline-until-wrong", 422, field="until", hours=48) from None
    return until if until.tzinfo else until.replace(tzinfo=zone)


def local_moment(given: str, zone: ZoneInfo, field: str) -> datetime:
    """`2026-11-02T21:30`, as a browser's field gives it, on the department's wall; 422 for anything else."""
    try:
        day, _, wall = given.partition("T")
        return instant(date.fromisoformat(day), WallTime.parse(wall), zone)
    except (ValueError, OverflowError):
        raise Refusal("hotline-span-wrong", 422, field=field) from None
