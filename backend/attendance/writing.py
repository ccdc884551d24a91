"""The one statement that records a punch, with its outbox event and its line of the trail: all of it or nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from backend.infra import db


@dataclass(frozen=True, slots=True)
class Entry:
    """A punch that is about to be recorded."""

    department_id: int
    person_id: int
    sequence: int
    kind: str
    at: datetime
    day: date
    shift_id: int | None
    recorded_at: datetime
    made_at: datetime | None
    sent_at: datetime | None
    request_key: UUID
    source: str
    standing: str
    reasons: list[dict[str, Any]]
    why: str
    place: str
    site_id: int | None
    door_id: int | None
    latitude: float | None
    longitude: float | None
    accuracy_m: float | None
    distance_m: float | None
    device_id: int | None


async def record_punch(entry: Entry, *, actor_id: int | None, rejudge: bool) -> int | None:
    """Returns the new punch's id; None where another tap was first (its sequence or its request_key is taken).

    Outside of a transaction it is one round trip and one commit; whoever calls it wakes the outbox afterwards.
    """
    told = {
        "person_id": entry.person_id,
        "day": entry.day.isoformat(),
        "kind": entry.kind,
        "rejudge": rejudge,
        "waits": entry.standing == "waiting" or bool(entry.reasons),
    }
    trail = {
        "kind": entry.kind,
        "at": entry.at.isoformat(),
        "standing": entry.standing,
        "place": entry.place,
        "source": entry.source,
    }
    return await db.fetchval(
        _RECORD,
        entry.department_id,
        entry.person_id,
        entry.sequence,
        entry.kind,
        entry.at,
        entry.day,
        entry.shift_id,
        entry.recorded_at,
        entry.made_at,
        entry.sent_at,
        entry.request_key,
        entry.source,
        entry.standing,
        entry.reasons,
        entry.why,
        entry.place,
        entry.site_id,
        entry.door_id,
        entry.latitude,
        entry.longitude,
        entry.accuracy_m,
        entry.distance_m,
        entry.device_id,
        actor_id,
        told,
        trail,
    )


_RECORD = """
WITH written AS (
    INSERT INTO punch (
        department_id, person_id, sequence, kind, at, day, shift_id, recorded_at, made_at, sent_at, request_key,
        source, standing, reasons, why, place, site_id, door_id, latitude, longitude, accuracy_m, distance_m, device_id
    ) VALUES (
        $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11,
        $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23
    ) ON CONFLICT DO NOTHING RETURNING id
), told AS (
    INSERT INTO outbox (department_id, event, payload)
    SELECT $1, 'punch.recorded', $25::jsonb || jsonb_build_object('punch_id', id) FROM written
), noted AS (
    INSERT INTO audit_event (department_id, actor_id, verb, subject, details)
    SELECT $1, $24, 'punch.recorded', 'punch:' || id, $26::jsonb FROM written
)
SELECT id FROM written
"""
