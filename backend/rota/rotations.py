"""Rotations (R-ROTA-5): ordered people, a start date and a pattern."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from backend.audit.actions import note
from backend.infra import db
from backend.infra.refusal import Refusal, not_found
from backend.people.viewer import Actor
from backend.rota.access import may_edit
from backend.rules.rota import Pattern, Rotation, pattern_fault


@dataclass(frozen=True, slots=True)
class RotationView:
    """A rotation as it is listed; `members` in their order, those who have left marked by `gone`."""

    id: int
    name: str
    starts_on: date
    members: tuple[tuple[int, str], ...]
    gone: frozenset[int]
    pattern: Pattern

    def rule(self) -> Rotation:
        """As the rules know it."""
        return Rotation(tuple(person for person, _ in self.members), self.starts_on, self.pattern)


@dataclass(frozen=True, slots=True)
class RotationForm:
    """What a rotation is made of; `kind` and `rows` as `backend.rules.rota.Pattern` reads them."""

    name: str
    starts_on: date
    members: Sequence[int]
    kind: str
    rows: Sequence[Sequence[str]]


async def add_rotation(by: Actor, form: RotationForm, at: datetime) -> int:
    """A new rotation. Refuses people of elsewhere, unknown codes, and a pattern that is not one."""
    may_edit(by)
    pattern = await _checked(by, form)
    async with db.transaction():
        rotation_id = await db.fetchval(
            _INSERT,
            by.department_id,
            form.name.strip(),
            form.starts_on,
            list(form.members),
            pattern.to_json(),
            at,
        )
        await _note("rotation.added", by, rotation_id, form)
    return rotation_id


async def change_rotation(by: Actor, rotation_id: int, form: RotationForm, at: datetime) -> None:
    """Changes a rotation; months that were generated stay until they are generated again."""
    may_edit(by)
    await rotation(by.department_id, rotation_id)
    pattern = await _checked(by, form)
    async with db.transaction():
        await db.execute(
            _UPDATE, rotation_id, form.name.strip(), form.starts_on, list(form.members), pattern.to_json()
        )
        await _note("rotation.changed", by, rotation_id, form)


async def archive_rotation(by: Actor, rotation_id: int, at: datetime) -> None:
    """Ends a rotation; what it has put on the rota stays."""
    may_edit(by)
    found = await rotation(by.department_id, rotation_id)
    async with db.transaction():
        await db.execute("UPDATE rotation SET archived_at = $2 WHERE id = $1", rotation_id, at)
        await note(
            "rotation.archived", f"rotation:{rotation_id}",
            department_id=by.department_id, actor_id=by.person_id, name=found.name,
        )  # fmt: skip


async def rotations(department_id: int) -> tuple[RotationView, ...]:
    """A department's rotations, oldest first."""
    rows = await db.fetch(_LIST, department_id)
    names = await _names(department_id)
    return tuple(_view(row, names) for row in rows)


async def rotation(department_id: int, rotation_id: int) -> RotationView:
    """One of a department's rotations; 404 for any other."""
    row = await db.fetchrow(_ONE, department_id, rotation_id)
    if row is None:
        raise not_found()
    return _view(row, await _names(department_id))


_LIST = "SELECT * FROM rotation WHERE department_id = $1 AND archived_at IS NULL ORDER BY id"
_ONE = "SELECT * FROM rotation WHERE department_id = $1 AND id = $2 AND archived_at IS NULL"
_INSERT = """
INSERT INTO rotation (department_id, name, starts_on, members, pattern, created_at) VALUES ($1, $2, $3, $4, $5, $6)
RETURNING id
"""
_UPDATE = "UPDATE rotation SET name = $2, starts_on = $3, members = $4, pattern = $5 WHERE id = $1"
_NAMES = "SELECT id, name, left_at IS NOT NULL AS gone FROM person WHERE department_id = $1"
_CODES = "SELECT code FROM shift_template WHERE department_id = $1 AND archived_at IS NULL"


async def _names(department_id: int) -> dict[int, tuple[str, bool]]:
    return {row["id"]: (row["name"], row["gone"]) for row in await db.fetch(_NAMES, department_id)}


def _view(row: Any, names: dict[int, tuple[str, bool]]) -> RotationView:
    members = tuple((person, names[person][0]) for person in row["members"] if person in names)
    gone = frozenset(person for person, _ in members if names[person][1])
    return RotationView(
        row["id"], row["name"], row["starts_on"], members, gone, Pattern.from_json(row["pattern"])
    )


async def _checked(by: Actor, form: RotationForm) -> Pattern:
    if not form.name.strip():
        raise Refusal("rota-rotation-name-missing", field="name")
    if not form.members:
        raise Refusal("rota-rotation-nobody", field="members")
    if len(set(form.members)) != len(form.members):
        raise Refusal("rota-rotation-twice", field="members")
    known = await _names(by.department_id)
    if any(person not in known or known[person][1] for person in form.members):
        raise not_found()
    pattern = Pattern(
        form.kind, tuple(tuple(" ".join(cell.split()) or "-" for cell in row) for row in form.rows)
    )
    fault = pattern_fault(pattern)
    if fault:
        raise Refusal(fault, field="rows")
    codes = {row["code"] for row in await db.fetch(_CODES, by.department_id)}
    unknown = sorted(pattern.codes() - codes)
    if unknown:
        raise Refusal("rota-rotation-code-unknown", field="rows", code=", ".join(unknown))
    if not pattern.codes():
        raise Refusal("rota-rotation-empty", field="rows")
    return pattern


async def _note(verb: str, by: Actor, rotation_id: int, form: RotationForm) -> None:
    await note(
        verb, f"rotation:{rotation_id}", department_id=by.department_id, actor_id=by.person_id,
        name=form.name, starts_on=form.starts_on, members=list(form.members), rows=[list(row) for row in form.rows],
    )  # fmt: skip
