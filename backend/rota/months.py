"""A month of the rota as its editor sees it: the draft beside what is published."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from backend.infra import db
from backend.infra.refusal import Refusal
from backend.rota.queries import SHIFT_COLUMNS, ShiftView, shift_view
from backend.rota.review import Review, review
from backend.rules.clock import month_days
from backend.rules.presets import Preset


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who can be on the rota of the month."""

    id: int
    name: str
    post_code: str | None
    post: dict[str, str]
    last_day: date | None


@dataclass(frozen=True, slots=True)
class Drafted:
    """A shift of the draft, and whether people know it already."""

    shift: ShiftView
    published: bool
    source: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One person's day: what the draft has, whether it was given off by hand, what of the published is withdrawn."""

    shifts: tuple[Drafted, ...] = ()
    rest: str | None = None
    withdrawn: tuple[ShiftView, ...] = ()

    @property
    def changed(self) -> bool:
        return bool(self.withdrawn) or any(not each.published for each in self.shifts)

    @property
    def seen(self) -> str:
        """What an editor has seen of this day, to notice when somebody else has changed it meanwhile."""
        return ",".join(str(each.shift.id) for each in self.shifts)


@dataclass(frozen=True, slots=True)
class LastPublication:
    """How a month was last made binding."""

    version: int
    at: datetime
    by: str | None
    reason: str | None
    holes: tuple[dict[str, Any], ...]
    rest_faults: tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class Board:
    """Everything about one month. `shifts` is the draft from a week before the month to a week after it;
    `in_turn` whose turns are compared: who is in a rotation, else who is on the rota at all."""

    month: date
    zone: ZoneInfo
    rules: Preset
    members: tuple[Member, ...]
    shifts: tuple[ShiftView, ...]
    cells: dict[tuple[int, date], Cell]
    holidays: dict[date, str]
    in_turn: frozenset[int]
    publication: LastPublication | None
    empty: Cell = field(default_factory=Cell)

    @property
    def days(self) -> tuple[date, ...]:
        return month_days(self.month)

    @cached_property
    def review(self) -> Review:
        """What the draft amounts to."""
        return self.review_of(self.shifts)

    def review_of(self, shifts: Iterable[Any]) -> Review:
        """What other shifts would amount to in its place."""
        posts = {each.id: each.post_code for each in self.members}
        return review(
            tuple(shifts), posts, sorted(self.in_turn), self.rules, self.month, self.zone, self.holidays
        )

    def cell(self, person_id: int, day: date) -> Cell:
        return self.cells.get((person_id, day), self.empty)

    def member(self, person_id: int) -> Member | None:
        return next((each for each in self.members if each.id == person_id), None)

    def name(self, person_id: int) -> str:
        found = self.member(person_id)
        return found.name if found else "–"

    @cached_property
    def changes(self) -> int:
        """How many days of people differ from what is published."""
        return sum(
            1 for (_, day), cell in self.cells.items() if cell.changed and day.month == self.month.month
        )

    @cached_property
    def affected(self) -> tuple[Member, ...]:
        """Whose published days would change."""
        ids = {
            person
            for (person, day), cell in self.cells.items()
            if cell.changed and day.month == self.month.month
        }
        return tuple(each for each in self.members if each.id in ids)


async def board(department_id: int, month: date, rules: Preset, zone: ZoneInfo) -> Board:
    """The month that `month` lies in; four statements, whatever its size."""
    days = month_days(month)
    first, last = days[0], days[-1]
    members = tuple(map(_member, await db.fetch(_MEMBERS, department_id, first, last)))
    rows = await db.fetch(_SHIFTS, department_id, first - timedelta(days=7), last + timedelta(days=7))
    rest = await db.fetch(_MARKS, department_id, first, last)
    published = await db.fetchrow(_PUBLICATION, department_id, first)
    views = [(row, shift_view(row)) for row in rows]
    drafted = tuple(view for row, view in views if row["in_draft"])
    planned = {view.person_id for view in drafted if first <= view.day <= last}
    in_turn = {person for row in rest if row["kind"] == "rotation" for person in row["members"]} or planned
    ids = {each.id for each in members}
    return Board(
        first, zone, rules, members, drafted, _cells(views, rest),
        {row["day"]: row["text"] for row in rest if row["kind"] == "holiday"},
        frozenset(in_turn & ids), _publication(published) if published else None,
    )  # fmt: skip


def read_month(text: str) -> date:
    """`2026-11` as its first day; 404 for anything else."""
    try:
        if len(text) != 7:
            raise ValueError(text)
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        raise Refusal("shell-error-not-found", 404) from None


_MEMBERS = """
SELECT person.id, person.name, person.last_day, post.code, post.names
FROM person LEFT JOIN post ON post.id = person.post_id
WHERE person.department_id = $1 AND (person.joined_on IS NULL OR person.joined_on <= $3)
  AND (person.left_at IS NULL AND (person.last_day IS NULL OR person.last_day >= $2)
    OR EXISTS (SELECT FROM shift WHERE shift.person_id = person.id AND shift.day BETWEEN $2 AND $3
        AND (shift.in_draft OR shift.in_force)))
ORDER BY post.position NULLS LAST, person.id
"""
_SHIFTS = f"""
SELECT {SHIFT_COLUMNS}, shift.in_draft, shift.in_force, shift.source
FROM shift LEFT JOIN shift_template ON shift_template.id = shift.template_id
WHERE shift.department_id = $1 AND shift.day BETWEEN $2 AND $3 AND (shift.in_draft OR shift.in_force)
ORDER BY lower(shift.segments), shift.id
"""
_MARKS = """
SELECT 'rest' AS kind, person_id, day, note AS text, NULL::jsonb AS members
FROM rest_day WHERE department_id = $1 AND day BETWEEN $2 AND $3
UNION ALL SELECT 'holiday', NULL, day, name, NULL FROM holiday WHERE department_id = $1 AND day BETWEEN $2 AND $3
UNION ALL SELECT 'rotation', NULL, NULL, name, members FROM rotation
WHERE department_id = $1 AND archived_at IS NULL AND starts_on <= $3
"""
_PUBLICATION = """
SELECT publication.*, person.name AS publisher FROM publication
LEFT JOIN person ON person.id = publication.published_by
WHERE publication.department_id = $1 AND month = $2 ORDER BY version DESC LIMIT 1
"""


def _cells(views: Iterable[tuple[Any, ShiftView]], marks: Iterable[Any]) -> dict[tuple[int, date], Cell]:
    cells: dict[tuple[int, date], Cell] = {}
    for row, view in views:
        key = (view.person_id, view.day)
        cell = cells.get(key, Cell())
        if row["in_draft"]:
            cell = replace(cell, shifts=(*cell.shifts, Drafted(view, row["in_force"], row["source"])))
        else:
            cell = replace(cell, withdrawn=(*cell.withdrawn, view))
        cells[key] = cell
    for mark in marks:
        if mark["kind"] == "rest":
            key = (mark["person_id"], mark["day"])
            cells[key] = replace(cells.get(key, Cell()), rest=mark["text"])
    return cells


def _member(row: Any) -> Member:
    return Member(row["id"], row["name"], row["code"], row["names"] or {}, row["last_day"])


def _publication(row: Any) -> LastPublication:
    return LastPublication(
        row["version"],
        row["published_at"],
        row["publisher"],
        row["reason"],
        tuple(row["holes"]),
        tuple(row["rest_faults"]),
    )
