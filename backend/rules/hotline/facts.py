"""What a hotline plan is made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from backend.rules.clock import Interval, WallTime

TAKEN, ASSIGNED, CONFIRMED = "taken", "assigned", "confirmed"


@dataclass(frozen=True, slots=True)
class DutyShift:
    """A published shift of somebody who may have the night after it. Its day is the one that it starts on."""

    person_id: int
    day: date
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Override:
    """Somebody has the hotline other than by the rota. `by_day`: in office hours, too; else only outside of them.

    `kind` is `taken`, `assigned` or `confirmed`; where several hold, the newest wins (`made_at`, then `id`).
    """

    id: int
    person_id: int
    kind: str
    span: Interval
    made_at: datetime
    by_day: bool = False


@dataclass(frozen=True, slots=True)
class Hours:
    """When the office is rung (R-HOT-1), by the wall clock of `zone`."""

    opens: WallTime
    closes: WallTime
    zone: ZoneInfo


@dataclass(frozen=True, slots=True)
class Facts:
    """All of it. `numbers` are verified mobiles by person; `chain` is tried in its order (R-HOT-2).

    The chain names people; whoever stands for one of them (R-ROTA-7) is put in their place before it comes here.
    """

    hours: Hours
    office_number: str
    shifts: tuple[DutyShift, ...] = ()
    overrides: tuple[Override, ...] = ()
    numbers: Mapping[int, str] = field(default_factory=dict)
    chain: tuple[int, ...] = ()
