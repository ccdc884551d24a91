"""A missed call becomes a task with a deadline; a caller who gets through meanwhile ends it.

Guarantees:
- one open task for a caller at a time, however often they call: the database says so;
- a missed call counts once, and one that turns out to have been answered asks nobody any more.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

from backend.audit.actions import note
from backend.company.queries import rules_of
from backend.infra import db, outbox
from backend.notifications.actions import tell, withdraw
from backend.rota.duty import who_is_on_shift

DIALLED = re.compile(r"\+?[0-9]{5,20}")
"""Who withholds their number cannot be called back: the log has the call, and nobody gets a task."""


async def follow_missed(call: Any, at: datetime) -> None:
    """Opens the task, or adds to the one that is open. Inside the caller's transaction; twice is once."""
    if call["callback_id"] is not None or not DIALLED.fullmatch(call["caller"]):
        return
    if await db.fetchval(_THROUGH_SINCE, call["department_id"], call["caller"], call["started_at"]):
        return
    minutes = (await rules_of(call["department_id"])).hotline.callback_minutes
    row = await db.fetchrow(
        _OPEN, call["department_id"], call["line_id"], call["caller"], call["started_at"],
        call["started_at"] + timedelta(minutes=minutes),
    )  # fmt: skip
    assert row is not None
    await db.execute("UPDATE call SET callback_id = $2 WHERE id = $1", call["id"], row["id"])
    if row["times"] == 1:
        await note(
            "callback.opened", f"callback:{row['id']}", department_id=call["department_id"], actor_id=None,
            call=call["id"], until=row["due_at"].isoformat(),
        )  # fmt: skip
    await tell_missed(row, call["person_id"], at)
    await changed(row)


async def follow_answered(call: Any, at: datetime) -> None:
    """Whoever has got through needs no call-back for what was missed before."""
    row = await db.fetchrow(
        _GOT_THROUGH,
        call["department_id"],
        call["line_id"],
        call["caller"],
        call["answered_at"],
        call["id"],
        at,
    )
    if row is None:
        return
    await note(
        "callback.got-through", f"callback:{row['id']}", department_id=row["department_id"], actor_id=None,
        call=call["id"],
    )  # fmt: skip
    await over(row, at)


async def tell_missed(row: Any, duty_person_id: int | None, at: datetime) -> None:
    """The duty person and whoever is on shift, and where that is nobody those who would be told next; once for each
    round."""
    people = set((await who_is_on_shift(row["department_id"], at)).person_ids)
    people |= {duty_person_id} if duty_person_id else set()
    await tell(
        "hotline.missed-call", row["department_id"], told_as(row), at, person_ids=people or None, url="/calls",
        caller=masked(row["caller"]), called=row["last_missed_at"].isoformat(),
    )  # fmt: skip


async def over(row: Any, at: datetime) -> None:
    """Nobody needs to do anything any more: no further steps, whoever was told."""
    await quiet(row, at)
    await withdraw("hotline.callback-overdue", row["department_id"], overdue_as(row), at)
    await changed(row)


async def quiet(row: Any, at: datetime) -> None:
    """Somebody has it: the others are not asked any more."""
    await withdraw("hotline.missed-call", row["department_id"], told_as(row), at)


async def changed(row: Any) -> None:
    await outbox.record("callback.changed", row["department_id"], callback_id=row["id"])


def told_as(row: Any) -> str:
    return f"callback:{row['id']}:{row['round']}"


def overdue_as(row: Any) -> str:
    """Another deadline is another matter."""
    moment = row["overdue_for"] or row["due_at"]
    return f"callback:{row['id']}:{int(moment.timestamp())}"


def masked(number: str) -> str:
    """`138****5678`: enough to know whose it is, not enough to dial."""
    return f"{number[:3]}****{number[-4:]}" if len(number) >= 8 else "****" if number else "–"


CALLBACK = "id, department_id, caller, times, missed_at, last_missed_at, due_at, claimed_by, round, tries, overdue_for"
_OPEN = f"""
INSERT INTO callback (department_id, line_id, caller, missed_at, last_missed_at, due_at)
VALUES ($1, $2, $3, $4, $4, $5)
ON CONFLICT (department_id, line_id, caller) WHERE done_at IS NULL DO UPDATE SET times = callback.times + 1,
    missed_at = least(callback.missed_at, $4), last_missed_at = greatest(callback.last_missed_at, $4)
RETURNING {CALLBACK}
"""
_THROUGH_SINCE = """
SELECT EXISTS (SELECT FROM call WHERE department_id = $1 AND caller = $2 AND outcome = 'answered' AND answered_at >= $3)
"""
_GOT_THROUGH = f"""
UPDATE callback SET outcome = 'got-through', done_at = $6, done_call_id = $5
WHERE department_id = $1 AND line_id = $2 AND caller = $3 AND done_at IS NULL AND last_missed_at <= $4
RETURNING {CALLBACK}
"""
