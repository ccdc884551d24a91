"""A month generated from a rotation into the draft: looked at first, then put in. The same twice changes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from backend.audit.actions import note
from backend.infra import db, outbox
from backend.infra.refusal import Refusal
from backend.people.viewer import Actor
from backend.rota.access import may_edit
from backend.rota.draft import NewShift, changing, put_in, take_out
from backend.rota.months import Board
from backend.rota.queries import intervals
from backend.rota.review import Review
from backend.rota.rotations import RotationView, rotation
from backend.rota.templates import templates
from backend.rules.rota import PlannedShift, Unfilled, generate_month


@dataclass(frozen=True, slots=True)
class Proposal:
    """What generating would do. `held` are days that hand edits keep; `blocked` would put somebody in two places at
    once or belong to somebody who has left; `unfilled` are turns that nobody could take."""

    rotation: RotationView
    month: date
    first_day: date
    overwrite: bool
    added: tuple[PlannedShift, ...]
    kept: int
    removed: tuple[int, ...]
    held: int
    blocked: tuple[PlannedShift, ...]
    unfilled: tuple[Unfilled, ...]
    review: Review

    @property
    def changes(self) -> int:
        return len(self.added) + len(self.removed)


async def propose_month(
    by: Actor, rotation_id: int, board: Board, *, first_day: date | None = None, overwrite: bool = False
) -> Proposal:
    """What `generate` would do now; nothing is written. Days before `first_day` are left as they are."""
    may_edit(by)
    found = await rotation(by.department_id, rotation_id)
    codes = {each.code: each.rule() for each in await templates(by.department_id)}
    missing = sorted(found.pattern.codes() - codes.keys())
    if missing:
        raise Refusal("rota-rotation-code-unknown", 409, code=", ".join(missing))
    made = generate_month(found.rule(), codes, board.month, board.zone, board.holidays)
    first = max(first_day or board.month, board.month)
    there = await db.fetch(_THERE, by.department_id, board.days[0], board.days[-1])
    rest = {
        (row["person_id"], row["day"])
        for row in await db.fetch(_REST, by.department_id, first, board.days[-1])
    }
    return _weigh(found, board, first, overwrite, made.shifts, made.unfilled, there, rest)


async def generate(
    by: Actor,
    rotation_id: int,
    board: Board,
    at: datetime,
    *,
    first_day: date | None = None,
    overwrite: bool = False,
) -> Proposal:
    """Puts the month into the draft and returns what was done. Hand edits and days off by hand stay unless
    `overwrite`; what people know stays in force until the next publication."""
    may_edit(by)
    ids = {each.code: each.id for each in await templates(by.department_id)}
    async with changing(by):
        plan = await propose_month(by, rotation_id, board, first_day=first_day, overwrite=overwrite)
        old = {row["id"]: row for row in await db.fetch(_ROWS, list(plan.removed))}
        await take_out(list(old.values()))
        if overwrite:
            await db.execute(
                _NO_REST, [person for person, _ in plan.rotation.members], plan.first_day, board.days[-1]
            )
        before = {(row["person_id"], row["day"]): row for row in old.values()}
        for shift in plan.added:
            new = NewShift(
                shift.person, shift.day, shift.segments, shift.break_minutes, ids[shift.code],
                source="rotation", rotation_id=rotation_id,
            )  # fmt: skip
            await put_in(by, new, before.pop((shift.person, shift.day), None))
        await note(
            "rota.generated", f"rota:{board.month:%Y-%m}", department_id=by.department_id, actor_id=by.person_id,
            rotation_id=rotation_id, added=len(plan.added), removed=len(plan.removed), kept=plan.kept,
            overwrite=overwrite,
        )  # fmt: skip
        await outbox.record("rota.drafted", by.department_id, month=f"{board.month:%Y-%m}")
    return plan


_THERE = """
SELECT shift.id, shift.person_id, shift.day, shift.segments, shift.source, shift.rotation_id, shift.break_minutes,
    shift_template.code
FROM shift LEFT JOIN shift_template ON shift_template.id = shift.template_id
WHERE shift.department_id = $1 AND shift.in_draft AND shift.day BETWEEN $2::date - 1 AND $3::date + 1
"""
_REST = "SELECT person_id, day FROM rest_day WHERE department_id = $1 AND day BETWEEN $2 AND $3"
_ROWS = "SELECT * FROM shift WHERE id = ANY($1::bigint[]) FOR UPDATE"
_NO_REST = "DELETE FROM rest_day WHERE person_id = ANY($1::bigint[]) AND day BETWEEN $2 AND $3"


@dataclass(frozen=True, slots=True)
class _Standing:
    """A shift that stays in the draft."""

    person: int
    day: date
    segments: Any


def _weigh(
    found: RotationView,
    board: Board,
    first: date,
    overwrite: bool,
    made: tuple[PlannedShift, ...],
    unfilled: tuple[Unfilled, ...],
    there: list[Any],
    rest: set[tuple[int, date]],
) -> Proposal:
    people, last = {person for person, _ in found.members}, board.days[-1]
    mine = {
        row["id"]: row
        for row in there
        if first <= row["day"] <= last
        and (
            (row["source"] == "rotation" and row["rotation_id"] == found.id)
            or (overwrite and row["source"] == "hand" and row["person_id"] in people)
        )
    }
    others = [row for row in there if row["id"] not in mine]
    hand = {(row["person_id"], row["day"]) for row in others if row["source"] == "hand"}
    held_days = set() if overwrite else hand | rest
    standing = {_key(row): row["id"] for row in mine.values()}
    busy: dict[int, list[Any]] = {}
    for row in others:
        busy.setdefault(row["person_id"], []).extend(intervals(row["segments"]))
    added, blocked, kept_ids, held = [], [], set(), 0
    for shift in (each for each in made if each.day >= first):
        if (shift.person, shift.day) in held_days:
            held += 1
        elif _cannot(shift, found, board, busy):
            blocked.append(shift)
        elif (same := standing.get((shift.person, shift.day, shift.code, shift.segments))) is not None:
            kept_ids.add(same)
        else:
            added.append(shift)
    removed = tuple(sorted(mine.keys() - kept_ids))
    after = [
        _Standing(each.person_id, each.day, each.segments)
        for each in board.shifts
        if each.id not in set(removed)
    ]
    return Proposal(
        found, board.month, first, overwrite, tuple(added), len(kept_ids), removed, held, tuple(blocked),
        tuple(each for each in unfilled if each.day >= first), board.review_of([*after, *added]),
    )  # fmt: skip


def _key(row: Any) -> tuple[Any, ...]:
    return row["person_id"], row["day"], row["code"], intervals(row["segments"])


def _cannot(shift: PlannedShift, found: RotationView, board: Board, busy: dict[int, list[Any]]) -> bool:
    member = board.member(shift.person)
    if member is None or shift.person in found.gone or (member.last_day and shift.day > member.last_day):
        return True
    return any(one.overlaps(other) for one in shift.segments for other in busy.get(shift.person, ()))
