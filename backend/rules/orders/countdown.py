"""R-ORD-2: the ten minutes in which a customer is reached."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from backend.rules.clock import WallTime, day_of, instant


@dataclass(frozen=True, slots=True)
class Countdown:
    """The holder is warned at `warn_at`; at `due_at` the order is missed, whatever is done later."""

    accepted_at: datetime
    warn_at: datetime
    due_at: datetime

    def is_overdue(self, at: datetime) -> bool:
        """Reaching a customer exactly at `due_at` is too late: intervals are half-open."""
        return at >= self.due_at


def countdown(
    accepted_at: datetime,
    reach_minutes: int,
    warn_minutes: int,
    hours: tuple[WallTime, WallTime] | None,
    zone: ZoneInfo,
) -> Countdown:
    """`warn_minutes` are those that are left when it warns. `hours` are the service hours outside of which the clock
    stands still; None where it always runs."""
    warn = timedelta(minutes=reach_minutes - warn_minutes)
    whole = timedelta(minutes=reach_minutes)
    if hours is None:
        return Countdown(accepted_at, accepted_at + warn, accepted_at + whole)
    return Countdown(
        accepted_at, _after(accepted_at, warn, hours, zone), _after(accepted_at, whole, hours, zone)
    )


def _after(start: datetime, length: timedelta, hours: tuple[WallTime, WallTime], zone: ZoneInfo) -> datetime:
    """The moment at which so much service time has passed since `start`. Service hours lie within one day."""
    day, left = day_of(start, zone), length
    while True:
        opens, closes = (instant(day, wall, zone) for wall in hours)
        begins = max(start, opens)
        if begins < closes:
            if left <= closes - begins:
                return begins + left
            left -= closes - begins
        day += timedelta(days=1)
