"""R-PPL-1: three levels of permission, and the two sides that must agree before somebody's level changes.

Which level which permission needs stands in `backend.rules.permissions`. Whoever is hired begins at the level that the
role needs, 2 at most; nothing but a decision here changes it later, neither another post nor another permission map.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import asyncpg

from backend.audit.actions import note
from backend.infra import db, outbox
from backend.infra.refusal import Refusal, not_found
from backend.people import live_rights  # noqa: F401  # registers what follows
from backend.people.hiring import person_here
from backend.people.succession import somebody_manages
from backend.people.viewer import Actor
from backend.rules.permissions import LEVELS

SIDES = ("marketing", "it", "general")


@dataclass(frozen=True, slots=True)
class Decision:
    """One side's answer."""

    side: str
    accepted: bool
    note: str
    decided_by: int
    decided_by_name: str
    decided_at: datetime


@dataclass(frozen=True, slots=True)
class LevelWish:
    """A change that was asked for, with the answers so far."""

    id: int
    person_id: int
    person_name: str
    from_level: int
    to_level: int
    reason: str
    special: str
    requested_by: int
    requested_by_name: str
    requested_at: datetime
    ended_at: datetime | None
    outcome: str | None
    decisions: tuple[Decision, ...]

    @property
    def sides(self) -> tuple[str, ...]:
        """Who must agree: marketing and IT to another level, the general manager to special settings."""
        return needed_sides(self.from_level, self.to_level, self.special)

    @property
    def waiting(self) -> tuple[str, ...]:
        """The sides that have not answered yet; none once it has ended."""
        answered = {decision.side for decision in self.decisions}
        return () if self.ended_at else tuple(side for side in self.sides if side not in answered)

    def may_decide(self, by: Actor, side: str) -> bool:
        """Whether `by` can be the one who answers for `side`: a third person who has not answered for another side."""
        barred = {
            self.person_id,
            self.requested_by,
            *(decision.decided_by for decision in self.decisions),
        }
        return side in self.waiting and by.may(f"people.level.{side}") and by.person_id not in barred


def needed_sides(from_level: int, to_level: int, special: str) -> tuple[str, ...]:
    """R-PPL-1 in one line."""
    return (*(SIDES[:2] if from_level != to_level else ()), *(SIDES[2:] if special else ()))


async def request_level(
    by: Actor, person_id: int, at: datetime, *, to_level: int, reason: str, special: str = ""
) -> int:
    """Asks for another level, or for special settings, with a reason. One open wish per person. Returns its id."""
    reason, special = reason.strip(), special.strip()
    if to_level not in LEVELS:
        raise Refusal("people-level-unknown", field="to_level")
    if not reason:
        raise Refusal("people-reason-missing", field="reason")
    async with db.transaction():
        person = await person_here(by, person_id)
        if not needed_sides(person["level"], to_level, special):
            raise Refusal("people-level-same", field="to_level", name=person["name"])
        if await db.fetchval(
            "SELECT 1 FROM level_change WHERE person_id = $1 AND ended_at IS NULL", person_id
        ):
            raise Refusal("people-level-open", 409, name=person["name"], way_out="/people/levels")
        change_id = await db.fetchval(
            _INSERT, by.department_id, person_id, person["level"], to_level, reason, special, by.person_id, at
        )
        await _note(
            by,
            "level.requested",
            change_id,
            person=person_id,
            to_level=to_level,
            special=special,
            reason=reason,
        )
    return change_id


async def decide_level(
    by: Actor, change_id: int, at: datetime, *, side: str, accepted: bool, note_text: str = ""
) -> str | None:
    """One side's answer; the last "yes" changes the level, the first "no" ends the wish. Returns the outcome, if any.

    Refuses who asked, whom it concerns, and who has answered for the other side: two approvals are two people.
    """
    if side not in SIDES or not by.may(f"people.level.{side}"):
        raise Refusal("people-level-not-yours", 403, field="side")
    if not accepted and not note_text.strip():
        raise Refusal("people-reason-missing", field="note")
    async with db.transaction():
        wish = await _locked(by, change_id)
        _check_hands(by, wish, side)
        await db.execute(
            _DECIDE, by.department_id, change_id, side, accepted, note_text.strip(), by.person_id, at
        )
        outcome = "rejected" if not accepted else "approved" if wish.waiting == (side,) else None
        await _note(by, "level.decided", change_id, side=side, accepted=accepted, person=wish.person_id)
        if outcome:
            await _end(by, wish, outcome, at)
    return outcome


