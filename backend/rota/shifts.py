"""Changing the draft of the rota by hand: one person's day at a time, or a whole week."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import asyncpg

from backend.audit.actions import note
from backend.company.queries import department_zone
from backend.infra import db, outbox
from backend.infra.refusal import Refusal, not_found
from backend.people.viewer import Actor
from backend.rota.access import may_edit
from backend.rota.queries import intervals
from backend.rota.templates import WallSpans, read_segments, template
from backend.rules.clock import Intervals
from backend.rules.rota import expand, worked_minutes

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


async def set_shift(
    by: Actor,
    person_id: int,
    day: date,
    at: datetime,
    *,
    template_id: int | None = None,
    segments: Sequence[tuple[str, str]] = (),
    break_minutes: int = 0,
    remark: str = "",
    replaces: int | None = None,
    seen: Collection[int] | None = None,
) -> int:
    """Puts a shift into the draft, from a template or by times of one's own; returns its id.

    `replaces` is the shift of that day that it takes the place of. `seen` are the ids that the day showed when it was
    opened: if somebody else has changed it meanwhile, nothing is done (409 `rota-changed-meanwhile`). A shift that
    overlaps another of the same person is refused by the database (R-ROTA-4, 409 `rota-overlap`).
    """
    may_edit(by)
    await member(by, person_id, day)
    spans, inside = await _times(by, template_id, segments, break_minutes)
    zone = await department_zone(by.department_id)
    new = NewShift(person_id, day, expand(spans, day, zone), inside, template_id, remark.strip()[:200])
    if not new.segments or worked_minutes(new.segments, inside) <= 0:
        raise Refusal("rota-break-too-long", field="break_minutes")
    async with changing(by):
        there = await drafted(by, person_id, day)
        _unchanged(there, seen)
        old = next((row for row in there if row["id"] == replaces), None)
        if replaces is not None and old is None:
            raise not_found()
        if old is not None:
            await take_out([old])
        await _no_rest(person_id, day)
        shift_id = await put_in(by, new, old)
        await _told(by, "shift.set", f"shift:{shift_id}", person_id, day, times=_texts(new.segments, zone))
    return shift_id


async def give_rest(
    by: Actor, person_id: int, day: date, at: datetime, *, remark: str = "", seen: Collection[int] | None = None
) -> None:
    """Gives the day off: what the draft has on it goes, and a rotation that is generated again leaves it free."""
    may_edit(by)
    await member(by, person_id, day)
    async with changing(by):
        there = await drafted(by, person_id, day)
        _unchanged(there, seen)
        await take_out(there)
        await db.execute(_REST, by.department_id, person_id, day, remark.strip()[:200], by.person_id, at)
        await _told(by, "shift.rest", f"person:{person_id}", person_id, day)


async def clear_day(
    by: Actor, person_id: int, day: date, at: datetime, *, seen: Collection[int] | None = None
) -> None:
    """Empties the day in the draft, a day off by hand included: a rotation may fill it again."""
    may_edit(by)
    await member(by, person_id, day)
    async with changing(by):
        there = await drafted(by, person_id, day)
        _unchanged(there, seen)
        await take_out(there)
        await _no_rest(person_id, day)
        await _told(by, "shift.cleared", f"person:{person_id}", person_id, day)


async def remove_shift(by: Actor, shift_id: int, at: datetime) -> None:
    """Takes one shift out of the draft; if it is published, people keep it until the next publication."""
    may_edit(by)
    async with changing(by):
        row = await db.fetchrow(_ONE, shift_id, by.department_id)
        if row is None:
            raise not_found()
        await take_out([row])
        await _told(by, "shift.removed", f"shift:{shift_id}", row["person_id"], row["day"])


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
    """Into the draft, in the place of `old` for calendars. What is in force just so is taken back instead of copied."""
    again = await db.fetchval(
        _TAKE_BACK, by.department_id, new.person_id, new.day, multirange(new.segments), new.template_id, new.break_minutes, new.note
    )
    if again is not None:
        return await _or_explain(again, new, _BACK, again)
    uid = old["uid"] if old is not None else None
    revision = old["revision"] + (1 if old["in_force"] else 0) if old is not None else 0
    return await _or_explain(
        None, new, _INSERT, by.department_id, new.person_id, new.template_id, new.day, multirange(new.segments),
        new.break_minutes, new.note, new.source, new.rotation_id, by.person_id, uid, revision,
    )  # fmt: skip


async def member(by: Actor, person_id: int, day: date) -> None:
    """404 for whoever is not of the department; refuses days after somebody's last one."""
    row = await db.fetchrow(_MEMBER, person_id, by.department_id)
    if row is None:
        raise not_found()
    if row["last_day"] is not None and day > row["last_day"]:
        raise Refusal("rota-after-last-day", 409, name=row["name"], day=row["last_day"])


def multirange(segments: Intervals) -> list[asyncpg.Range]:
    """As the database takes it."""
    return [asyncpg.Range(each.start, each.end) for each in segments]


