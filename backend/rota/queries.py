"""What the rota says about one person: their published shifts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from backend.infra import db
from backend.rules.clock import Interval, Intervals

SHIFT_COLUMNS = """
    shift.id, shift.person_id, shift.day, shift.segments, shift.break_minutes, shift.note, shift.template_id,
    shift_template.code, shift_template.names, shift_template.colour
"""

SHIFTS_AROUND = f"""
SELECT {SHIFT_COLUMNS}
FROM shift LEFT JOIN shift_template ON shift_template.id = shift.template_id
WHERE shift.person_id = $1 AND shift.in_force
  AND shift.day BETWEEN ($2::timestamptz AT TIME ZONE 'UTC')::date - 2
                    AND ($2::timestamptz AT TIME ZONE 'UTC')::date + 2
ORDER BY lower(shift.segments)
"""
"""The published shifts near an instant: yesterday's, today's and tomorrow's in any zone. $1 person, $2 instant."""


@dataclass(frozen=True, slots=True)
class ShiftView:
    """One person's shift of one day (R-ATT-9: the day it starts on). `code` is empty where there is no template."""

    id: int
    person_id: int
    day: date
    segments: Intervals
    break_minutes: int
    note: str = ""
    template_id: int | None = None
    code: str = ""
    names: dict[str, str] = field(default_factory=dict)
    colour: str = "primary"

    @property
    def person(self) -> int:
        """The name that the rules know them by."""
        return self.person_id

    @property
    def start(self) -> datetime:
        return self.segments[0].start

    @property
    def end(self) -> datetime:
        return self.segments[-1].end


async def shifts_around(person_id: int, at: datetime) -> tuple[ShiftView, ...]:
    """A person's published shifts of yesterday, today and tomorrow, in order of their start."""
    return tuple(map(shift_view, await db.fetch(SHIFTS_AROUND, person_id, at)))


async def shifts_of(person_id: int, first: date, last: date) -> tuple[ShiftView, ...]:
    """A person's published shifts from `first` to `last`, both included, in order of their start."""
    return tuple(map(shift_view, await db.fetch(_OF_PERSON, person_id, first, last)))


async def shifts_of_department(department_id: int, first: date, last: date) -> tuple[ShiftView, ...]:
    """Everybody's published shifts from `first` to `last`, both included, in order of their start."""
    return tuple(map(shift_view, await db.fetch(_OF_DEPARTMENT, department_id, first, last)))


def shift_view(row: Any) -> ShiftView:
    """A row with the columns of `SHIFT_COLUMNS`."""
    return ShiftView(
        row["id"],
        row["person_id"],
        row["day"],
        intervals(row["segments"]),
        row["break_minutes"],
        row["note"],
        row["template_id"],
        row["code"] or "",
        row["names"] or {},
        row["colour"] or "primary",
    )


def intervals(multirange: Iterable[Any]) -> Intervals:
    """PostgreSQL's multirange as the rules know it."""
    return tuple(Interval(span.lower, span.upper) for span in multirange)


_OF_PERSON = f"""
SELECT {SHIFT_COLUMNS}
FROM shift LEFT JOIN shift_template ON shift_template.id = shift.template_id
WHERE shift.person_id = $1 AND shift.in_force AND shift.day BETWEEN $2 AND $3
ORDER BY lower(shift.segments)
"""
_OF_DEPARTMENT = f"""
SELECT {SHIFT_COLUMNS}
FROM shift LEFT JOIN shift_template ON shift_template.id = shift.template_id
WHERE shift.department_id = $1 AND shift.in_force AND shift.day BETWEEN $2 AND $3
ORDER BY lower(shift.segments), shift.id
"""
