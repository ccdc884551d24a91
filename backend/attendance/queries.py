"""What waits for a decision, what somebody has asked for, and where one may clock in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from backend.attendance.punches import Site
from backend.infra import db


@dataclass(frozen=True, slots=True)
class ToDecide:
    """A punch to look at, or a correction that somebody asks for (`part`: punch or correction)."""

    part: str
    id: int
    person_id: int
    name: str
    kind: str
    at: datetime
    day: date
    why: str
    reasons: tuple[dict[str, Any], ...]
    place: str
    source: str
    standing: str
    latitude: float | None
    longitude: float | None
    asked_at: datetime
    asked_by: int


@dataclass(frozen=True, slots=True)
class MyCorrection:
    """A correction with its answer; `outcome` is None while it waits."""

    id: int
    kind: str
    at: datetime
    day: date
    why: str
    requested_at: datetime
    outcome: str | None
    note: str
    decided_by: str | None


@dataclass(frozen=True, slots=True)
class DoorCard:
    """A door as it is listed; its address was shown once and is not known to us."""

    id: int
    name: str
    created_at: datetime


async def to_decide(department_id: int) -> list[ToDecide]:
    """Everything in a department that a lead has still to answer, oldest first; at most 200."""
    return [_to_decide(row) for row in await db.fetch(_TO_DECIDE, department_id)]


async def corrections_of(person_id: int, department_id: int, since: date) -> list[MyCorrection]:
    """A person's corrections of days from `since` on, newest first."""
    return [
        MyCorrection(**dict(row)) for row in await db.fetch(_CORRECTIONS, person_id, department_id, since)
    ]


async def sites_of(department_id: int) -> list[Site]:
    rows = await db.fetch(_SITES, department_id)
    return [Site(row["id"], row["name"], row["latitude"], row["longitude"], row["radius_m"]) for row in rows]


async def doors_of(department_id: int) -> list[DoorCard]:
    return [DoorCard(**dict(row)) for row in await db.fetch(_DOORS, department_id)]


_TO_DECIDE = """
SELECT 'punch' AS part, punch.id, punch.person_id, person.name, punch.kind, punch.at, punch.day, punch.why,
    punch.reasons, punch.place, punch.source, punch.standing, punch.latitude, punch.longitude,
    punch.recorded_at AS asked_at, punch.person_id AS asked_by
FROM punch JOIN person ON person.id = punch.person_id
WHERE punch.department_id = $1 AND (punch.standing = 'waiting' OR punch.reasons <> '[]')
  AND NOT EXISTS (SELECT FROM punch_decision WHERE punch_decision.punch_id = punch.id)
UNION ALL
SELECT 'correction', correction.id, correction.person_id, person.name, correction.kind, correction.at, correction.day,
    correction.why, '[]'::jsonb, 'none', 'correction', 'waiting', NULL, NULL, correction.requested_at,
    correction.requested_by
FROM correction JOIN person ON person.id = correction.person_id
WHERE correction.department_id = $1
  AND NOT EXISTS (SELECT FROM correction_decision WHERE correction_decision.correction_id = correction.id)
ORDER BY asked_at LIMIT 200
"""
_CORRECTIONS = """
SELECT correction.id, correction.kind, correction.at, correction.day, correction.why, correction.requested_at,
    correction_decision.outcome, coalesce(correction_decision.note, '') AS note, person.name AS decided_by
FROM correction LEFT JOIN correction_decision ON correction_decision.correction_id = correction.id
LEFT JOIN person ON person.id = correction_decision.decided_by
WHERE correction.person_id = $1 AND correction.department_id = $2 AND correction.day >= $3
ORDER BY correction.requested_at DESC LIMIT 100
"""
_SITES = """
SELECT id, name, latitude, longitude, radius_m FROM site WHERE department_id = $1 AND archived_at IS NULL ORDER BY id
"""
_DOORS = "SELECT id, name, created_at FROM door WHERE department_id = $1 AND ended_at IS NULL ORDER BY id"


def _to_decide(row: Any) -> ToDecide:
    values = dict(row)
    return ToDecide(**{**values, "reasons": tuple(values["reasons"] or ())})
