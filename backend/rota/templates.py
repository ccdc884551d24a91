"""Shift templates (R-ROTA-1): a department's named shifts by the wall clock.

They stand in the department's rules, too: every edit here makes the next version of the rules, in the same transaction.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import asyncpg

from backend.audit.actions import note
from backend.company.copies import rotation_that_uses
from backend.company.rules_changes import hold_rules, shifts_edited
from backend.infra import db
from backend.infra.refusal import Refusal, not_found
from backend.people.viewer import Actor
from backend.rota.access import may_edit
from backend.rules.clock import WallTime
from backend.rules.names import Names
from backend.rules.rota import Pattern, ShiftTemplate, segment_fault

COLOURS = ("primary", "info", "accent", "warning", "secondary", "neutral")
CODE = re.compile(r"[A-Za-z0-9一-鿿][A-Za-z0-9一-鿿_-]{0,11}")

WallSpans = tuple[tuple[WallTime, WallTime], ...]


@dataclass(frozen=True, slots=True)
class TemplateView:
    """A template as it is listed. `segments` are wall times; `archived` ones can be assigned no more."""

    id: int
    code: str
    names: dict[str, str]
    segments: WallSpans
    break_minutes: int
    colour: str
    archived: bool = False

    @property
    def minutes(self) -> int:
        """Worked minutes of one shift, without the meal inside."""
        length = sum(end.seconds - start.seconds for start, end in self.segments) // 60
        return max(0, length - self.break_minutes)

    @property
    def seen(self) -> str:
        """Stands for exactly this definition: whoever changes it says what they saw."""
        told = [self.code, self.names, written(self.segments), self.break_minutes, self.colour]
        return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:16]

    def rule(self) -> ShiftTemplate:
        """As the rules know it."""
        return ShiftTemplate(
            Names(self.names["zh"], self.names["en"]), self.segments, self.break_minutes, self.colour
        )


@dataclass(frozen=True, slots=True)
class TemplateForm:
    """What a template is made of. `segments` are pairs of texts such as `("22:00", "06:00+1")`.

    Without a `colour` it keeps its own. `seen` is what `TemplateView.seen` said when the form was made.
    """

    code: str
    zh: str
    en: str
    segments: Sequence[tuple[str, str]]
    break_minutes: int = 0
    colour: str = ""
    seen: str = ""


async def add_template(by: Actor, form: TemplateForm, at: datetime) -> int:
    """A new template, last in the list. Refuses times that no shift can have, and a code that is taken."""
    may_edit(by)
    values = _checked(form, COLOURS[0])
    async with db.transaction():
        await hold_rules(by)
        template_id = await _written(values[0], _INSERT, by.department_id, *values)
        await shifts_edited(by, at)
        await _note("shift_template.added", by, template_id, form)
    return template_id


async def change_template(by: Actor, template_id: int, form: TemplateForm, at: datetime) -> None:
    """Changes a template. Shifts that are on the rota already keep their times until they are set anew.

    Rotations follow another code. Refuses who has not seen what somebody else, here or in the rules, has changed since.
    """
    may_edit(by)
    async with db.transaction():
        await hold_rules(by)
        before = await template(by.department_id, template_id)
        if form.seen and form.seen != before.seen:
            raise Refusal("rota-template-changed-meanwhile", 409, code=before.code)
        values = _checked(form, before.colour)
        await _written(values[0], _UPDATE, template_id, *values)
        if not before.archived:
            await _rename_in_rotations(by, before.code, values[0])
            await shifts_edited(by, at, (before.code, values[0]))
        await _note("shift_template.changed", by, template_id, form)


async def archive_template(by: Actor, template_id: int, at: datetime) -> None:
    """Takes a template out of the choice; shifts made from it stay. Refuses while a rotation still uses it."""
    may_edit(by)
    async with db.transaction():
        await hold_rules(by)
        code = (await template(by.department_id, template_id)).code
        user = await rotation_that_uses(by.department_id, code)
        if user:
            raise Refusal("rota-template-in-use", 409, rotation=user)
        await db.execute("UPDATE shift_template SET archived_at = $2 WHERE id = $1", template_id, at)
        await shifts_edited(by, at)
        await note(
            "shift_template.archived", f"shift_template:{template_id}",
            department_id=by.department_id, actor_id=by.person_id, code=code,
        )  # fmt: skip


async def restore_template(by: Actor, template_id: int, at: datetime) -> None:
    """Brings an archived template back into the choice, unless its code is taken by now."""
    may_edit(by)
    async with db.transaction():
        await hold_rules(by)
        code = (await template(by.department_id, template_id)).code
        await _written(code, _RESTORE, template_id)
        await shifts_edited(by, at)
        await note(
            "shift_template.restored", f"shift_template:{template_id}",
            department_id=by.department_id, actor_id=by.person_id, code=code,
        )  # fmt: skip


async def templates(department_id: int, archived: bool = False) -> tuple[TemplateView, ...]:
    """A department's templates in their order; the archived ones last, when wanted."""
    rows = await db.fetch(_LIST, department_id, archived)
    return tuple(map(_view, rows))


