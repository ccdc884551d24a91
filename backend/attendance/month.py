"""A person's month: every day with what the rules say of it, kept verdicts before fresh ones."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from backend.attendance.verdicts import PersonDay, judge_days_of
from backend.infra import db
from backend.rules.attendance import Verdict
from backend.rules.clock import month_days
from backend.rules.reason import Reason

TONES = {
    "present": "ok",
    "leave": "info",
    "rest": "",
    "late": "warn",
    "early": "warn",
    "late+early": "warn",
    "missing-in": "warn",
    "missing-out": "warn",
    "absent": "late",
}
CELL = 46


@dataclass(frozen=True, slots=True)
class Cell:
    """One square of the month's picture."""

    day: date
    tone: str
    status: str | None
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Month:
    """`days` newest first, up to today; `cells` every day of the month as the picture shows it."""

    first: date
    name: str
    days: tuple[PersonDay, ...]
    cells: tuple[Cell, ...]

    @property
    def counts(self) -> Counter[str]:
        return Counter(day.verdict.status for day in self.days if not day.underway)

    @property
    def height(self) -> int:
        return max(cell.y for cell in self.cells) + CELL


async def month_of(
    person_id: int, department_id: int, first: date, today: date, at: datetime
) -> Month | None:
    """None for somebody who is not of the department."""
    days = month_days(first)
    until = min(days[-1], today)
    judged = await judge_days_of(department_id, days[0], max(until, days[0]), at, person_id)
    if not judged:
        return None
    judged = await with_kept(department_id, judged)
    known = {each.work.day: each for each in judged if each.work.day <= today}
    cells = tuple(_cell(day, known.get(day), days[0].weekday()) for day in days)
    shown = tuple(each for each in reversed(judged) if each.work.day <= today)
    return Month(days[0], judged[0].name, shown, cells)


async def day_of_department(department_id: int, day: date, at: datetime) -> list[PersonDay]:
    """Everybody's day, those first who need a look; people without a shift and without a punch come last."""
    judged = await with_kept(department_id, await judge_days_of(department_id, day, day, at))
    order = ("absent", "missing-in", "missing-out", "late+early", "late", "early", "leave", "present", "rest")
    return sorted(judged, key=lambda each: (order.index(each.verdict.status), each.name))


async def with_kept(department_id: int, judged: list[PersonDay]) -> list[PersonDay]:
    """The kept verdict where there is one: a day is judged by the rules that were in force when it was over."""
    if not judged:
        return judged
    days = [each.work.day for each in judged]
    rows = await db.fetch(
        _KEPT, department_id, min(days), max(days), list({each.person_id for each in judged})
    )
    kept = {(row["person_id"], row["day"]): _verdict(row) for row in rows}
    return [replace(each, verdict=kept.get((each.person_id, each.work.day), each.verdict)) for each in judged]


_KEPT = """
SELECT person_id, day, status, late_minutes, early_minutes, reasons FROM day_verdict
WHERE department_id = $1 AND day BETWEEN $2 AND $3 AND person_id = ANY($4::bigint[])
"""


def _verdict(row: Any) -> Verdict:
    reasons = tuple(Reason(each["rule"], each["message"], each["args"]) for each in row["reasons"])
    return Verdict(row["day"], row["status"], row["late_minutes"], row["early_minutes"], reasons)


def _cell(day: date, judged: PersonDay | None, offset: int) -> Cell:
    place = offset + day.day - 1
    status = judged.verdict.status if judged else None
    if judged and judged.underway and not judged.work.punches:
        status = None
    tone = TONES.get(status or "", "")
    return Cell(day, tone, status, place % 7 * CELL, place // 7 * CELL)
