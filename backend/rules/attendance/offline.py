"""A punch that a phone made without a network and delivered later (R-ATT-8)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from backend.rules.attendance.parameters import AttendanceParameters
from backend.rules.reason import Reason


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether a punch counts at once; `reason` says why it waits for a manager."""

    counted: bool
    reason: Reason | None = None


def offline_standing(
    made_at: datetime, sent_at: datetime, received_at: datetime, parameters: AttendanceParameters
) -> Standing:
    """`made_at` and `sent_at` are the phone's times of the tap and of the delivery, `received_at` is the server's.

    It counts at `made_at` if it is at most `offline_hours` old and the phone's clock was at most
    `offline_drift_seconds` off when it was delivered. The age is taken on the phone's own clock.
    """
    age, drift = sent_at - made_at, abs(received_at - sent_at)
    if age < timedelta(0):
        return _waits("rules-offline-from-the-future")
    if drift > timedelta(seconds=parameters.offline_drift_seconds):
        return _waits("rules-offline-clock", seconds=int(drift.total_seconds()))
    if age > timedelta(hours=parameters.offline_hours):
        hours = int(age.total_seconds() // 3600)
        return _waits("rules-offline-too-old", hours=hours, limit=parameters.offline_hours)
    return Standing(counted=True)


def _waits(message: str, **args: int) -> Standing:
    return Standing(counted=False, reason=Reason("R-ATT-8", message, args))
