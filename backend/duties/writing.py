"""What people add to a log: notes of those who leave, and who takes what, by name."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from backend.audit.actions import note
from backend.duties.changeovers import changeover_at
from backend.duties.confirming import locked
from backend.duties.sweeping import matter
from backend.infra import db, outbox
from backend.infra.refusal import Refusal, not_found
from backend.people.viewer import Viewer
from backend.rules.handover import Changeover

LONGEST = 500


async def write_note(
    by: Viewer, handover_id: int, text: str, at: datetime, *, taken_by: int | None = None, key: str = ""
) -> int:
    """A note of somebody who leaves, with who takes it, if they say so; returns its id.

    `key` is made by the phone: the same note sent twice stands once. Refused once the shift was handed over.
    """
    said = text.strip()[:LONGEST]
    if not said:
        raise Refusal("handover-note-empty", field="note")
    async with db.transaction():
        log = await locked(by, handover_id)
        change = await changeover_at(by.department_id, log["ends_at"])
        _may_write(by, log, change)
        await _colleague(by, taken_by)
        subject = f"note:{by.person_id}:{key[:64] or uuid.uuid4()}"
        item_id = await db.fetchval(
            _NOTE, by.department_id, handover_id, subject, said, by.person_id, taken_by, at
        )
        if item_id is None:
            return await db.fetchval(_SAME_NOTE, by.department_id, handover_id, subject)
        await _followed(by, "handover.noted", handover_id, item=item_id)
    return item_id


async def take_back_note(by: Viewer, handover_id: int, item_id: int, at: datetime) -> None:
    """Takes back a note of one's own, as long as the shift was not handed over; it stays in the log, crossed out."""
    async with db.transaction():
        log = await locked(by, handover_id)
        item = await _item(by, handover_id, item_id)
        if item["noted_by"] != by.person_id:
            raise Refusal("handover-note-of-another", 403)
        if log["handed_over_by"] is not None:
            raise Refusal("handover-handed-over", 409)
        await db.execute(_CROSS_OUT, by.department_id, item_id, at)
        await _followed(by, "handover.note_taken_back", handover_id, item=item_id)


async def give(by: Viewer, handover_id: int, item_id: int, person_id: int | None, at: datetime) -> None:
    """Says who takes one item; None: whoever takes over. By those who leave until they have handed over, and by those
    who come until they have taken over."""
    async with db.transaction():
        log = await locked(by, handover_id)
        change = await changeover_at(by.department_id, log["ends_at"])
        if not may_give(by.person_id, log["handed_over_by"], change.leaving, change.coming):
            raise Refusal("handover-not-yours", 403)
        await _item(by, handover_id, item_id)
        await _colleague(by, person_id)
        await db.execute(_GIVE, by.department_id, item_id, person_id)
        await _followed(by, "handover.item_given", handover_id, item=item_id, person=person_id)


def may_give(person_id: int, handed_over_by: int | None, leaving: Any, coming: Any) -> bool:
    return person_id in coming or (person_id in leaving and handed_over_by is None)


def _may_write(by: Viewer, log: Any, change: Changeover) -> None:
    if by.person_id not in change.leaving:
        raise Refusal("handover-not-leaving", 403)
    if log["handed_over_by"] is not None:
        raise Refusal("handover-handed-over", 409)


async def _item(by: Viewer, handover_id: int, item_id: int) -> Any:
    row = await db.fetchrow(_ITEM, by.department_id, handover_id, item_id)
    if row is None:
        raise not_found()
    return row


async def _colleague(by: Viewer, person_id: int | None) -> None:
    """Somebody who works here; an id of another department names nobody."""
    if person_id is not None and not await db.fetchval(_HERE, by.department_id, person_id):
        raise Refusal("handover-taker-unknown", 422, field="person_id")


async def _followed(by: Viewer, verb: str, handover_id: int, **details: Any) -> None:
    await note(verb, matter(handover_id), department_id=by.department_id, actor_id=by.person_id, **details)
    await outbox.record("handover.changed", by.department_id, handover_id=handover_id)


_NOTE = """
INSERT INTO handover_item (department_id, handover_id, source, subject, note, noted_by, taken_by, created_at)
VALUES ($1, $2, 'note', $3, $4, $5, $6, $7)
ON CONFLICT (department_id, handover_id, source, subject) DO NOTHING RETURNING id
"""
_SAME_NOTE = """
SELECT id FROM handover_item WHERE department_id = $1 AND handover_id = $2 AND source = 'note' AND subject = $3
"""
_ITEM = """
SELECT noted_by FROM handover_item WHERE department_id = $1 AND handover_id = $2 AND id = $3 AND done_at IS NULL
"""
_CROSS_OUT = "UPDATE handover_item SET done_at = $3 WHERE department_id = $1 AND id = $2"
_GIVE = "UPDATE handover_item SET taken_by = $3 WHERE department_id = $1 AND id = $2"
_HERE = "SELECT true FROM person WHERE department_id = $1 AND id = $2 AND left_at IS NULL"
