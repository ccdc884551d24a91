"""Private calendar addresses: made once, shown once, revoked at will."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from backend.audit.actions import note
from backend.infra import db
from backend.infra.refusal import not_found
from backend.people.secrets import token_hash
from backend.people.viewer import Actor
from backend.rota.queries import intervals
from backend.rules.clock import Intervals

PAST_DAYS, FUTURE_DAYS = 60, 400


@dataclass(frozen=True, slots=True)
class Feed:
    """An address that is open; its secret part is known to nobody any more."""

    id: int
    created_at: datetime
    last_read_at: datetime | None


@dataclass(frozen=True, slots=True)
class FedShift:
    """A published shift as a calendar needs it. `uid` and `revision` follow it through its changes."""

    uid: UUID
    revision: int
    changed_at: datetime
    segments: Intervals
    break_minutes: int
    note: str
    code: str
    names: dict[str, str]


@dataclass(frozen=True, slots=True)
class Fed:
    """What an address gives: whose calendar it is and what stands in it."""

    person: str
    lang: str
    department: str
    zone: ZoneInfo
    places: tuple[str, ...]
    shifts: tuple[FedShift, ...]


async def open_feed(by: Actor, at: datetime) -> str:
    """Makes a new private address and ends the old ones; returns its secret part, which is shown this once."""
    secret = secrets.token_urlsafe(24)
    async with db.transaction():
        await db.execute(_REVOKE_ALL, by.department_id, by.person_id, at)
        feed_id = await db.fetchval(_INSERT, by.department_id, by.person_id, token_hash(secret), at)
        await note(
            "calendar_feed.opened",
            f"calendar_feed:{feed_id}",
            department_id=by.department_id,
            actor_id=by.person_id,
        )
    return secret


async def revoke_feed(by: Actor, feed_id: int, at: datetime) -> None:
    """Ends an address of one's own: from now on it is not there."""
    async with db.transaction():
        if await db.fetchval(_REVOKE, feed_id, by.department_id, by.person_id, at) is None:
            raise not_found()
        await note(
            "calendar_feed.revoked",
            f"calendar_feed:{feed_id}",
            department_id=by.department_id,
            actor_id=by.person_id,
        )


async def feed_of(person_id: int, department_id: int) -> Feed | None:
    """A person's open address."""
    row = await db.fetchrow(_OPEN, department_id, person_id)
    return Feed(row["id"], row["created_at"], row["last_read_at"]) if row else None


async def fed(secret: str, at: datetime) -> Fed:
    """What a private address gives; 404 when it was revoked, never was, or its person has left."""
    whose = await db.fetchrow(_WHOSE, token_hash(secret))
    if whose is None:
        raise not_found()
    day = at.astimezone(UTC).date()
    rows = await db.fetch(
        _SHIFTS, whose["person_id"], whose["department_id"],
        day - timedelta(days=PAST_DAYS), day + timedelta(days=FUTURE_DAYS),
    )  # fmt: skip
    if whose["last_read_at"] is None or at - whose["last_read_at"] > timedelta(hours=1):
        await db.execute("UPDATE calendar_feed SET last_read_at = $2 WHERE id = $1", whose["id"], at)
    return Fed(
        whose["name"], whose["lang"], whose["department"], ZoneInfo(whose["zone"]), tuple(whose["places"]),
        tuple(map(_fed_shift, rows)),
    )  # fmt: skip


_INSERT = """
INSERT INTO calendar_feed (department_id, person_id, token_hash, created_at) VALUES ($1, $2, $3, $4) RETURNING id
"""
_REVOKE_ALL = """
UPDATE calendar_feed SET revoked_at = $3 WHERE department_id = $1 AND person_id = $2 AND revoked_at IS NULL
"""
_REVOKE = """
UPDATE calendar_feed SET revoked_at = $4
WHERE id = $1 AND department_id = $2 AND person_id = $3 AND revoked_at IS NULL RETURNING id
"""
_OPEN = """
SELECT id, created_at, last_read_at FROM calendar_feed
WHERE department_id = $1 AND person_id = $2 AND revoked_at IS NULL ORDER BY id DESC LIMIT 1
"""
_WHOSE = """
SELECT calendar_feed.id, calendar_feed.person_id, calendar_feed.department_id, calendar_feed.last_read_at,
    person.name, coalesce(person.lang, (SELECT lang FROM company LIMIT 1), 'zh-Hans') AS lang,
    department.name AS department, department.zone,
    ARRAY(SELECT site.name FROM site WHERE site.department_id = department.id AND archived_at IS NULL ORDER BY id)
        AS places
FROM calendar_feed JOIN person ON person.id = calendar_feed.person_id AND person.left_at IS NULL
JOIN department ON department.id = calendar_feed.department_id
WHERE calendar_feed.token_hash = $1 AND calendar_feed.revoked_at IS NULL
"""
_SHIFTS = """
SELECT shift.uid, shift.revision, coalesce(shift.in_force_at, shift.created_at) AS changed_at, shift.segments,
    shift.break_minutes, shift.note, shift_template.code, shift_template.names
FROM shift LEFT JOIN shift_template ON shift_template.id = shift.template_id
WHERE shift.person_id = $1 AND shift.department_id = $2 AND shift.in_force AND shift.day BETWEEN $3 AND $4
ORDER BY lower(shift.segments), shift.id
"""


def _fed_shift(row: Any) -> FedShift:
    return FedShift(
        row["uid"],
        row["revision"],
        row["changed_at"],
        intervals(row["segments"]),
        row["break_minutes"],
        row["note"],
        row["code"] or "",
        row["names"] or {},
    )
