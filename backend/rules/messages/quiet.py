"""When somebody is left in peace: the department's quiet hours for whoever is not on shift, and a mute with its end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from backend.rules.clock import WallTime, day_of, instant

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Silence:
    """A department's quiet hours by its wall clock; over midnight where they end before they begin."""

    begins: WallTime
    ends: WallTime
    zone: ZoneInfo


def quiet_until(silence: Silence, at: datetime) -> datetime | None:
    """When the quiet hours that `at` lies in are over; None outside of them, and where they last no time at all."""
    today = day_of(at, silence.zone)
    for day in (today - DAY, today):
        start = instant(day, silence.begins, silence.zone)
        over_midnight = silence.ends <= silence.begins
        end = instant(day + DAY if over_midnight else day, silence.ends, silence.zone)
        if silence.begins != silence.ends and start <= at < end:
            return end
    return None


def silent_until(
    silence: Silence, at: datetime, *, breaks: bool, on_shift: bool, muted_until: datetime | None
) -> datetime | None:
    """Until when what disturbs this person is held back. `breaks`: an emergency, or whoever is told is on duty."""
    if breaks:
        return None
    ends = [muted_until] if muted_until is not None and muted_until > at else []
    quiet = None if on_shift else quiet_until(silence, at)
    if quiet is not None:
        ends.append(quiet)
    return max(ends, default=None)