async def withdraw_level(by: Actor, change_id: int, at: datetime) -> None:
    """Takes a wish back: who asked for it, or who manages people."""
    async with db.transaction():
        wish = await _locked(by, change_id)
        if by.person_id != wish.requested_by and not by.may("people.manage"):
            raise Refusal("people-level-not-yours", 403)
        if wish.ended_at:
            raise Refusal("people-level-ended", 409)
        await _end(by, wish, "withdrawn", at)


async def level_wishes(
    department_id: int, *, person_id: int | None = None, limit: int = 100
) -> list[LevelWish]:
    """The department's wishes, open ones first, newest first."""
    rows = await db.fetch(_WISHES, department_id, person_id, None, limit)
    return [_wish(row) for row in rows]


async def level_wish(department_id: int, change_id: int) -> LevelWish:
    """One wish of the department."""
    rows = await db.fetch(_WISHES, department_id, None, change_id, 1)
    if not rows:
        raise not_found()
    return _wish(rows[0])


async def _locked(by: Actor, change_id: int) -> LevelWish:
    """Two answers at the same moment wait for each other."""
    await db.execute(
        "SELECT 1 FROM level_change WHERE department_id = $1 AND id = $2 FOR UPDATE",
        by.department_id,
        change_id,
    )
    return await level_wish(by.department_id, change_id)


def _check_hands(by: Actor, wish: LevelWish, side: str) -> None:
    if wish.ended_at:
        raise Refusal("people-level-ended", 409)
    if side not in wish.waiting:
        raise Refusal("people-level-answered", 409)
    if by.person_id in (wish.person_id, wish.requested_by):
        raise Refusal("people-level-own", 403)
    if any(decision.decided_by == by.person_id for decision in wish.decisions):
        raise Refusal("people-level-two-people", 403)


async def _end(by: Actor, wish: LevelWish, outcome: str, at: datetime) -> None:
    await db.execute(
        "UPDATE level_change SET ended_at = $2, outcome = $3 WHERE id = $1", wish.id, at, outcome
    )
    await _note(by, f"level.{outcome}", wish.id, person=wish.person_id, to_level=wish.to_level)
    if outcome == "approved":
        async with somebody_manages(by.department_id):
            await db.execute("UPDATE person SET level = $2 WHERE id = $1", wish.person_id, wish.to_level)
        await outbox.record("person.rights_changed", by.department_id, person_id=wish.person_id)


async def _note(by: Actor, verb: str, change_id: int, **details: object) -> None:
    await note(
        verb, f"level_change:{change_id}", department_id=by.department_id, actor_id=by.person_id, **details
    )


def _wish(row: asyncpg.Record) -> LevelWish:
    decisions = tuple(
        Decision(**{**answer, "decided_at": datetime.fromisoformat(answer["decided_at"])})
        for answer in row["decisions"]
    )
    return LevelWish(**{**dict(row), "decisions": decisions})


_INSERT = """
INSERT INTO level_change (department_id, person_id, from_level, to_level, reason, special, requested_by, requested_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id
"""
_DECIDE = """
INSERT INTO level_decision (department_id, change_id, side, accepted, note, decided_by, decided_at)
VALUES ($1, $2, $3, $4, $5, $6, $7)
"""
_WISHES = """
SELECT change.id, change.person_id, person.name AS person_name, change.from_level, change.to_level, change.reason,
    change.special, change.requested_by, asker.name AS requested_by_name, change.requested_at, change.ended_at,
    change.outcome,
    coalesce((
        SELECT jsonb_agg(jsonb_build_object(
            'side', answer.side, 'accepted', answer.accepted, 'note', answer.note, 'decided_by', answer.decided_by,
            'decided_by_name', decider.name, 'decided_at', answer.decided_at) ORDER BY answer.id)
        FROM level_decision answer JOIN person decider ON decider.id = answer.decided_by
        WHERE answer.change_id = change.id
    ), '[]') AS decisions
FROM level_change change
JOIN person ON person.id = change.person_id
JOIN person asker ON asker.id = change.requested_by
WHERE change.department_id = $1 AND ($2::bigint IS NULL OR change.person_id = $2)
    AND ($3::bigint IS NULL OR change.id = $3)
ORDER BY change.ended_at IS NOT NULL, change.id DESC LIMIT $4
"""
