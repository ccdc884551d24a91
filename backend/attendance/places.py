"""Where a tap was made, as far as the department's place policy can verify it. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from backend.attendance.punches import Door, Site
from backend.attendance.times import kept_reason
from backend.rules.attendance import AttendanceParameters, Fix, door_code_valid, judge_place


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """What the phone says: degrees and metres, or the code that the door's screen shows."""

    latitude: float | None = None
    longitude: float | None = None
    accuracy_m: float | None = None
    door_code: str = ""


NOWHERE = Whereabouts()
"""A phone that says nothing."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """`standing`: none, verified or unverified; reasons are what a lead should look at."""

    standing: str
    site_id: int | None = None
    door_id: int | None = None
    distance_m: float | None = None
    reasons: tuple[dict[str, Any], ...] = ()


def weigh_place(
    rules: AttendanceParameters, said: Whereabouts, sites: Iterable[Site], doors: Iterable[Door], at: datetime
) -> Weighed:
    """The department's policy on what the phone says. A door's code counts at the moment of the tap."""
    fix = None
    if said.latitude is not None and said.longitude is not None:
        fix = Fix(said.latitude, said.longitude, said.accuracy_m)
    door = next(
        (door for door in doors if said.door_code and door_code_valid(door.secret, said.door_code, at)), None
    )
    right = None if not said.door_code else door is not None
    place = judge_place(rules, fix, sites, right)  # type: ignore[arg-type]  # our Site has a name besides
    reasons = (kept_reason(place.reason),) if place.reason else ()
    return Weighed(place.status, place.site_id, door.id if door else None, place.distance_m, reasons)
