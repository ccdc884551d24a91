"""The one duty truth: who is rostered and who is present at a moment. Everything that needs to know asks here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from backend.infra import db
from backend.infra.together import Read

LOOK_BACK_HOURS = 20
"""A person who has forgotten to clock out is taken for gone after this long, and older punches cost nothing."""


@dataclass(frozen=True, slots=True)
class OnDuty:
    """Somebody at a moment: what the rota says of them, and what their last counted punch says.

    `state` is `expected` (rostered, not come yet), `in`, `break`, or `out` (rostered, gone again); `since` is the
    moment of the punch that says so. The shift is the rostered one that is on at the moment, else the one that the
    punch belongs to; all of it is None for somebody who works without one. A shift's start and end are those of the
    whole day, also for a split shift, whose gap rosters nobody.
    """

    person_id: int
    name: str
    post: dict[str, str]
    shift_id: int | None
    shift_start: datetime | None
    shift_end: datetime | None
    template_code: str | None
    template_names: dict[str, str]
    state: str
    since: datetime | None

    @property
    def present(self) -> bool:
        return self.state in ("in", "break")

    @property
    def on_break(self) -> bool:
        return self.state == "break"


@dataclass(frozen=True, slots=True)
class OnShift:
    """Who is rostered and who is present at `at`; most people stand in both, as the same `OnDuty`."""

    at: datetime
    rostered: tuple[OnDuty, ...]
    present: tuple[OnDuty, ...]

    @property
    def person_ids(self) -> frozenset[int]:
        """Everybody who is on shift in the one sense or the other."""
        return frozenset(each.person_id for each in (*self.rostered, *self.present))

    @property
    def missing(self) -> tuple[OnDuty, ...]:
        """Rostered and not there."""
        return tuple(each for each in self.rostered if not each.present)


async def who_is_on_shift(department_id: int, at: datetime) -> OnShift:
    """One round trip. Rostered: a published shift is on at `at`. Present: the last punch that counts, at or before
    `at`, came in or went on a break; one that waits for a decision or was rejected does not count."""
    return _on_shift(await db.fetch(WHO_IS_ON_SHIFT, department_id, at), at)


async def is_on_shift(department_id: int, person_id: int, at: datetime) -> bool:
    """Whether one person is rostered or present: the same truth, for whether they may hear and do what those may."""
    return bool(await db.fetchval(_IS_ON_SHIFT, department_id, at, person_id))


async def is_present(department_id: int, person_id: int, at: datetime) -> bool:
    """Whether one person has come and not gone again; a break is no going."""
    return await db.fetchval(_IS_PRESENT, department_id, at, person_id) is True


async def is_working(department_id: int, person_id: int, at: datetime) -> bool:
    """Whether one person is present and not on a break."""
    return await db.fetchval(_IS_WORKING, department_id, at, person_id) is True


# A shift's day is at most one day away from its instants, and the department's calendar at most one from UTC's;
# bounding `day` lets the two indexes on (department_id, day) find what an instant alone could not.
_ROSTERED = """
SELECT person_id, id AS shift_id FROM shift
WHERE department_id = $1 AND in_force AND segments @> $2::timestamptz
  AND day BETWEEN ($2::timestamptz AT TIME ZONE 'UTC')::date - 2 AND ($2::timestamptz AT TIME ZONE 'UTC')::date + 1
"""
_LAST_PUNCH = f"""
SELECT DISTINCT ON (punch.person_id) punch.person_id, punch.kind, punch.at, punch.shift_id
FROM punch LEFT JOIN punch_decision ON punch_decision.punch_id = punch.id
WHERE punch.department_id = $1
  AND punch.day BETWEEN ($2::timestamptz AT TIME ZONE 'UTC')::date - 2
    AND ($2::timestamptz AT TIME ZONE 'UTC')::date + 1
  AND punch.at > $2::timestamptz - interval '{LOOK_BACK_HOURS} hours' AND punch.at <= $2::timestamptz
  AND coalesce(punch_decision.accepted, punch.standing = 'counted')
ORDER BY punch.person_id, punch.at DESC, punch.sequence DESC
"""
WHO_IS_ON_SHIFT = f"""
WITH rostered AS ({_ROSTERED}), last_punch AS ({_LAST_PUNCH})
SELECT person.id AS person_id, person.name, post.names AS post,
    rostered.shift_id IS NOT NULL AS rostered, last_punch.kind, last_punch.at AS since,
    shift.id AS shift_id, lower(shift.segments) AS shift_start, upper(shift.segments) AS shift_end,
    last_punch.shift_id AS punch_shift_id, shift_template.code, shift_template.names
FROM rostered FULL JOIN last_punch USING (person_id)
JOIN person ON person.id = person_id AND (person.left_at IS NULL OR person.left_at > $2::timestamptz)
LEFT JOIN post ON post.id = person.post_id
LEFT JOIN shift ON shift.id = coalesce(rostered.shift_id, last_punch.shift_id)
LEFT JOIN shift_template ON shift_template.id = shift.template_id
WHERE rostered.shift_id IS NOT NULL OR last_punch.kind <> 'out'
ORDER BY shift_start NULLS LAST, post.position NULLS LAST, person.id
"""
_IS_ON_SHIFT = f"""
SELECT EXISTS ({_ROSTERED} AND person_id = $3)
    OR coalesce((SELECT kind <> 'out' FROM ({_LAST_PUNCH}) AS last_punch WHERE person_id = $3), false)
"""
LAST_KIND = f"(SELECT kind FROM ({_LAST_PUNCH}) AS last_punch WHERE person_id = $3)"
"""For statements that may do something only for who is present: the kind of the last punch that counts of person $3 in
department $1 at $2; NULL for who has none."""
_IS_PRESENT = f"SELECT {LAST_KIND} <> 'out'"
_IS_WORKING = f"SELECT {LAST_KIND} IN ('in', 'break_in')"
_STATE_AFTER = {"in": "in", "break_in": "in", "break_out": "break", "out": "out"}


def _on_shift(rows: Iterable[Any], at: datetime) -> OnShift:
    people = [(row["rostered"], _on_duty(row)) for row in rows]
    return OnShift(
        at,
        tuple(each for rostered, each in people if rostered),
        tuple(each for _, each in people if each.present),
    )


ON_SHIFT = Read("on_shift", WHO_IS_ON_SHIFT, _on_shift, ("since", "shift_start", "shift_end"))
"""The same answer, read together with others."""


def _on_duty(row: Any) -> OnDuty:
    state = _state(row)
    return OnDuty(
        person_id=row["person_id"],
        name=row["name"],
        post=row["post"] or {},
        shift_id=row["shift_id"],
        shift_start=row["shift_start"],
        shift_end=row["shift_end"],
        template_code=row["code"],
        template_names=row["names"] or {},
        state=state,
        since=None if state == "expected" else row["since"],
    )


def _state(row: Any) -> str:
    """Having gone home from the shift before is no word about this one."""
    if row["kind"] is None:
        return "expected"
    if (
        row["kind"] == "out"
        and row["punch_shift_id"] != row["shift_id"]
        and row["since"] < row["shift_start"]
    ):
        return "expected"
    return _STATE_AFTER[row["kind"]]
