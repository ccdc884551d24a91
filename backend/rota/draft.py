"""The manager's working copy of the rota: what goes in, what comes out, one change after the other."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import asyncpg

from backend.infra import db
from backend.infra.refusal import Refusal, not_found
from backend.people.viewer import Actor
from backend.rules.clock import Intervals

LOCK = 0x726F7461  # one department's rota is changed by one at a time; any number, the same everywhere


@dataclass(frozen=True, slots=True)
class NewShift:
    """A shift that is to stand in the draft."""

    person_id: int
    day: date
    segments: Intervals
    break_minutes: int = 0
    template_id: int | None = None
    note: str = ""
    source: str = "hand"
    rotation_id: int | None = None


@asynccontextmanager
async def changing(by: Actor) -> AsyncIterator[None]:
    """One change of a department's rota after the other; overlaps come out as one sentence."""
    async with db.transaction():
        await db.execute("SELECT pg_advisory_xact_lock($1, $2)", LOCK, by.department_id % 2**31)
        yield


async def drafted(by: Actor, person_id: int, day: date) -> list[Any]:
    """What the draft has on one day of a person."""
    return await db.fetch(_OF_DAY, by.department_id, person_id, day)


async def take_out(rows: Sequence[Any]) -> None:
    """Out of the draft: gone, unless it is in force until the next publication."""
    await db.execute(_TAKE_OUT, [row["id"] for row in rows if row["in_force"]])
    await db.execute(_DELETE, [row["id"] for row in rows if not row["in_force"]])


async def put_in(by: Actor, new: NewShift, old: Any = None) -> int:
    """Into the draft, in the place of `old` for calendars. What is in force just so is taken back."""
    again = await db.fetchval(
        _TAKE_BACK, by.department_id, new.person_id, new.day, multirange(new.segments), new.template_id,
        new.break_minutes, new.note,
    )  # fmt: skip
    if again is not None:
        return await _or_explain(new, _BACK, again, new.source, new.rotation_id)
    uid = old["uid"] if old is not None else None
    revision = old["revision"] + (1 if old["in_force"] else 0) if old is not None else 0
    return await _or_explain(
        new, _INSERT, by.department_id, new.person_id, new.template_id, new.day, multirange(new.segments),
        new.break_minutes, new.note, new.source, new.rotation_id, by.person_id, uid, revision,
    )  # fmt: skip


async def member(by: Actor, person_id: int, day: date) -> None:
    """404 for whoever is not of the department; refuses days after somebody's last one."""
    row = await db.fetchrow(_MEMBER, person_id, by.department_id)
    if row is None:
        raise not_found()
    if row["last_day"] is not None and day > row["last_day"]:
        raise Refusal("rota-after-last-day", 409, name=row["name"], day=row["last_day"])


async def no_rest(person_id: int, day: date) -> None:
    """The day is no longer given off by hand."""
    await db.execute("DELETE FROM rest_day WHERE person_id = $1 AND day = $2", person_id, day)


def multirange(segments: Intervals) -> list[asyncpg.Range]:
    """As the database takes it."""
    return [asyncpg.Range(each.start, each.end) for each in segments]


_OF_DAY = """
SELECT * FROM shift WHERE department_id = $1 AND person_id = $2 AND day = $3 AND in_draft
ORDER BY lower(segments) FOR UPDATE
"""
_TAKE_OUT = "UPDATE shift SET in_draft = false WHERE id = ANY($1::bigint[])"
_DELETE = "DELETE FROM shift WHERE id = ANY($1::bigint[]) AND NOT in_force"
_TAKE_BACK = """
SELECT id FROM shift WHERE department_id = $1 AND person_id = $2 AND day = $3 AND segments = $4
    AND template_id IS NOT DISTINCT FROM $5 AND break_minutes = $6 AND note = $7 AND in_force AND NOT in_draft LIMIT 1
"""
_BACK = "UPDATE shift SET in_draft = true, source = $2, rotation_id = $3 WHERE id = $1 RETURNING id"
_INSERT = """
INSERT INTO shift (department_id, person_id, template_id, day, segments, break_minutes, note, source, rotation_id,
    created_by, uid, revision, in_draft, in_force)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, coalesce($11, gen_random_uuid()), $12, true, false) RETURNING id
"""
_MEMBER = """
SELECT name, last_day FROM person WHERE id = $1 AND department_id = $2 AND left_at IS NULL
"""
_OTHER = """
SELECT person.name, shift.day, lower(shift.segments) AS start, upper(shift.segments) AS until,
    coalesce(shift_template.code, '') AS code, department.zone
FROM shift JOIN person ON person.id = shift.person_id JOIN department ON department.id = shift.department_id
LEFT JOIN shift_template ON shift_template.id = shift.template_id
WHERE shift.person_id = $1 AND shift.in_draft AND shift.segments && $2 ORDER BY start LIMIT 1
"""


async def _or_explain(new: NewShift, sql: str, *args: Any) -> int:
    try:
        async with db.transaction():
            return await db.fetchval(sql, *args)
    except asyncpg.ExclusionViolationError:
        raise await overlap(_OTHER, new.person_id, multirange(new.segments)) from None


async def overlap(question: str, *args: Any) -> Refusal:
    """R-ROTA-4 in one sentence that names the other shift."""
    row = await db.fetchrow(question, *args)
    if row is None:
        return Refusal("rota-overlap-somewhere", 409, rule="R-ROTA-4")
    zone = ZoneInfo(row["zone"])
    return Refusal(
        "rota-overlap", 409, rule="R-ROTA-4", name=row["name"], day=row["day"], code=row["code"],
        start=row["start"].astimezone(zone).strftime("%H:%M"), until=row["until"].astimezone(zone).strftime("%H:%M"),
    )  # fmt: skip
