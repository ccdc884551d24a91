"""Where a punch was made. What cannot be verified is marked and looked at by a lead, never refused or passed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt
from typing import Protocol

from backend.rules.attendance.parameters import AttendanceParameters
from backend.rules.reason import Reason

EARTH_RADIUS_M = 6_371_008.8


@dataclass(frozen=True, slots=True)
class Fix:
    """What the phone's positioning says: degrees, and the radius in metres it vouches for (None: none)."""

    latitude: float
    longitude: float
    accuracy_m: float | None


class Circle(Protocol):
    """Anything that is a circle on the map, with an id."""

    @property
    def id(self) -> int: ...

    @property
    def latitude(self) -> float: ...

    @property
    def longitude(self) -> float: ...

    @property
    def radius_m(self) -> float: ...


@dataclass(frozen=True, slots=True)
class Site:
    """A circle on the map where one may clock in."""

    id: int
    latitude: float
    longitude: float
    radius_m: float


@dataclass(frozen=True, slots=True)
class Place:
    """`status`: none, verified or unverified. `site_id` is the nearest site, `distance_m` how far its centre is."""

    status: str
    site_id: int | None = None
    distance_m: float | None = None
    reason: Reason | None = None


def judge_place(
    parameters: AttendanceParameters,
    fix: Fix | None = None,
    sites: Iterable[Circle] = (),
    door_code: bool | None = None,
) -> Place:
    """Verifies a punch by the department's place policy.

    `geofence`: verified inside the radius of a site by a fix that is accurate to `max_accuracy_m` or better.
    `door`: verified by the code that the door showed (`door_code`: right, wrong, or None without one).
    """
    if parameters.place == "geofence":
        return _by_position(parameters.max_accuracy_m, fix, sites)
    if parameters.place == "door":
        return _by_door(door_code)
    return Place("none")


def distance_m(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """Metres between two points on the earth (haversine)."""
    north, other_north = radians(latitude), radians(other_latitude)
    half_north = sin((other_north - north) / 2) ** 2
    half_east = sin(radians(other_longitude - longitude) / 2) ** 2
    root = sqrt(half_north + cos(north) * cos(other_north) * half_east)
    return 2 * EARTH_RADIUS_M * asin(min(1.0, root))


def _by_position(max_accuracy_m: int, fix: Fix | None, sites: Iterable[Circle]) -> Place:
    if fix is None:
        return _unverified("rules-place-no-fix")
    ranges = [
        (distance_m(fix.latitude, fix.longitude, site.latitude, site.longitude), site) for site in sites
    ]
    if not ranges:
        return _unverified("rules-place-no-site")
    distance, site = min(ranges, key=lambda one: one[0] - one[1].radius_m)
    near = (site.id, distance)
    if fix.accuracy_m is None or not 0 <= fix.accuracy_m <= max_accuracy_m:
        accuracy = 0 if fix.accuracy_m is None else int(fix.accuracy_m)
        return _unverified("rules-place-inaccurate", near, accuracy=accuracy, limit=max_accuracy_m)
    if distance > site.radius_m:
        return _unverified("rules-place-too-far", near, distance=round(distance), radius=round(site.radius_m))
    return Place("verified", *near)


def _by_door(door_code: bool | None) -> Place:
    if door_code is None:
        return _unverified("rules-place-no-door-code")
    return Place("verified") if door_code else _unverified("rules-place-wrong-door-code")


def _unverified(message: str, near: tuple[int, float] | None = None, **args: int) -> Place:
    site_id, distance = near or (None, None)
    return Place("unverified", site_id, distance, Reason("R-ATT-8", message, args))
