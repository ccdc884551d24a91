"""A missed punch: asked for by its person, answered once by somebody else (R-ATT-1, R-APPR-2)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from backend.attendance import live  # noqa: F401  # registers what follows
from backend.attendance.punches import around
from backend.attendance.writing import Entry, record_punch
from backend.audit.actions import note
from backend.company.queries import department_zone, rules_of
from backend.infra import db, outbox
from backend.infra.refusal import Refusal, not_found
from backend.people.viewer import Actor
from backend.rules.attendance import PUNCH_KINDS, which_shift
from backend.rules.clock import day_of

OLDEST = timedelta(days=62)
KEYS = UUID("7f0f5a52-3c3c-4e5e-9d5c-6f7264616e67")
"""Namespace of the request keys of punches that came of corrections: one correction, one punch."""


async def ask_correction(
    by: Actor,
    at: datetime,
    *,
    kind: str,
    when: datetime,
    why: str,
    request_key: UUID,
    person_id: int | None = None,
) -> int:
    """A person asks for a punch of their own that was missed at `when`; with `attendance.correct`, for one of
    `person_id`. Returns the correction's id; asked again with the same `request_key`, the same one.

    Refuses the future, what is older than two months, and an empty `why`.
    """
    whose = await _whose(by, person_id)
    if kind not in PUNCH_KINDS:
        raise Refusal("attendance-kind-unknown", 422, field="kind")
    if not why.strip():
        raise Refusal("attendance-correction-why-needed", 422, field="why")
    if when > at:
        raise Refusal("attendance-correction-in-future", 422, field="time")
    if at - when > OLDEST:
        raise Refusal("attendance-correction-too-old", 422, field="day")
    day = await _day(whose, by.department_id, kind, when)
    async with db.transaction():
        known = await db.fetchrow(
            "SELECT id, requested_by FROM correction WHERE request_key = $1", request_key
        )
        if known is not None:
            return known["id"] if known["requested_by"] == by.person_id else _foreign()
        correction_id = await db.fetchval(
            _ASK, by.department_id, whose, kind, when, day, why.strip()[:500], request_key, at, by.person_id
        )
        await _follow(by, "correction.asked", correction_id, whose, day, kind=kind, why=why.strip()[:500])
    return correction_id


async def withdraw_correction(by: Actor, correction_id: int, at: datetime) -> None:
    """The person who asked takes it back, as long as nobody has answered."""
    async with db.transaction():
        asked = await _open(by, correction_id)
        if by.person_id not in (asked["person_id"], asked["requested_by"]):
            raise not_found()
        await db.execute(_DECIDE, by.department_id, correction_id, "withdrawn", "", None, by.person_id, at)
        await _follow(by, "correction.withdrawn", correction_id, asked["person_id"], asked["day"])


async def decide_correction(
    by: Actor, correction_id: int, approved: bool, at: datetime, *, said: str = ""
) -> int | None:
    """A lead's answer, once. Approved, it becomes a punch beside the others; returns that punch's id.

    Refuses one's own (R-APPR-2) and what has been answered already.
    """
    async with db.transaction():
        asked = await _open(by, correction_id)
        if by.person_id in (asked["person_id"], asked["requested_by"]):
            raise Refusal("attendance-own-decision", 409)
        punch_id = await _add_punch(asked, by, at) if approved else None
        outcome = "approved" if approved else "rejected"
        await db.execute(
            _DECIDE, by.department_id, correction_id, outcome, said.strip()[:500], punch_id, by.person_id, at
        )
        await _follow(
            by, f"correction.{outcome}", correction_id, asked["person_id"], asked["day"], punch_id=punch_id
        )
    return punch_id


_ASK = """
INSERT INTO correction (department_id, person_id, kind, at, day, why, request_key, requested_by, requested_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $9, $8) RETURNING id
"""
_OPEN = """
SELECT correction.*, correction_decision.id AS decision_id
FROM correction LEFT JOIN correction_decision ON correction_decision.correction_id = correction.id
WHERE correction.id = $1 AND correction.department_id = $2
"""
_DECIDE = """
INSERT INTO correction_decision (department_id, correction_id, outcome, note, punch_id, decided_by, decided_at)
VALUES ($1, $2, $3, $4, $5, $6, $7)
"""


async def _whose(by: Actor, person_id: int | None) -> int:
    """Somebody else's missed punch needs the permission, and their being of the department."""
    if by.person_id is None:
        raise Refusal("shell-error-forbidden", 403)
    if person_id in (None, by.person_id):
        return by.person_id
    if not by.may("attendance.correct"):
        raise Refusal("shell-error-forbidden", 403)
    found = await db.fetchval(
        "SELECT id FROM person WHERE id = $1 AND department_id = $2", person_id, by.department_id
    )
    return found or _foreign()


async def _open(by: Actor, correction_id: int) -> Any:
    """The correction, locked until the end of the transaction: of two leads at the same moment one is the first."""
    await db.execute(
        "SELECT FROM correction WHERE id = $1 AND department_id = $2 FOR UPDATE",
        correction_id,
        by.department_id,
    )
    asked = await db.fetchrow(_OPEN, correction_id, by.department_id)
    if asked is None:
        raise not_found()
    if asked["decision_id"] is not None:
        raise Refusal("attendance-already-decided", 409)
    return asked


async def _add_punch(asked: Any, by: Actor, at: datetime) -> int:
    known = await around(asked["person_id"], asked["department_id"], asked["day"])
    rules = (await rules_of(asked["department_id"])).attendance
    shift = which_shift(asked["at"], known.shifts, rules, asked["kind"]).shift
    for behind in range(1, 50):
        punch_id = await record_punch(
            Entry(
                department_id=asked["department_id"],
                person_id=asked["person_id"],
                sequence=known.last_sequence + behind,
                kind=asked["kind"],
                at=asked["at"],
                day=asked["day"],
                shift_id=shift.id if shift else None,
                recorded_at=at,
                made_at=None,
                sent_at=None,
                request_key=uuid5(KEYS, str(asked["id"])),
                source="correction",
                standing="counted",
                reasons=[],
                why=asked["why"],
                place="none",
                site_id=None,
                door_id=None,
                latitude=None,
                longitude=None,
                accuracy_m=None,
                distance_m=None,
                device_id=None,
            ),
            actor_id=by.person_id,
            rejudge=True,
        )
        if punch_id is not None:
            return punch_id
    raise Refusal("attendance-busy", 503)


async def _day(person_id: int, department_id: int, kind: str, when: datetime) -> date:
    """R-ATT-9"""
    today = day_of(when, await department_zone(department_id))
    known = await around(person_id, department_id, today)
    rules = (await rules_of(department_id)).attendance
    shift = which_shift(when, known.shifts, rules, kind).shift
    return shift.day if shift else today


async def _follow(
    by: Actor, event: str, correction_id: int, person_id: int, day: date, **details: Any
) -> None:
    await note(
        event,
        f"correction:{correction_id}",
        department_id=by.department_id,
        actor_id=by.person_id,
        person_id=person_id,
        day=day.isoformat(),
        **details,
    )
    await outbox.record(
        event, by.department_id, correction_id=correction_id, person_id=person_id, day=day.isoformat()
    )


def _foreign() -> int:
    raise not_found()
