"""What a department has chosen about attendance."""

from __future__ import annotations

from dataclasses import dataclass, field

from backend.rules.bounds import choices, limits

PLACE_POLICIES = ("none", "geofence", "door")


@dataclass(frozen=True, slots=True)
class AttendanceParameters:
    """R-ATT-2…8. Zero means "never" where a number of minutes starts an absence."""

    grace_minutes: int = field(default=0, metadata=limits(0, 120))
    early_is_absence: bool = False
    """R-ATT-4"""
    absence_after_minutes: int = field(default=0, metadata=limits(0, 720))
    """R-ATT-5: late, gone early or away from the post this long without leave is an absence; 0: never."""
    overstay_is_absence: bool = False
    """R-ATT-5, last sentence; only together with `absence_after_minutes`."""
    window_before_minutes: int = field(default=120, metadata=limits(0, 720))
    """How long before its start a punch already belongs to a shift."""
    window_after_minutes: int = field(default=240, metadata=limits(0, 720))
    """How long after its end a punch still belongs to a shift."""
    place: str = field(default="none", metadata=choices(*PLACE_POLICIES))
    max_accuracy_m: int = field(default=100, metadata=limits(5, 5000))
    bound_device: bool = False
    offline_hours: int = field(default=12, metadata=limits(0, 72))
    offline_drift_seconds: int = field(default=120, metadata=limits(1, 3600))
