"""Follow-up calls for the confirmed orders of a day, shared out among people in one go (R-CS-2).

Guarantee: an order is asked about once. A second plan for the same day adds those orders alone that have none yet.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from backend.audit.actions import note
from backend.company.queries import department_zone, rules_of
from backend.infra import db, outbox
from backend.infra.refusal import Refusal
from backend.notifications.actions import tell
from backend.orders.cases.registering import checked_deadline, owner_named
from backend.orders.cases.writing import need, words
from backend.orders.events_together import add_events
from backend.people.viewer import Actor
from backend.rules.clock import day_interval
from backend.rules.orders.cases import LEADS, shared_out

MOST = 500
"""So many at once at most; the next plan takes the next ones."""


@dataclass(frozen=True, slots=True)
class Planned:
    """Ids of the new cases, and how many each person was given."""

    case_ids: tuple[int, ...]
    by_owner: dict[int, int]


async def plan_follow_ups(
    by: Actor,
    day: date,
    owner_ids: Sequence[int],
    at: datetime,
    *,
    what: str,
    due_at: datetime | None = None,
    most: int = MOST,
) -> Planned:
    """One call for each order that was confirmed on `day` and has none yet, the earliest confirmed first, `most` at
    most; each to whoever of `owner_ids` has the fewest. `what` is to be asked. 403 without `orders.manage`."""
    person_id = need(by, LEADS)
    if not owner_ids:
        raise Refusal("cases-owners-none", field="owner_id")
    if not what.strip():
        raise Refusal("cases-what-none", field="what")
    if not 1 <= most <= MOST:
        raise Refusal("cases-most-wrong", field="most", most=str(MOST))
    for owner_id in owner_ids:
        await owner_named(by, owner_id)
    due_at = checked_deadline(due_at, at) if due_at else at + await _usual(by)
    async with db.transaction():
        rows = await _insert(by, day, owner_ids, at, due_at, words(what), most)
        if rows:
            await _write_down(by, rows, day, at)
            await _tell_each(by, rows, person_id, at, due_at)
    return _planned(rows)


async def without_follow_up(department_id: int, day: date) -> int:
    """How many orders that were confirmed on `day` nobody is to be asked about yet."""
    span = day_interval(day, await department_zone(department_id))
    return await db.fetchval(
        f"SELECT count(*) FROM ({_WAITING}) AS waiting", department_id, span.start, span.end
    )


async def _usual(by: Actor) -> timedelta:
    return timedelta(hours=(await rules_of(by.department_id)).orders.follow_up_hours)


async def _insert(
    by: Actor, day: date, owner_ids: Sequence[int], at: datetime, due_at: datetime, what: str, most: int
) -> list[Any]:
    """The department's plans wait for each other, so that both never count the same orders."""
    span = day_interval(day, await department_zone(by.department_id))
    await db.execute(
        "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", f"follow-ups:{by.department_id}"
    )
    waiting = await db.fetch(f"{_WAITING} LIMIT $4", by.department_id, span.start, span.end, most)
    loads = {
        row["owner_id"]: row["open"] for row in await db.fetch(_LOADS, by.department_id, list(owner_ids))
    }
    given = shared_out([row["order_id"] for row in waiting], owner_ids, loads)
    return await db.fetch(
        _INSERT, by.department_id, [order_id for order_id, _ in given], [owner for _, owner in given], what,
        by.person_id, at, due_at,
    )  # fmt: skip


async def _write_down(by: Actor, rows: Sequence[Any], day: date, at: datetime) -> None:
    ids = [row["id"] for row in rows]
    await db.execute(_EVENTS, by.department_id, ids, at, by.person_id)
    await add_events(
        by.department_id, [row["order_id"] for row in rows], "case", at, by.person_id,
        [{"case": row["id"], "of": "follow-up", "step": "registered", "person": row["owner_id"]} for row in rows],
    )  # fmt: skip
    await note(
        "case.planned", f"department:{by.department_id}", department_id=by.department_id, actor_id=by.person_id,
        day=day.isoformat(), count=len(ids),
    )  # fmt: skip
    await outbox.record("case.changed", by.department_id, case_id=ids[0])


async def _tell_each(by: Actor, rows: Sequence[Any], person_id: int, at: datetime, due_at: datetime) -> None:
    """One message for each person, not one for each call."""
    name = await db.fetchval("SELECT name FROM person WHERE id = $1", person_id)
    for owner_id, count in _planned(rows).by_owner.items():
        if owner_id != person_id:
            await tell(
                "order.calls-planned", by.department_id, f"follow-ups:{at.isoformat()}", at, person_ids=(owner_id,),
                url="/orders/cases", count=count, due=due_at.isoformat(), name=name,
            )  # fmt: skip


def _planned(rows: Sequence[Any]) -> Planned:
    by_owner: dict[int, int] = {}
    for row in rows:
        by_owner[row["owner_id"]] = by_owner.get(row["owner_id"], 0) + 1
    return Planned(tuple(row["id"] for row in rows), by_owner)


_WAITING = """
SELECT order_event.order_id FROM order_event
WHERE order_event.department_id = $1 AND order_event.kind = 'confirmed' AND order_event.at >= $2 AND order_event.at < $3
  AND NOT EXISTS (SELECT FROM order_case WHERE order_case.order_id = order_event.order_id
      AND order_case.kind = 'follow-up' AND order_case.state <> 'withdrawn')
GROUP BY order_event.order_id ORDER BY min(order_event.at), order_event.order_id
"""
_LOADS = """
SELECT owner_id, count(*) AS open FROM order_case
WHERE department_id = $1 AND closed_at IS NULL AND owner_id = ANY($2::bigint[]) GROUP BY owner_id
"""
_INSERT = """
INSERT INTO order_case (department_id, kind, order_id, owner_id, what, registered_by, registered_at, due_at)
SELECT $1, 'follow-up', given.order_id, given.owner_id, $4, $5, $6, $7
FROM unnest($2::bigint[], $3::bigint[]) AS given(order_id, owner_id)
ON CONFLICT (order_id) WHERE kind = 'follow-up' AND closed_at IS NULL DO NOTHING
RETURNING id, order_id, owner_id
"""
_EVENTS = """
INSERT INTO order_case_event (department_id, case_id, kind, at, actor_id)
SELECT $1, new.case_id, 'registered', $3, $4 FROM unnest($2::bigint[]) AS new(case_id)
"""
