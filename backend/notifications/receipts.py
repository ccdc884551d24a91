"""What a phone reports by itself, without a session, with the one-time key of a delivery: shown, opened, understood.

Guarantees: each is recorded once however often it is reported; a key opens nothing but its own delivery, and nothing
after the message is over.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from backend.infra import db, outbox
from backend.infra.refusal import Refusal, not_found
from backend.notifications.actions import locked, understood
from backend.notifications.keys import delivery_of
from backend.rules.messages import kind_of


async def delivered(key: str, at: datetime, shown_at: datetime | None = None) -> None:
    """The phone has shown it, at `shown_at` if it could not say so at once. What needs no answer has been told."""
    async with db.transaction():
        rows = await _of_key(key, at, hold=True)
        await db.execute(_DELIVERED, [row["delivery_id"] for row in rows], shown_at or at)
        told = [row["id"] for row in rows if not kind_of(row["kind"]).acknowledge]
        await db.execute(_TOLD, told, at)


async def opened(key: str, at: datetime, tapped_at: datetime | None = None) -> None:
    """Somebody has tapped on it, at `tapped_at` if the phone could not say so at once."""
    async with db.transaction():
        rows = await _of_key(key, at, hold=True)
        await db.execute(_SEEN_THERE, [row["delivery_id"] for row in rows], tapped_at or at)
        await saw(rows, at)


async def understood_there(key: str, at: datetime) -> None:
    """One tap in the notification: acknowledged without opening the app. 409 for what is over."""
    async with db.transaction():
        for row in await _of_key(key, at):
            await understood(await locked(row["id"]), at, row["delivery_id"])
            await db.execute(_SEEN_THERE, [row["delivery_id"]], at)


async def saw(rows: list[Any], at: datetime) -> None:
    """Locked messages were seen; what needs no answer ends with that."""
    fresh = [row for row in rows if row["seen_at"] is None]
    if not fresh:
        return
    of_itself = [row["id"] for row in fresh if not kind_of(row["kind"]).acknowledge]
    await db.execute(_SEEN, [row["id"] for row in fresh], at)
    await db.execute(_TOLD, of_itself, at)
    for department_id in {row["department_id"] for row in fresh}:
        people = [row["person_id"] for row in fresh if row["department_id"] == department_id]
        await outbox.record("message.changed", department_id, person_ids=sorted(set(people)))


async def _of_key(key: str, at: datetime, *, hold: bool = False) -> list[Any]:
    """The message of the delivery, and those that it carried; `hold` until the end of the transaction. 404 for no key
    of ours, 409 after the end."""
    delivery_id = delivery_of(key)
    asked = _OF_DELIVERY + ("FOR NO KEY UPDATE OF message" if hold else "")
    rows = await db.fetch(asked, delivery_id) if delivery_id is not None else []
    if not rows:
        raise not_found()
    alive = [row for row in rows if row["until"] > at]
    if not alive:
        raise Refusal("messages-over", 409)
    return alive


_OF_DELIVERY = """
SELECT message.id, message.department_id, message.person_id, message.kind, message.subject, message.state,
    message.until, message.seen_at, delivery.id AS delivery_id
FROM delivery JOIN message ON message.id = delivery.message_id
WHERE (delivery.id = $1 OR delivery.carried_by = $1) AND message.person_id IS NOT NULL
ORDER BY message.id
"""
_DELIVERED = """
WITH shown AS (
    UPDATE delivery SET delivered_at = greatest($2, planned_at) WHERE id = ANY($1::bigint[]) AND delivered_at IS NULL
    RETURNING id, department_id, message_id, channel
)
INSERT INTO message_event (department_id, message_id, delivery_id, what, at, detail)
SELECT department_id, message_id, id, 'delivered', $2, channel FROM shown
"""
_SEEN_THERE = """
UPDATE delivery SET seen_at = greatest($2, planned_at), delivered_at = coalesce(delivered_at, greatest($2, planned_at))
WHERE id = ANY($1::bigint[]) AND seen_at IS NULL
"""
_SEEN = """
WITH seen AS (
    UPDATE message SET seen_at = $2 WHERE id = ANY($1::bigint[]) AND seen_at IS NULL
    RETURNING id, department_id, person_id
)
INSERT INTO message_event (department_id, message_id, what, at, person_id)
SELECT department_id, id, 'seen', $2, person_id FROM seen
"""
_TOLD = """
WITH told AS (
    UPDATE message SET state = 'told', ended_at = $2, due_at = NULL WHERE id = ANY($1::bigint[]) AND state = 'open'
    RETURNING id, department_id
)
INSERT INTO message_event (department_id, message_id, what, at) SELECT department_id, id, 'reached', $2 FROM told
"""
