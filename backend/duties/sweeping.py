"""R-DUTY-2 by the clock: logs are made before shifts end, kept up to date, and closed when nobody confirms them.

Guarantees:
- each end of a shift has one log, however many workers look at once and however often one is killed (the database
  refuses a second; what was missed is found by the next look);
- nobody waits for anybody for ever: a log that both sides have not confirmed in time is closed as that, and told.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from backend.audit.actions import note
from backend.company.queries import rules_of
from backend.duties import live  # noqa: F401  # registers what follows
from backend.duties.changeovers import changeover_at
from backend.duties.gathering import gather, what_is_open
from backend.infra import db, outbox
from backend.notifications.actions import tell, withdraw
from backend.rules.handover import Changeover, closes_at, is_due, opens_at

LONGEST_AHEAD = timedelta(minutes=240)
FARTHEST_BACK = timedelta(hours=12)
"""After a longer pause nobody hands over any more what happened before it."""


async def sweep_handovers(at: datetime, department_id: int | None = None) -> int:
    """Makes the logs that are due at `at`, and looks after the open ones; returns how many were made or closed.

    Of one department where it is given; else of all.
    """
    done, failed = 0, []
    ending = await db.fetch(_ENDING, at - FARTHEST_BACK, at + LONGEST_AHEAD, department_id)
    for look, rows in ((_open, ending), (_look_after, await db.fetch(_OPEN, department_id))):
        for row in rows:
            try:
                done += await look(row, at)
            except Exception as error:  # one department's trouble is not the next one's
                failed.append(error)
    if failed:
        raise ExceptionGroup("handovers", failed)
    return done


def matter(handover_id: int) -> str:
    """What a message about a log is about."""
    return f"handover:{handover_id}"


async def _open(row: Any, at: datetime) -> int:
    department_id, ends_at = row["department_id"], row["ends_at"]
    rules = (await rules_of(department_id)).handover
    if not rules.enabled or at < opens_at(ends_at, rules):
        return 0
    change = await changeover_at(department_id, ends_at)
    if not is_due(change, at, rules):
        return 0
    found = await what_is_open(department_id, at)
    async with db.transaction():
        handover_id = await db.fetchval(
            _MAKE, department_id, ends_at, *_people(change), closes_at(change, rules), at
        )
        if handover_id is None:
            return 0
        await gather(department_id, handover_id, found, at)
        await _noted("handover.opened", department_id, handover_id, ends_at=ends_at.isoformat())
        await tell(
            "handover.due", department_id, matter(handover_id), at, person_ids=change.leaving,
            url=f"/handovers/{handover_id}", until=closes_at(change, rules), end=ends_at.isoformat(),
        )  # fmt: skip
        await outbox.record("handover.changed", department_id, handover_id=handover_id)
    return 1


async def _look_after(row: Any, at: datetime) -> int:
    """One open log: it follows the rota, takes in what is new, tells those who come, and ends when its time is over."""
    department_id, handover_id = row["department_id"], row["id"]
    rules = (await rules_of(department_id)).handover
    change = await changeover_at(department_id, row["ends_at"])
    found = await what_is_open(department_id, at) if row["handed_over_at"] is None else {}
    async with db.transaction():
        log = await db.fetchrow(_LOCK, department_id, handover_id)
        if log is None:  # another worker has it, or it was confirmed this moment
            return 0
        if (
            log["handed_over_by"] is None
            and log["taken_over_by"] is None
            and at < log["ends_at"]
            and not change.wanted
        ):
            await close(department_id, handover_id, "dropped", at)
            return 1
        changed = log["handed_over_by"] is None and await gather(department_id, handover_id, found, at)
        closing = await _follow_rota(log, change, closes_at(change, rules))
        await _tell_coming(log, change, closing, at)
        if at >= closing:
            await _give_up(log, at)
            return 1
        if changed:
            await outbox.record("handover.changed", department_id, handover_id=handover_id)
    return 0


async def close(department_id: int, handover_id: int, state: str, at: datetime) -> None:
    """Ends a log for good, inside the caller's transaction: from here on the database refuses every change."""
    await db.execute(_CLOSE, department_id, handover_id, state, at)
    for kind in ("handover.due", "handover.waiting"):
        await withdraw(kind, department_id, matter(handover_id), at)
    verb = {"dropped": "handover.dropped", "unconfirmed": "handover.not_confirmed"}.get(state)
    if verb:
        await _noted(verb, department_id, handover_id)
    await outbox.record("handover.changed", department_id, handover_id=handover_id)