_ONE = "SELECT * FROM shift WHERE id = $1 AND department_id = $2 AND in_draft FOR UPDATE"
_OF_DAY = """
SELECT * FROM shift WHERE department_id = $1 AND person_id = $2 AND day = $3 AND in_draft ORDER BY lower(segments) FOR UPDATE
"""
_TAKE_OUT = "UPDATE shift SET in_draft = false WHERE id = ANY($1::bigint[])"
_DELETE = "DELETE FROM shift WHERE id = ANY($1::bigint[]) AND NOT in_force"
_TAKE_BACK = """
SELECT id FROM shift WHERE department_id = $1 AND person_id = $2 AND day = $3 AND segments = $4
    AND template_id IS NOT DISTINCT FROM $5 AND break_minutes = $6 AND note = $7 AND in_force AND NOT in_draft LIMIT 1
"""
_BACK = "UPDATE shift SET in_draft = true WHERE id = $1 RETURNING id"
_INSERT = """
INSERT INTO shift (department_id, person_id, template_id, day, segments, break_minutes, note, source, rotation_id,
    created_by, uid, revision, in_draft, in_force)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, coalesce($11, gen_random_uuid()), $12, true, false) RETURNING id
"""
_REST = """
INSERT INTO rest_day (department_id, person_id, day, note, created_by, created_at) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (person_id, day) DO UPDATE SET note = excluded.note
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


async def _or_explain(same: int | None, new: NewShift, sql: str, *args: Any) -> int:
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


async def _times(
    by: Actor, template_id: int | None, segments: Sequence[tuple[str, str]], break_minutes: int
) -> tuple[WallSpans, int]:
    if template_id is None:
        if not 0 <= break_minutes <= 240:
            raise Refusal("rota-break-too-long", field="break_minutes")
        return read_segments(segments), break_minutes
    found = await template(by.department_id, template_id)
    if found.archived:
        raise Refusal("rota-template-archived", 409, field="choice", code=found.code)
    return found.segments, found.break_minutes


def _unchanged(there: Sequence[Any], seen: Collection[int] | None) -> None:
    if seen is not None and {row["id"] for row in there} != set(seen):
        raise Refusal("rota-changed-meanwhile", 409)


async def _no_rest(person_id: int, day: date) -> None:
    await db.execute("DELETE FROM rest_day WHERE person_id = $1 AND day = $2", person_id, day)


async def _told(by: Actor, verb: str, subject: str, person_id: int, day: date, **details: Any) -> None:
    await note(
        verb, subject, department_id=by.department_id, actor_id=by.person_id, person_id=person_id, day=day, **details
    )
    await outbox.record("rota.drafted", by.department_id, month=f"{day:%Y-%m}")


def _texts(segments: Intervals, zone: ZoneInfo) -> list[str]:
    return [f"{each.start.astimezone(zone):%H:%M}–{each.end.astimezone(zone):%H:%M}" for each in segments]


async def copy_week(
    by: Actor, source: date, target: date, at: datetime, *, replace: bool = False
) -> tuple[int, int]:
    """Copies the draft of the week that `source` lies in to the week of `target`; returns (copied, left alone).

    Days that have something already are left alone unless `replace` says otherwise; so are shifts that would overlap.
    """
    may_edit(by)
    first, onto = source - timedelta(days=source.weekday()), target - timedelta(days=target.weekday())
    if first == onto:
        raise Refusal("rota-copy-same-week", 409, field="target")
    zone = await department_zone(by.department_id)
    copied = left = 0
    async with changing(by):
        taken = {(row["person_id"], row["day"]): row for row in await db.fetch(_TAKEN, by.department_id, onto)}
        rows = await db.fetch(_WEEK, by.department_id, first)
        if replace:
            await _empty_for(by, rows, onto - first)
        for row in rows:
            new = _moved(row, onto - first, zone)
            if (new.person_id, new.day) in taken and not replace:
                left += 1
                continue
            try:
                await put_in(by, new)
                copied += 1
            except Refusal:
                left += 1
        await note(
            "rota.week_copied", f"week:{onto}", department_id=by.department_id, actor_id=by.person_id,
            source=first, target=onto, copied=copied,
        )  # fmt: skip
        await outbox.record("rota.drafted", by.department_id, month=f"{onto:%Y-%m}")
    return copied, left


_WEEK = """
SELECT shift.* FROM shift JOIN person ON person.id = shift.person_id AND person.left_at IS NULL
WHERE shift.department_id = $1 AND shift.day BETWEEN $2::date AND $2::date + 6 AND in_draft ORDER BY shift.day, shift.id
"""
_TAKEN = """
SELECT person_id, day FROM shift WHERE department_id = $1 AND day BETWEEN $2::date AND $2::date + 6 AND in_draft
UNION SELECT person_id, day FROM rest_day WHERE department_id = $1 AND day BETWEEN $2::date AND $2::date + 6
"""


async def _empty_for(by: Actor, rows: Sequence[Any], by_days: timedelta) -> None:
    for person_id, day in {(row["person_id"], row["day"] + by_days) for row in rows}:
        await take_out(await drafted(by, person_id, day))
        await _no_rest(person_id, day)


def _moved(row: Any, by_days: timedelta, zone: ZoneInfo) -> NewShift:
    """The same wall times on another day, also where the clock is changed in between."""
    from backend.rules.clock import Interval

    moved = tuple(
        Interval(_shifted(each.start, by_days, zone), _shifted(each.end, by_days, zone))
        for each in intervals(row["segments"])
    )
    return NewShift(
        row["person_id"], row["day"] + by_days, moved, row["break_minutes"], row["template_id"], row["note"]
    )


def _shifted(at: datetime, by_days: timedelta, zone: ZoneInfo) -> datetime:
    from backend.rules.clock import day_of, instant, wall

    day = day_of(at, zone)
    return instant(day + by_days, wall(at, day, zone), zone)
