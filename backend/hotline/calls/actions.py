"""What people do with call-backs: take one, give it back, say what came of it; and look at a caller's number."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from backend.audit.actions import note
from backend.company.queries import rules_of
from backend.hotline.calls import live  # noqa: F401  # registers what follows
from backend.hotline.calls.callbacks import CALLBACK, changed, masked, over, overdue_as, quiet, tell_missed
from backend.infra import db
from backend.infra.apart import apart
from backend.infra.refusal import Refusal, not_found
from backend.notifications.actions import tell, withdraw
from backend.people.viewer import Actor

OUTCOMES = ("reached", "no-answer", "wrong-number", "later")
MOST_TRIES = 3
"""So often nobody answers before a task is closed; it has been tried."""
FARTHEST = timedelta(days=7)


async def claim_callback(by: Actor, callback_id: int, at: datetime) -> str:
    """Takes a call-back and returns the number to call. Of two people at the same moment one has it; the other is told
    who. Taken again by who has it, nothing changes."""
    _need(by, "calls.handle")
    async with db.transaction():
        row = await _open_one(by, callback_id)
        if row["claimed_by"] is not None and row["claimed_by"] != by.person_id:
            raise Refusal("calls-taken-already", 409, name=row["holder"])
        if row["claimed_by"] is None:
            await db.execute(_CLAIM, callback_id, by.department_id, by.person_id, at)
            await _note("callback.claimed", by, callback_id)
            await quiet(row, at)
            await changed(row)
        await _note("caller.looked-at", by, callback_id)
    return row["caller"]


async def give_back(by: Actor, callback_id: int, at: datetime) -> None:
    """Somebody else may take it: those on shift are told anew. One's own; a lead may do it for who is away."""
    _need(by, "calls.handle")
    async with db.transaction():
        row = await _held(by, callback_id, others=by.may("calls.view"))
        fresh = await db.fetchrow(_GIVE_BACK, callback_id, by.department_id)
        await _note("callback.given-back", by, callback_id, person=row["claimed_by"])
        await tell_missed(fresh, None, at)
        await changed(row)


async def record_outcome(
    by: Actor,
    callback_id: int,
    outcome: str,
    at: datetime,
    *,
    said: str = "",
    again_at: datetime | None = None,
) -> None:
    """What came of a call: reached, no-answer (again after the usual time, three times at most), wrong-number, or later
    (the caller wants to be called `again_at`, within a week). By who holds it."""
    _need(by, "calls.handle")
    if outcome not in OUTCOMES:
        raise Refusal("calls-outcome-unknown-kind", field="outcome")
    if outcome == "later" and (again_at is None or not at < again_at <= at + FARTHEST):
        raise Refusal("calls-again-when", field="again_at")
    async with db.transaction():
        row = await _held(by, callback_id)
        said = said.strip()[:500]
        again_at = await _again(row, outcome, at, again_at)
        await db.execute(_ATTEMPT, by.department_id, callback_id, by.person_id, at, outcome, said, again_at)
        verb = f"callback.{outcome}"
        await _note(verb, by, callback_id, note=said, until=again_at.isoformat() if again_at else "")
        await _carry_on(by, row, outcome, said, at, again_at)


async def look_at_caller(by: Actor, call_id: int, at: datetime) -> str:
    """The whole number of a call; each look is in the trail."""
    _need(by, "calls.handle")
    async with db.transaction():
        caller = await db.fetchval(
            "SELECT caller FROM call WHERE id = $1 AND department_id = $2", call_id, by.department_id
        )
        if caller is None:
            raise not_found()
        await note(
            "caller.looked-at", f"call:{call_id}", department_id=by.department_id, actor_id=by.person_id
        )
    return caller


async def announce_overdue(at: datetime) -> int:
    """Tells the leads about every call-back whose time is over; once for each deadline. For the worker's sweep."""

    async def announce(found: Any) -> int:
        async with db.transaction():
            row = await db.fetchrow(_TELL_OVERDUE, found["id"], at)
            if row is not None:
                await _announce(row, at)
        return 1

    return await apart("overdue", announce, await db.fetch(_OVERDUE, at))


