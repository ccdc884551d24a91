"""A month's rota becomes binding: people are told what changed for them, and duty follows at once."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import asyncpg

from backend.audit.actions import note
from backend.company.queries import department_zone
from backend.infra import db, outbox
from backend.infra.refusal import Refusal
from backend.people.viewer import Actor
from backend.rota.access import may_publish
from backend.rota.draft import changing, overlap
from backend.rota.months import Board, board
from backend.rules.clock import day_of
from backend.rules.presets import Preset
from backend.rules.rota import Hole


@dataclass(frozen=True, slots=True)
class Published:
    """What a publication did; `person_ids` are those whose days changed."""

    version: int
    person_ids: tuple[int, ...]
    changed_days: int
    holes: int
    rest_faults: int


async def publish(
    by: Actor, month: date, rules: Preset, at: datetime, *, reason: str = "", seen: int | None = None
) -> Published:
    """Puts the draft of a month in force. A hole in the coverage (R-ROTA-2) or a week without its day off (R-ROTA-3)
    needs a written reason, which stays visible (422 `rota-reason-needed`). `seen` is how many changes were looked at
    before: if there are others by now, nothing is done. Nothing to publish: 409."""
    may_publish(by)
    reason = reason.strip()[:500]
    async with changing(by):
        zone = await department_zone(by.department_id)
        now = await board(by.department_id, month, rules, zone)
        if not now.changes:
            raise Refusal("rota-nothing-to-publish", 409)
        if seen is not None and seen != now.changes:
            raise Refusal("rota-changed-meanwhile", 409)
        today = day_of(at, zone)
        holes, faults = now.review.holes_from(today), now.review.faults
        if (holes or faults) and len(reason) < 4:
            raise Refusal(
                "rota-reason-needed",
                422,
                field="reason",
                holes=len(holes),
                faults=len(faults),
                rule="R-ROTA-2",
            )
        rows = await _in_force(by, now, at)
        people = tuple(sorted({row["person_id"] for row in rows}))
        days = len({(row["person_id"], row["day"]) for row in rows})
        version = await _write(by, now, at, reason if holes or faults else None, holes)
        await note(
            "rota.published", f"rota:{now.month:%Y-%m}", department_id=by.department_id, actor_id=by.person_id,
            version=version, people=len(people), days=days, holes=len(holes), rest_faults=len(faults), reason=reason,
        )  # fmt: skip
        await outbox.record(
            "rota.published",
            by.department_id,
            month=f"{now.month:%Y-%m}",
            version=version,
            person_ids=list(people),
            days=_days_of_each(rows),
        )
    return Published(version, people, days, len(holes), len(faults))


_PUBLISH = """
UPDATE shift SET in_force = in_draft, in_force_at = CASE WHEN in_draft THEN $4::timestamptz ELSE in_force_at END
WHERE department_id = $1 AND day BETWEEN $2 AND $3 AND in_draft <> in_force
RETURNING person_id, day
"""
_WRITE = """
INSERT INTO publication (department_id, month, version, published_by, published_at, reason, holes, rest_faults)
SELECT $1, $2, coalesce(max(version), 0) + 1, $3, $4, $5, $6, $7 FROM publication
WHERE department_id = $1 AND month = $2
RETURNING version
"""
_IN_THE_WAY = """
SELECT person.name, other.day, lower(other.segments) AS start, upper(other.segments) AS until,
    coalesce(shift_template.code, '') AS code, department.zone
FROM shift JOIN shift AS other ON other.person_id = shift.person_id AND other.in_force AND other.id <> shift.id
    AND other.segments && shift.segments AND NOT (other.day BETWEEN $2 AND $3)
JOIN person ON person.id = shift.person_id JOIN department ON department.id = shift.department_id
LEFT JOIN shift_template ON shift_template.id = other.template_id
WHERE shift.department_id = $1 AND shift.day BETWEEN $2 AND $3 AND shift.in_draft LIMIT 1
"""


async def _in_force(by: Actor, now: Board, at: datetime) -> list[Any]:
    """Only what another month still has in force can be in the way: within the draft nobody is in two places."""
    span = by.department_id, now.days[0], now.days[-1]
    try:
        async with db.transaction():
            return await db.fetch(_PUBLISH, *span, at)
    except asyncpg.ExclusionViolationError:
        raise await overlap(_IN_THE_WAY, *span) from None


async def _write(
    by: Actor, now: Board, at: datetime, reason: str | None, holes: list[tuple[date, Hole]]
) -> int:
    faults = [
        {"person_id": each.person, "name": now.name(each.person), "week": each.week, "message": each.reason.message,
         "args": dict(each.reason.args)}
        for each in now.review.faults
    ]  # fmt: skip
    return await db.fetchval(
        _WRITE,
        by.department_id,
        now.month,
        by.person_id,
        at,
        reason,
        [_plain(day, hole) for day, hole in holes],
        faults,
    )


def _days_of_each(rows: list[Any]) -> dict[str, int]:
    """How many days changed for whom."""
    changed = {(row["person_id"], row["day"]) for row in rows}
    return {str(person_id): count for person_id, count in Counter(person for person, _ in changed).items()}


def _plain(day: date, hole: Hole) -> dict[str, Any]:
    return {
        "day": day,
        "from": hole.span.start.isoformat(),
        "to": hole.span.end.isoformat(),
        "present": hole.present,
        "needed": hole.needed,
    }
