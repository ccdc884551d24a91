"""A lead's look at a punch that waits or could not be verified: one answer, for good."""

from __future__ import annotations

from datetime import datetime

from backend.attendance import live  # noqa: F401  # registers what follows
from backend.audit.actions import note
from backend.infra import db, outbox
from backend.infra.refusal import Refusal, not_found
from backend.people.viewer import Actor


async def decide_punch(by: Actor, punch_id: int, accepted: bool, at: datetime, *, said: str = "") -> None:
    """Accepts or refuses a punch. Refuses one's own (R-APPR-2), what needs no answer, and what has one already."""
    async with db.transaction():
        punch = await db.fetchrow(_PUNCH, punch_id, by.department_id)
        if punch is None:
            raise not_found()
        if punch["person_id"] == by.person_id:
            raise Refusal("attendance-own-decision", 409)
        if not punch["to_look_at"]:
            raise Refusal("attendance-nothing-to-decide", 409)
        decided = await db.fetchval(
            _DECIDE, by.department_id, punch_id, accepted, said.strip()[:500], by.person_id, at
        )
        if decided is None:
            raise Refusal("attendance-already-decided", 409)
        verb = "punch.accepted" if accepted else "punch.refused"
        await note(
            verb,
            f"punch:{punch_id}",
            department_id=by.department_id,
            actor_id=by.person_id,
            person_id=punch["person_id"],
            note=said.strip()[:500],
        )
        await outbox.record(
            "punch.decided",
            by.department_id,
            punch_id=punch_id,
            person_id=punch["person_id"],
            day=punch["day"].isoformat(),
            accepted=accepted,
        )


_PUNCH = """
SELECT person_id, day, standing = 'waiting' OR reasons <> '[]' AS to_look_at
FROM punch WHERE id = $1 AND department_id = $2
"""
_DECIDE = """
INSERT INTO punch_decision (department_id, punch_id, accepted, note, decided_by, decided_at)
VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (punch_id) DO NOTHING RETURNING id
"""