async def _announce(row: Any, at: datetime) -> None:
    await note(
        "callback.overdue", f"callback:{row['id']}", department_id=row["department_id"], actor_id=None,
        person=row["claimed_by"], until=row["due_at"].isoformat(),
    )  # fmt: skip
    await tell(
        "hotline.callback-overdue", row["department_id"], overdue_as(row), at, url="/calls",
        caller=masked(row["caller"]), called=row["last_missed_at"].isoformat(),
    )  # fmt: skip
    await changed(row)


async def _again(row: Any, outcome: str, at: datetime, again_at: datetime | None) -> datetime | None:
    """When it is due next; None when it is done with."""
    if outcome == "later":
        return again_at
    if outcome == "no-answer" and row["tries"] + 1 < MOST_TRIES:
        return at + timedelta(minutes=(await rules_of(row["department_id"])).hotline.callback_minutes)
    return None


async def _carry_on(
    by: Actor, row: Any, outcome: str, said: str, at: datetime, again_at: datetime | None
) -> None:
    if again_at is None:
        done = (row["id"], by.department_id, outcome, said, by.person_id, at)
        await db.execute(_DONE, *done)
        await over(row, at)
        return
    if row["overdue_for"] is not None:
        await withdraw("hotline.callback-overdue", by.department_id, overdue_as(row), at)
    await db.execute(_POSTPONE, row["id"], by.department_id, again_at, outcome == "no-answer")
    await changed(row)


async def _held(by: Actor, callback_id: int, others: bool = False) -> Any:
    """Locked, open and held: by `by`, or with `others` by anybody."""
    row = await _open_one(by, callback_id)
    if row["claimed_by"] is None:
        raise Refusal("calls-not-taken", 409)
    if row["claimed_by"] != by.person_id and not others:
        raise Refusal("calls-taken-already", 409, name=row["holder"])
    return row


async def _open_one(by: Actor, callback_id: int) -> Any:
    row = await db.fetchrow(_LOCKED, callback_id, by.department_id)
    if row is None:
        raise not_found()
    if row["done_at"] is not None:
        raise Refusal("calls-done-already", 409)
    return row


async def _note(verb: str, by: Actor, callback_id: int, **details: Any) -> None:
    await note(
        verb, f"callback:{callback_id}", department_id=by.department_id, actor_id=by.person_id, **details
    )


def _need(by: Actor, permission: str) -> None:
    if not by.may(permission) or by.person_id is None:
        raise Refusal("shell-error-forbidden", 403)


_LOCKED = f"""
SELECT {CALLBACK}, done_at, (SELECT name FROM person WHERE person.id = claimed_by) AS holder
FROM callback WHERE id = $1 AND department_id = $2 FOR UPDATE
"""
_CLAIM = """
UPDATE callback SET claimed_by = $3, claimed_at = $4
WHERE id = $1 AND department_id = $2 AND claimed_by IS NULL AND done_at IS NULL
"""
_GIVE_BACK = f"""
UPDATE callback SET claimed_by = NULL, claimed_at = NULL, round = round + 1 WHERE id = $1 AND department_id = $2
RETURNING {CALLBACK}
"""
_ATTEMPT = """
INSERT INTO callback_attempt (department_id, callback_id, person_id, at, outcome, note, again_at)
VALUES ($1, $2, $3, $4, $5, $6, $7)
"""
_DONE = """
UPDATE callback SET outcome = $3, note = $4, done_by = $5, done_at = $6, tries = tries + 1
WHERE id = $1 AND department_id = $2
"""
_POSTPONE = """
UPDATE callback SET due_at = $3, overdue_for = NULL, tries = tries + $4::boolean::int
WHERE id = $1 AND department_id = $2
"""
_OVERDUE = """
SELECT id FROM callback WHERE done_at IS NULL AND due_at <= $1 AND overdue_for IS DISTINCT FROM due_at
ORDER BY due_at LIMIT 200
"""
_TELL_OVERDUE = f"""
UPDATE callback SET overdue_for = due_at WHERE id = (
    SELECT id FROM callback WHERE id = $1 AND done_at IS NULL AND due_at <= $2 AND overdue_for IS DISTINCT FROM due_at
    FOR UPDATE SKIP LOCKED
) RETURNING {CALLBACK}
"""
