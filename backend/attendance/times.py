"""When a tap counts: the server's time, or the phone's where it was offline (R-ATT-8). Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from backend.rules.attendance import AttendanceParameters, offline_standing
from backend.rules.reason import Reason

ONLINE_SECONDS = 20
NO_CLOCK = {"rule": "R-ATT-8", "message": "attendance-reason-no-sent-at", "args": {}}


@dataclass(frozen=True, slots=True)
class Moment:
    """`at` counts; `offline` says that it is the phone's time."""

    at: datetime
    received_at: datetime
    made_at: datetime | None = None
    sent_at: datetime | None = None
    offline: bool = False
    standing: str = "counted"
    reasons: tuple[dict[str, Any], ...] = ()


def weigh_time(
    received_at: datetime, made_at: datetime | None, sent_at: datetime | None, rules: AttendanceParameters
) -> Moment:
    """A tap that was delivered at once counts by the server's clock, less the seconds that the phone took to find its
    place; one that waited for the network counts when it was made, if R-ATT-8 lets it, else it waits for a lead."""
    if made_at is None:
        return Moment(received_at, received_at)
    if sent_at is None:
        return Moment(min(made_at, received_at), received_at, made_at, None, True, "waiting", (NO_CLOCK,))
    age = sent_at - made_at
    if timedelta(0) <= age <= timedelta(seconds=ONLINE_SECONDS):
        return Moment(received_at - age, received_at)
    standing = offline_standing(made_at, sent_at, received_at, rules)
    at = min(made_at, received_at)
    if standing.counted:
        return Moment(at, received_at, made_at, sent_at, True)
    return Moment(at, received_at, made_at, sent_at, True, "waiting", (kept_reason(standing.reason),))


def kept_reason(reason: Reason | None) -> dict[str, Any]:
    """A rule's reason as it is kept beside a punch and said later in any language."""
    assert reason is not None
    return {"rule": reason.rule, "message": reason.message, "args": dict(reason.args)}