async def _follow_rota(log: Any, change: Changeover, closing: datetime) -> datetime:
    """What the rota says now, unless the shift has been taken off it after the log was begun: then as it was."""
    if not change.leaving:
        return log["closes_at"]
    given = (*_people(change), closing)
    if given != (log["leaving"], log["coming"], log["comes_at"], log["closes_at"]):
        await db.execute(_FOLLOW, log["department_id"], log["id"], *given)
        await outbox.record("handover.changed", log["department_id"], handover_id=log["id"])
    return closing


async def _tell_coming(log: Any, change: Changeover, closing: datetime, at: datetime) -> None:
    """Once those who leave have handed over, or are gone, and those who come are there."""
    ready = log["handed_over_at"] is not None or at >= log["ends_at"]
    if (
        log["told_coming_at"] is not None
        or log["taken_over_by"] is not None
        or not ready
        or not change.coming
    ):
        return
    if change.comes_at is None or at < change.comes_at:
        return
    await db.execute(_TOLD, log["department_id"], log["id"], at)
    await outbox.record("handover.changed", log["department_id"], handover_id=log["id"])
    people = [person_id for person_id in change.coming if person_id != log["handed_over_by"]]
    await tell(
        "handover.waiting", log["department_id"], matter(log["id"]), at, person_ids=people,
        url=f"/handovers/{log['id']}", until=closing, end=log["ends_at"].isoformat(),
    )  # fmt: skip


async def _give_up(log: Any, at: datetime) -> None:
    await close(log["department_id"], log["id"], "unconfirmed", at)
    await tell(
        "handover.unconfirmed", log["department_id"], matter(log["id"]), at,
        url=f"/handovers/{log['id']}", end=log["ends_at"].isoformat(),
    )  # fmt: skip


def _people(change: Changeover) -> tuple[list[int], list[int], datetime | None]:
    return list(change.leaving), list(change.coming), change.comes_at


async def _noted(verb: str, department_id: int, handover_id: int, **details: Any) -> None:
    await note(verb, matter(handover_id), department_id=department_id, actor_id=None, **details)


_ENDING = """
SELECT DISTINCT shift.department_id, upper(shift.segments) AS ends_at
FROM shift JOIN department ON department.id = shift.department_id AND department.archived_at IS NULL
WHERE shift.in_force AND ($3::bigint IS NULL OR shift.department_id = $3)
  AND shift.day BETWEEN ($1::timestamptz AT TIME ZONE 'UTC')::date - 2
    AND ($2::timestamptz AT TIME ZONE 'UTC')::date + 1
  AND upper(shift.segments) > $1 AND upper(shift.segments) <= $2
  AND NOT EXISTS (SELECT FROM handover WHERE handover.department_id = shift.department_id
      AND handover.ends_at = upper(shift.segments))
ORDER BY ends_at, shift.department_id
"""
_OPEN = """
SELECT id, department_id, ends_at, handed_over_at FROM handover
WHERE state = 'open' AND ($1::bigint IS NULL OR department_id = $1) ORDER BY id
"""
_MAKE = """
INSERT INTO handover (department_id, ends_at, leaving, coming, comes_at, closes_at, opened_at)
VALUES ($1, $2, $3::jsonb, $4::jsonb, $5, $6, $7) ON CONFLICT (department_id, ends_at) DO NOTHING RETURNING id
"""
_LOCK = (
    "SELECT * FROM handover WHERE department_id = $1 AND id = $2 AND state = 'open' FOR UPDATE SKIP LOCKED"
)
_FOLLOW = """
UPDATE handover SET leaving = $3::jsonb, coming = $4::jsonb, comes_at = $5, closes_at = $6
WHERE department_id = $1 AND id = $2
"""
_TOLD = "UPDATE handover SET told_coming_at = $3 WHERE department_id = $1 AND id = $2"
_CLOSE = "UPDATE handover SET state = $3, closed_at = $4 WHERE department_id = $1 AND id = $2"
