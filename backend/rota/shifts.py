"""Changing the draft of the rota by hand: one person's day at a time."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from backend.audit.actions import note
from backend.company.queries import department_zone
from backend.infra import db, outbox
from backend.infra.refusal import Refusal, not_found
from backend.people.viewer import Actor
from backend.rota.access import may_edit
from backend.rota.draft import NewShift, changing, drafted, member, no_rest, put_in, take_out
from backend.rota.templates import WallSpans, read_segments, template
from backend.rules.clock import Intervals
from backend.rules.rota import expand, worked_minutes


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
        await no_rest(person_id, day)
        shift_id = await put_in(by, new, old)
        await _told(by, "shift.set", f"shift:{shift_id}", person_id, day, times=_texts(new.segments, zone))
    return shift_id


async def give_rest(
    by: Actor,
    person_id: int,
    day: date,
    at: datetime,
    *,
    remark: str = "",
    seen: Collection[int] | None = None,
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
        await no_rest(person_id, day)
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


_ONE = "SELECT * FROM shift WHERE id = $1 AND department_id = $2 AND in_draft FOR UPDATE"
_REST = """
INSERT INTO rest_day (department_id, person_id, day, note, created_by, created_at) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (person_id, day) DO UPDATE SET note = excluded.note
"""


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


async def _told(by: Actor, verb: str, subject: str, person_id: int, day: date, **details: Any) -> None:
    await note(
        verb,
        subject,
        department_id=by.department_id,
        actor_id=by.person_id,
        person_id=person_id,
        day=day,
        **details,
    )
    await outbox.record("rota.drafted", by.department_id, month=f"{day:%Y-%m}")


def _texts(segments: Intervals, zone: ZoneInfo) -> list[str]:
    return [f"{each.start.astimezone(zone):%H:%M}–{each.end.astimezone(zone):%H:%M}" for each in segments]