async def template(department_id: int, template_id: int) -> TemplateView:
    """One of a department's templates; 404 for any other."""
    row = await db.fetchrow(_ONE, department_id, template_id)
    if row is None:
        raise not_found()
    return _view(row)


def read_segments(pairs: Iterable[Sequence[str]]) -> WallSpans:
    """Pairs of wall times; an end at or before its start is on the next day. Refuses what no shift can have."""
    try:
        spans = tuple(_span(start, end) for start, end in pairs if start or end)
    except ValueError:
        raise Refusal("rota-time-not-understood", field="segments") from None
    if not spans:
        raise Refusal("rota-time-missing", field="segments")
    spans = _after_midnight(spans)
    fault = segment_fault(spans)
    if fault:
        raise Refusal(fault[1], field="segments")
    return spans


def written(spans: WallSpans) -> list[list[str]]:
    """As the database keeps wall times."""
    return [[str(start), str(end)] for start, end in spans]


_COLUMNS = "id, code, names, segments, break_minutes, colour, archived_at IS NOT NULL AS archived"
_LIST = f"""
SELECT {_COLUMNS} FROM shift_template WHERE department_id = $1 AND ($2 OR archived_at IS NULL)
ORDER BY archived_at IS NOT NULL, position, id
"""
_ONE = f"SELECT {_COLUMNS} FROM shift_template WHERE department_id = $1 AND id = $2"
_INSERT = """
INSERT INTO shift_template (department_id, code, names, segments, break_minutes, colour, position)
VALUES ($1, $2, $3, $4, $5, $6,
    (SELECT coalesce(max(position), -1) + 1 FROM shift_template WHERE department_id = $1))
RETURNING id
"""
_UPDATE = """
UPDATE shift_template SET code = $2, names = $3, segments = $4, break_minutes = $5, colour = $6 WHERE id = $1
RETURNING id
"""
_RESTORE = "UPDATE shift_template SET archived_at = NULL WHERE id = $1 RETURNING id"
_PATTERNS = "SELECT id, pattern FROM rotation WHERE department_id = $1 AND archived_at IS NULL FOR UPDATE"


def _view(row: Any) -> TemplateView:
    return TemplateView(
        row["id"],
        row["code"],
        row["names"],
        tuple((WallTime.parse(start), WallTime.parse(end)) for start, end in row["segments"]),
        row["break_minutes"],
        row["colour"],
        row["archived"],
    )


def _checked(form: TemplateForm, colour: str) -> tuple[Any, ...]:
    code, zh, en = form.code.strip(), form.zh.strip(), form.en.strip()
    if not CODE.fullmatch(code):
        raise Refusal("rota-template-code-wrong", field="code")
    if not zh and not en:
        raise Refusal("rota-template-name-missing", field="zh")
    spans = read_segments(form.segments)
    length = sum(end.seconds - start.seconds for start, end in spans) // 60
    if not 0 <= form.break_minutes < length:
        raise Refusal("rota-break-too-long", field="break_minutes")
    if (form.colour or colour) not in (*COLOURS, colour):
        raise Refusal("rota-colour-unknown", field="colour")
    return (
        code,
        {"zh": (zh or en)[:40], "en": (en or zh)[:40]},
        written(spans),
        form.break_minutes,
        form.colour or colour,
    )


async def _written(code: str, sql: str, *values: Any) -> int:
    try:
        async with db.transaction():
            return await db.fetchval(sql, *values)
    except asyncpg.UniqueViolationError:
        raise Refusal("rota-template-code-taken", 409, field="code", code=code) from None


async def _rename_in_rotations(by: Actor, old: str, new: str) -> None:
    for row in await db.fetch(_PATTERNS, by.department_id) if old != new else ():
        pattern = Pattern.from_json(row["pattern"])
        if old in pattern.codes():
            renamed = pattern.renamed(old, new).to_json()
            await db.execute("UPDATE rotation SET pattern = $2 WHERE id = $1", row["id"], renamed)


async def _note(verb: str, by: Actor, template_id: int, form: TemplateForm) -> None:
    await note(
        verb, f"shift_template:{template_id}", department_id=by.department_id, actor_id=by.person_id,
        code=form.code, segments=[list(pair) for pair in form.segments], break_minutes=form.break_minutes,
    )  # fmt: skip


def _span(start: str, end: str) -> tuple[WallTime, WallTime]:
    first, last = WallTime.parse(start.strip()), WallTime.parse(end.strip())
    return first, last


def _after_midnight(spans: WallSpans) -> WallSpans:
    """What is written without `+1` and lies before what comes before it is on the next day."""
    moved: list[tuple[WallTime, WallTime]] = []
    reached = 0
    for start, end in spans:
        first = start.seconds + (86_400 if start.seconds < reached and start.days == 0 else 0)
        last = end.seconds + (86_400 if end.seconds <= first and end.days == 0 else 0)
        moved.append((WallTime(first), WallTime(last)))
        reached = last
    return tuple(moved)
