"""What is known about a person's day: its shift, the punches, the leave."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from backend.rules.clock import DEFAULT_ZONE, Interval, Intervals

ENTERING = ("in", "break_in")
LEAVING = ("out", "break_out")
PUNCH_KINDS = ("in", "out", "break_out", "break_in")
LEAVE_KINDS = (
    "personal",
    "sick",
    "marriage",
    "bereavement",
    "statutory",
    "compensatory",
    "trip",
    "other",
)
"""R-LEAVE-1; `trip` is an approved business trip."""


@dataclass(frozen=True, slots=True)
class Punch:
    """A tap that counts: waiting or refused ones are not given to the rules."""

    at: datetime
    kind: str


@dataclass(frozen=True, slots=True)
class Leave:
    """A request for leave, compensatory time or a trip; only an approved one excuses."""

    span: Interval
    kind: str
    approved: bool


@dataclass(frozen=True, slots=True)
class Day:
    """A scheduled day, or a rest day (no segments). R-ATT-9: `day` is the day on which the shift starts.

    `segments` are sorted and do not overlap. `break_minutes` is the meal inside them that is not worked time. `as_of`
    is given while the day is still in progress: what has not happened by then is not held against anybody.
    """

    day: date
    segments: Intervals
    punches: tuple[Punch, ...] = ()
    leave: tuple[Leave, ...] = ()
    break_minutes: int = 0
    zone: ZoneInfo = DEFAULT_ZONE
    as_of: datetime | None = None
