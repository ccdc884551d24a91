"""The two confirmations of a handover: by somebody who leaves, and by somebody else who comes (R-DUTY-2)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from backend.audit.actions import note
from backend.duties.changeovers import changeover_at
from backend.duties.gathering import gather, what_is_open
from backend.duties.sweeping import close, matter
from backend.infra import db, outbox
from backend.infra.refusal import Refusal, not_found
from backend.notifications.actions import withdraw
from backend.people.viewer import Viewer
from backend.rota.duty import who_is_on_shift


async def hand_over(by: Viewer, handover_id: int, at: datetime) -> None:
    """Somebody who leaves says: this is what is open. From here on no new items come in; they are the next shift's.

    Twice by the same person is harmless. Refuses who does not leave with this shift, who has taken over already (nobody
    is both), a log that another has handed over, and one that is closed.
    """
    change = await changeover_at(by.department_id, (await _read(by, handover_id))["ends_at"])
    found = await what_is_open(by.department_id, at)
    async with db.transaction():
        log = await _locked(by, handover_id)
        if log["handed_over_by"] == by.person_id:
            return
        _must_be_open(log)
        if by.person_id not in change.leaving:
            raise Refusal("handover-not-leaving", 403)
        if log["taken_over_by"] == by.person_id:
            raise Refusal("handover-not-both", 409)
        if log["handed_over_by"] is not None:
            raise Refusal("handover-handed-over", 409)
        await gather(by.department_id, handover_id, found, at)
        await db.execute(_HANDED_OVER, by.department_id, handover_id, by.person_id, at)
        await withdraw("handover.due", by.department_id, matter(handover_id), at)
        await _noted(by, "handover.handed_over", handover_id)
        await _both(log["taken_over_by"], by, handover_id, at)


async def take_over(by: Viewer, handover_id: int, at: datetime) -> None:
    """Somebody who comes has read it and takes it: what has no name yet becomes theirs.

    Whoever is there now and does not leave may step in for those who should have come. Twice is harmless.
    """
    change = await changeover_at(by.department_id, (await _read(by, handover_id))["ends_at"])
    here = {each.person_id for each in (await who_is_on_shift(by.department_id, at)).present}
    async with db.transaction():
        log = await _locked(by, handover_id)
        if log["taken_over_by"] == by.person_id:
            return
        _must_be_open(log)
        if by.person_id not in {*change.coming, *(here - set(change.leaving))}:
            raise Refusal("handover-not-coming", 403)
        if log["handed_over_by"] == by.person_id:
            raise Refusal("handover-not-both", 409)
        if log["taken_over_by"] is not None:
            raise Refusal("handover-taken-over", 409)
        await db.execute(_TAKEN_OVER, by.department_id, handover_id, by.person_id, at)
        await db.execute(_NAMELESS, by.department_id, handover_id, by.person_id)
        await withdraw("handover.waiting", by.department_id, matter(handover_id), at)
        await _noted(by, "handover.taken_over", handover_id)
        await _both(log["handed_over_by"], by, handover_id, at)


async def locked(by: Viewer, handover_id: int) -> Any:
    """An open log of the viewer's department, locked. Of another department: not found; closed: refused."""
    log = await _locked(by, handover_id)
    _must_be_open(log)
    return log


async def _locked(by: Viewer, handover_id: int) -> Any:
    log = await db.fetchrow(_LOCK, by.department_id, handover_id)
    if log is None:
        raise not_found()
    return log


def _must_be_open(log: Any) -> None:
    if log["state"] != "open":
        raise Refusal("handover-closed", 409, way_out=f"/handovers/{log['id']}")


async def _read(by: Viewer, handover_id: int) -> Any:
    row = await db.fetchrow(_READ, by.department_id, handover_id)
    if row is None:
        raise not_found()
    return row


async def _both(other: int | None, by: Viewer, handover_id: int, at: datetime) -> None:
    if other is not None:
        await close(by.department_id, handover_id, "confirmed", at)
    else:
        await outbox.record("handover.changed", by.department_id, handover_id=handover_id)


async def _noted(by: Viewer, verb: str, handover_id: int) -> None:
    await note(verb, matter(handover_id), department_id=by.department_id, actor_id=by.person_id)


_READ = "SELECT ends_at FROM handover WHERE department_id = $1 AND id = $2"
_LOCK = "SELECT * FROM handover WHERE department_id = $1 AND id = $2 FOR UPDATE"
_HANDED_OVER = (
    "UPDATE handover SET handed_over_by = $3, handed_over_at = $4 WHERE department_id = $1 AND id = $2"
)
_TAKEN_OVER = (
    "UPDATE handover SET taken_over_by = $3, taken_over_at = $4 WHERE department_id = $1 AND id = $2"
)
_NAMELESS = """
UPDATE handover_item SET taken_by = $3
WHERE department_id = $1 AND handover_id = $2 AND taken_by IS NULL AND done_at IS NULL AND to_do
"""
