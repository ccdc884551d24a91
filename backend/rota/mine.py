"""The rota as everybody sees it on their phone: my next days, the team's week, my month."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from backend.infra import db
from backend.rota.queries import SHIFT_COLUMNS, ShiftView, shift_view
from backend.rules.clock import day_of, monday_of, month_days

AHEAD = 7


@dataclass(frozen=True, slots=True)
class Person:
    """A colleague on the rota."""

    id: int
    name: str
    post: dict[str, str]


@dataclass(frozen=True, slots=True)
class Day:
    """One day: whose shifts, and whether the rota of its month is published at all."""

    day: date
    shifts: tuple[ShiftView, ...]
    published: bool
    holiday: str | None = None


@dataclass(frozen=True)
class MyRota:
    """`ahead` are my next seven days from `today`, `week` everybody's from Monday, `month` my days of this month."""

    today: date
    at: datetime
    zone: ZoneInfo
    ahead: tuple[Day, ...]
    week: tuple[Day, ...]
    month: tuple[Day, ...]
    people: dict[int, Person]
    places: tuple[str, ...]
    askable: tuple[str, ...] = field(default=())

    @property
    def monday(self) -> date:
        return self.week[0].day

    @property
    def anything_ahead(self) -> bool:
        return any(day.shifts for day in self.ahead)

    @property
    def week_before(self) -> date:
        return self.monday - timedelta(days=7)

    @property
    def week_after(self) -> date:
        return self.monday + timedelta(days=7)

    @property
    def unpublished_from(self) -> date | None:
        """The first of my next days whose month is not published."""
        return next((day.day for day in self.ahead if not day.published), None)


async def my_rota(
    department_id: int,
    person_id: int,
    at: datetime,
    zone: ZoneInfo,
    editors: Iterable[str],
    week: date | None = None,
) -> MyRota:
    """Two statements. `week` is any day of the week to show; `editors` the roles that make the rota."""
    today = day_of(at, zone)
    monday = monday_of(week or today)
    month = month_days(today)
    first = min(month[0], monday, today)
    last = max(month[-1], monday + timedelta(days=6), today + timedelta(days=AHEAD - 1))
    team = (monday, monday + timedelta(days=6))
    rows = await db.fetch(_SHIFTS, department_id, person_id, first, last, *team)
    marks = await db.fetch(_MARKS, department_id, first.replace(day=1), last, list(editors))
    shifts = [shift_view(row) for row in rows]
    published = {row["day"] for row in marks if row["kind"] == "month"}
    holidays = {row["day"]: row["text"] for row in marks if row["kind"] == "holiday"}

    def days(start: date, count: int, mine: bool) -> tuple[Day, ...]:
        return tuple(
            Day(
                day,
                _of(shifts, day, person_id if mine else None),
                day.replace(day=1) in published,
                holidays.get(day),
            )
            for day in (start + timedelta(days=n) for n in range(count))
        )

    return MyRota(
        today, at, zone, days(today, AHEAD, True), days(monday, 7, False), days(month[0], len(month), True),
        {row["person_id"]: Person(row["person_id"], row["person_name"], row["post"] or {}) for row in rows},
        tuple(row["text"] for row in marks if row["kind"] == "place"),
        tuple(row["text"] for row in marks if row["kind"] == "editor"),
    )  # fmt: skip


_SHIFTS = f"""
SELECT {SHIFT_COLUMNS}, person.name AS person_name, post.names AS post
FROM shift JOIN person ON person.id = shift.person_id LEFT JOIN post ON post.id = person.post_id
LEFT JOIN shift_template ON shift_template.id = shift.template_id
WHERE shift.department_id = $1 AND shift.in_force AND shift.day BETWEEN $3 AND $4
  AND (shift.person_id = $2 OR shift.day BETWEEN $5 AND $6)
ORDER BY lower(shift.segments), post.position NULLS LAST, person.id
"""
_MARKS = """
SELECT 'month' AS kind, month AS day, NULL AS text FROM publication
WHERE department_id = $1 AND month BETWEEN $2 AND $3 GROUP BY month
UNION ALL SELECT 'holiday', day, name FROM holiday WHERE department_id = $1 AND day BETWEEN $2 AND $3
UNION ALL SELECT 'place', NULL, name FROM site WHERE department_id = $1 AND archived_at IS NULL
UNION ALL (SELECT 'editor', NULL, name FROM person
    WHERE department_id = $1 AND left_at IS NULL AND role = ANY($4::text[]) ORDER BY id LIMIT 3)
"""


def _of(shifts: list[ShiftView], day: date, person_id: int | None) -> tuple[ShiftView, ...]:
    return tuple(
        each for each in shifts if each.day == day and (person_id is None or each.person_id == person_id)
    )
