"""The parts of a preset. Defaults are what most departments want; a preset writes down what it has of its own."""

from __future__ import annotations

from dataclasses import dataclass, field

from backend.rules.bounds import limits
from backend.rules.clock import WallTime
from backend.rules.names import Names
from backend.rules.rota.generation import Pattern


@dataclass(frozen=True, slots=True)
class Role:
    """What its holders may do."""

    names: Names
    permissions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Post:
    """A position: whom it reports to (the code of another post), the role of its holders, how many there are."""

    names: Names
    role: str
    superior: str | None = None
    headcount: int = field(default=1, metadata=limits(0, 999))


@dataclass(frozen=True, slots=True)
class RotationDefault:
    """A pattern that is offered for the holders of these posts."""

    names: Names
    posts: tuple[str, ...]
    pattern: Pattern


@dataclass(frozen=True, slots=True)
class RotaParameters:
    """R-ROTA-6."""

    swap_approval: bool = True


@dataclass(frozen=True, slots=True)
class LeaveParameters:
    """R-LEAVE-2 … R-LEAVE-5; in calendar days, "up to" includes the number."""

    notice_days: int = field(default=1, metadata=limits(0, 30))
    backfill_days: int = field(default=3, metadata=limits(0, 31))
    """How long after it began an emergency may still be back-filled."""
    personal_supervisor_days: int = field(default=2, metadata=limits(0, 31))
    sick_backfill_days: int = field(default=1, metadata=limits(0, 31))
    sick_certificate_after_days: int = field(default=1, metadata=limits(0, 31))
    sick_supervisor_days: int = field(default=3, metadata=limits(0, 31))


@dataclass(frozen=True, slots=True)
class HotlineParameters:
    """R-HOT-1 … R-HOT-4: inside these hours the office is rung, at all other times the mobile on duty."""

    enabled: bool = False
    opens: WallTime = field(default_factory=lambda: WallTime.of(8, 30))
    closes: WallTime = field(default_factory=lambda: WallTime.of(21))
    confirm_minutes: int = field(default=10, metadata=limits(1, 240))
    announce_hours: int = field(default=24, metadata=limits(1, 168))
    switch_seconds: int = field(default=60, metadata=limits(5, 600))
    duty_posts: tuple[str, ...] = ()
    """Whose holders take the night after the day that they work; nobody named: everybody who is rostered."""
    tell_minutes: int = field(default=15, metadata=limits(1, 720))
    """How long before duty begins its person is told."""
    ring_seconds: int = field(default=20, metadata=limits(3, 120))
    """How long one number rings before the next in the chain is tried."""
    callback_minutes: int = field(default=30, metadata=limits(1, 1440))
    """How soon somebody who was missed is called back."""


@dataclass(frozen=True, slots=True)
class MessageParameters:
    """When phones are left in peace (emergencies break it), and how long ordinary messages are gathered into one."""

    quiet_from: WallTime = field(default_factory=lambda: WallTime.of(22))
    quiet_until: WallTime = field(default_factory=lambda: WallTime.of(7, 30))
    bundle_minutes: int = field(default=2, metadata=limits(0, 60))
    prove_phone: bool = True
    """At clock-in a phone proves that it can be reached."""


@dataclass(frozen=True, slots=True)
class HandoverParameters:
    """R-DUTY-2: a shift ends with a log that the next one acknowledges; in minutes around the end of a shift."""

    enabled: bool = True
    open_minutes: int = field(default=30, metadata=limits(5, 240))
    """How long before the end of a shift its log is made."""
    confirm_minutes: int = field(default=30, metadata=limits(5, 720))
    """How long after it an unconfirmed log is closed by itself, and said to be so."""


@dataclass(frozen=True, slots=True)
class OrderParameters:
    """R-ORD-2, R-ORD-5, R-ORD-6."""

    reach_minutes: int = field(default=10, metadata=limits(1, 1440))
    warn_minutes: int = field(default=5, metadata=limits(0, 1440))
    saved_at: WallTime = field(default_factory=lambda: WallTime.of(18))
    keep_years: int = field(default=5, metadata=limits(5, 50))
    hand_on_seconds: int = field(default=60, metadata=limits(5, 3600))
    """How long an order waits to be taken before it is handed to the present agent who holds the fewest."""
    silent_seconds: int = field(default=120, metadata=limits(30, 3600))
    """An agent whose phone says nothing for so long has gone: the orders return by themselves."""
    most_held: int = field(default=8, metadata=limits(1, 100))
    """So many at most are handed to one person; taking more is everybody's own choice."""
    service_hours_only: bool = False
    """Whether the ten minutes stand still outside of `opens` to `closes`."""
    opens: WallTime = field(default_factory=lambda: WallTime.of(8, 30))
    closes: WallTime = field(default_factory=lambda: WallTime.of(21))
    problem_hours: int = field(default=4, metadata=limits(1, 168))
    finance_posts: tuple[str, ...] = ()
    """Whose holders look at payments that are not as they should be; nobody named: the leads."""
    return_hours: int = field(default=168, metadata=limits(1, 2160))
    """R-ORD-7: in so many hours goods are back that a customer returns or exchanges."""
    check_hours: int = field(default=24, metadata=limits(1, 720))
    """R-ORD-7: so soon a second person looks at goods that have arrived, or at a refund."""
    complaint_hours: int = field(default=24, metadata=limits(1, 720))
    review_hours: int = field(default=24, metadata=limits(1, 720))
    follow_up_hours: int = field(default=72, metadata=limits(1, 2160))


@dataclass(frozen=True, slots=True)
class DispatchParameters:
    """R-SHIP-1: list closed, goods out of the warehouse, everything packed."""

    list_closed: WallTime = field(default_factory=lambda: WallTime.of(14))
    out_of_warehouse: WallTime = field(default_factory=lambda: WallTime.of(15))
    packed: WallTime = field(default_factory=lambda: WallTime.of(16))


@dataclass(frozen=True, slots=True)
class CountParameters:
    """R-STK-4: a count falls due this many calendar days after the last completed one; 0: never by itself."""

    every_days: int = field(default=2, metadata=limits(0, 366))


@dataclass(frozen=True, slots=True)
class PasswordParameters:
    """R-PPL-2: a regular change after this many days is asked for; 0: never."""

    min_length: int = field(default=10, metadata=limits(10, 64))
    change_days: int = field(default=0, metadata=limits(0, 730))


@dataclass(frozen=True, slots=True)
class LeavingParameters:
    """R-PPL-3."""

    notice_days: int = field(default=30, metadata=limits(0, 180))
    handover_days: int = field(default=7, metadata=limits(0, 60))
