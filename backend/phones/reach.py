"""Whose phone can be reached: of the people of a shift, for the leads and for the sweep that warns them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from backend.infra import db
from backend.infra.push import vapid
from backend.people.numbers import verified_numbers
from backend.phones.queries import OPEN as OPEN_SUBSCRIPTION
from backend.rota.duty import who_is_on_shift
from backend.rules.phones import REACHABLE, STATES, Signs, how_reachable

AHEAD = timedelta(hours=12)
"""How far the leads' list looks: the shifts of the coming half day."""


@dataclass(frozen=True, slots=True)
class Reach:
    """One person of a shift that is on or comes. `state` as `rules.phones` has it; `by_number`: a text or a call would
    reach them. `since` is when the last push arrived; `start` is that of the shift, `here` whether they have come."""

    person_id: int
    name: str
    post: dict[str, str]
    state: str
    since: datetime | None
    by_number: bool
    start: datetime | None
    here: bool

    @property
    def reachable(self) -> bool:
        return self.state in REACHABLE


async def signs_of(department_id: int, person_ids: Iterable[int], at: datetime) -> dict[int, Signs]:
    """What is known of these people's phones; everybody who was asked for is in it."""
    people = list(person_ids)
    rows = await db.fetch(_SIGNS, at, vapid.public_key(), department_id, people) if people else []
    known = {row["person_id"]: _signs(row) for row in rows}
    return {person_id: known.get(person_id, Signs()) for person_id in people}


async def reach_of_shifts(department_id: int, at: datetime, ahead: timedelta = AHEAD) -> tuple[Reach, ...]:
    """Everybody who is on shift or whose shift begins within `ahead`: who cannot be reached comes first."""
    people = await _people(department_id, at, ahead)
    signs = await signs_of(department_id, people, at)
    numbers = await verified_numbers(department_id)
    found = [
        Reach(
            row["person_id"], row["name"], row["post"], how_reachable(signs[row["person_id"]], at),
            signs[row["person_id"]].arrived_at, row["person_id"] in numbers, row["start"], row["here"],
        )
        for row in people.values()
    ]  # fmt: skip
    return tuple(sorted(found, key=_place))


async def silent_here(department_id: int, at: datetime) -> tuple[Reach, ...]:
    """Those on the floor now who could not be reached: what the board says in one line."""
    return tuple(
        each for each in await reach_of_shifts(department_id, at, timedelta(0)) if not each.reachable
    )


def _place(each: Reach) -> tuple[int, bool, str]:
    return -STATES.index(each.state), not each.here, each.name


async def _people(department_id: int, at: datetime, ahead: timedelta) -> dict[int, dict[str, Any]]:
    """Who is on shift by the one duty truth, and who comes next."""
    on_shift = await who_is_on_shift(department_id, at)
    people: dict[int, dict[str, Any]] = {
        each.person_id: {
            "person_id": each.person_id, "name": each.name, "post": each.post, "start": each.shift_start,
            "here": each.present,
        }
        for each in (*on_shift.rostered, *on_shift.present)
    }  # fmt: skip
    if ahead:
        for row in await db.fetch(COMING, department_id, at, at + ahead):
            people.setdefault(row["person_id"], {**row, "post": row["post"] or {}, "here": False})
    return people


# Days bound what instants alone could not find by an index: see rota.duty.
COMING = """
SELECT DISTINCT ON (shift.person_id) shift.person_id, person.name, post.names AS post, lower(span) AS start
FROM shift CROSS JOIN LATERAL unnest(shift.segments) AS span
JOIN person ON person.id = shift.person_id AND person.left_at IS NULL LEFT JOIN post ON post.id = person.post_id
WHERE shift.department_id = $1 AND shift.in_force AND lower(span) > $2 AND lower(span) <= $3
  AND shift.day BETWEEN ($2::timestamptz AT TIME ZONE 'UTC')::date - 2
    AND ($3::timestamptz AT TIME ZONE 'UTC')::date + 1
ORDER BY shift.person_id, lower(span)
"""
"""Who comes between $2 and $3, with the moment of it."""

_SIGNS = f"""
SELECT person.id AS person_id, phone.on, phone.arrived_at, (
    SELECT min(delivery.sent_at) FROM push_subscription AS mine JOIN delivery ON delivery.target_id = mine.id
    WHERE mine.person_id = person.id AND {OPEN_SUBSCRIPTION} AND delivery.channel = 'push' AND delivery.state = 'sent'
      AND delivery.delivered_at IS NULL AND delivery.sent_at > coalesce(phone.arrived_at, '-infinity')
      AND delivery.sent_at > $1::timestamptz - interval '1 day' AND delivery.sent_at <= $1
) AS waits_since, greatest(
    (SELECT max(session.last_seen_at) FROM session
     WHERE session.person_id = person.id AND session.ended_at IS NULL AND session.last_seen_at <= $1),
    (SELECT max(delivery.delivered_at) FROM message JOIN delivery ON delivery.message_id = message.id
     WHERE message.person_id = person.id AND message.told_at > $1::timestamptz - interval '1 hour'
       AND delivery.channel = 'live')
) AS page_at
FROM person CROSS JOIN LATERAL (
    SELECT count(mine.id) > 0 AS on, max((
        SELECT max(delivered_at) FROM delivery WHERE channel = 'push' AND target_id = mine.id AND delivered_at <= $1
    )) AS arrived_at
    FROM push_subscription AS mine WHERE mine.person_id = person.id AND {OPEN_SUBSCRIPTION}
) AS phone
WHERE person.department_id = $3 AND person.id = ANY($4::bigint[])
"""


def _signs(row: Any) -> Signs:
    return Signs(row["on"], row["arrived_at"], row["waits_since"], row["page_at"])
