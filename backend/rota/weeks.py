"""A week of the draft copied to another."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from backend.audit.actions import note
from backend.company.queries import department_zone
from backend.infra import db, outbox
from backend.infra.refusal import Refusal
from backend.people.viewer import Actor
from backend.rota.access import may_edit
from backend.rota.draft import NewShift, changing, drafted, no_rest, put_in, take_out
from backend.rota.queries import intervals
from backend.rules.clock import Interval, day_of, instant, wall


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
        taken = {
            (row["person_id"], row["day"]): row for row in await db.fetch(_TAKEN, by.department_id, onto)
        }
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
        await no_rest(person_id, day)


def _moved(row: Any, by_days: timedelta, zone: ZoneInfo) -> NewShift:
    """The same wall times on another day, also where the clock is changed in between."""
    moved = tuple(
        Interval(_shifted(each.start, by_days, zone), _shifted(each.end, by_days, zone))
        for each in intervals(row["segments"])
    )
    return NewShift(
        row["person_id"], row["day"] + by_days, moved, row["break_minutes"], row["template_id"], row["note"]
    )


def _shifted(at: datetime, by_days: timedelta, zone: ZoneInfo) -> datetime:
    day = day_of(at, zone)
    return instant(day + by_days, wall(at, day, zone), zone)
