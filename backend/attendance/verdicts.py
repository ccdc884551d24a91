"""Real days judged by the department's rules, kept, and made anew whenever a fact of the day is added."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from backend.attendance.punches import Kept, ShiftCard, kept, shift_card
from backend.attendance.workday import Workday
from backend.company.queries import department_zone, departments, rules_of
from backend.infra import db
from backend.infra.apart import apart
from backend.rules.attendance import AttendanceParameters, Verdict
from backend.rules.clock import day_interval, day_of, days_from, month_days

LOOK_BACK_DAYS = 7
"""How far back the sweep looks for days that nobody has judged: a week without a worker is made good."""


@dataclass(frozen=True, slots=True)
class PersonDay:
    """A person's day with what the rules say of it now; `kept` tells whether the day is over and judged for good."""

    person_id: int
    name: str
    work: Workday
    verdict: Verdict

    @property
    def underway(self) -> bool:
        """The day is not over and nothing is wrong so far: neither good nor bad yet."""
        return not self.verdict.settled and self.verdict.status == "present"


async def judge(person_id: int, department_id: int, day: date, at: datetime) -> PersonDay | None:
    """What the rules say of a person's day as far as `at`; None for somebody of another department."""
    days = await judge_days_of(department_id, day, day, at, person_id)
    return days[0] if days else None


async def judge_days_of(
    department_id: int, first: date, last: date, at: datetime, person_id: int | None = None
) -> list[PersonDay]:
    """Every person's every day from `first` to `last`, judged from the facts as they are now, in one read of them.

    Somebody without a shift and without a punch on a day has a rest day.
    """
    zone, rules = await department_zone(department_id), await rules_of(department_id)
    people, works = await _facts(department_id, first, last, person_id)
    judged = []
    for person, name in people.items():
        for day in days_from(first, last):
            work = works.get((person, day)) or Workday(person, day, (), ())
            judged.append(PersonDay(person, name, work, _verdict(work, rules.attendance, zone, at)))
    return judged


async def rejudge(department_id: int, person_id: int, day: date, at: datetime) -> Verdict | None:
    """Judges a day that is over and keeps the verdict, in place of an older one; a day in progress is left alone."""
    zone, rules = await department_zone(department_id), await rules_of(department_id)
    found = await judge(person_id, department_id, day, at)
    if found is None or at < _closes(found.work, rules.attendance, zone):
        return None
    await _keep(department_id, [found], at)
    return found.verdict


async def rejudge_month(department_id: int, person_ids: Collection[int], month: date, at: datetime) -> int:
    """Judges the days of a month that are over again, after its rota was published anew. Returns how many changed."""
    zone, rules = await department_zone(department_id), (await rules_of(department_id)).attendance
    days = month_days(month)
    first, last = days[0], min(days[-1], day_of(at, zone))
    known = {(r["person_id"], r["day"]): r for r in await db.fetch(_KEPT, department_id, first, last)}
    found = [
        each
        for each in await judge_days_of(department_id, first, last, at)
        if each.person_id in person_ids and at >= _closes(each.work, rules, zone) and _differs(each, known)
    ]
    await _keep(department_id, found, at)
    return len(found)


async def judge_days(at: datetime) -> int:
    """Judges every day that is over and was not judged yet, in every department. Returns how many.

    A day is over at the end of the calendar day in the department's zone; one whose shift crosses midnight waits for
    that shift's end and its window. A department whose days cannot be judged keeps no other's from being.
    """
    return await apart("judging", lambda each: _judge_department(each.id, each.zone, at), await departments())


_PEOPLE = """
SELECT id, name FROM person WHERE department_id = $1 AND ($2::bigint IS NULL OR id = $2)
  AND (left_at IS NULL OR left_at > $3) AND (joined_on IS NULL OR joined_on <= $4) ORDER BY id
"""
_SHIFTS = """
SELECT shift.id, shift.person_id, shift.day, shift.segments, shift.break_minutes AS number, shift_template.code AS kind,
    shift_template.names AS details
FROM shift LEFT JOIN shift_template ON shift_template.id = shift.template_id
WHERE shift.department_id = $1 AND shift.in_force AND shift.day BETWEEN $2 AND $3
  AND ($4::bigint IS NULL OR shift.person_id = $4)
ORDER BY lower(shift.segments)
"""
_PUNCHES = """
SELECT punch.id, punch.person_id, punch.day, punch.sequence AS number, punch.kind, punch.at, punch.shift_id,
    punch.standing, punch.place, punch.source, punch.reasons AS details, punch_decision.accepted
FROM punch LEFT JOIN punch_decision ON punch_decision.punch_id = punch.id
WHERE punch.department_id = $1 AND punch.day BETWEEN $2 AND $3 AND ($4::bigint IS NULL OR punch.person_id = $4)
ORDER BY punch.at, punch.sequence
"""
_KEEP = """
INSERT INTO day_verdict (department_id, person_id, day, status, late_minutes, early_minutes, reasons, rules_version,
    judged_at, shift_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
ON CONFLICT (person_id, day) DO UPDATE SET department_id = excluded.department_id, status = excluded.status,
    late_minutes = excluded.late_minutes, early_minutes = excluded.early_minutes, reasons = excluded.reasons,
    rules_version = excluded.rules_version, judged_at = excluded.judged_at, shift_id = excluded.shift_id
"""
_JUDGED = "SELECT person_id, day FROM day_verdict WHERE department_id = $1 AND day BETWEEN $2 AND $3"
_KEPT = """
SELECT person_id, day, status, late_minutes, early_minutes, shift_id FROM day_verdict
WHERE department_id = $1 AND day BETWEEN $2 AND $3
"""


async def _facts(
    department_id: int, first: date, last: date, person_id: int | None
) -> tuple[dict[int, str], dict[tuple[int, date], Workday]]:
    zone = await department_zone(department_id)
    begins = day_interval(first, zone).start
    people = {r["id"]: r["name"] for r in await db.fetch(_PEOPLE, department_id, person_id, begins, last)}
    shifts: dict[tuple[int, date], list[ShiftCard]] = {}
    punches: dict[tuple[int, date], list[Kept]] = {}
    for row in await db.fetch(_SHIFTS, department_id, first, last, person_id):
        shifts.setdefault((row["person_id"], row["day"]), []).append(shift_card(row))
    for row in await db.fetch(_PUNCHES, department_id, first, last, person_id):
        punches.setdefault((row["person_id"], row["day"]), []).append(kept(row))
    works = {
        key: Workday(key[0], key[1], tuple(shifts.get(key, ())), tuple(punches.get(key, ())))
        for key in shifts.keys() | punches.keys()
    }
    return people, works


async def _judge_department(department_id: int, zone: ZoneInfo, at: datetime) -> int:
    rules = (await rules_of(department_id)).attendance
    last = day_of(at, zone) - timedelta(days=1)
    first = last - timedelta(days=LOOK_BACK_DAYS - 1)
    known = {(row["person_id"], row["day"]) for row in await db.fetch(_JUDGED, department_id, first, last)}
    found = [
        each
        for each in await judge_days_of(department_id, first, last, at)
        if (each.person_id, each.work.day) not in known and at >= _closes(each.work, rules, zone)
    ]
    await _keep(department_id, found, at)
    return len(found)


async def _keep(department_id: int, found: Iterable[PersonDay], at: datetime) -> None:
    version = await db.fetchval("SELECT rules_version FROM department WHERE id = $1", department_id)
    for each in found:
        await db.execute(_KEEP, department_id, *_row(each, version, at))


def _differs(found: PersonDay, known: Mapping[tuple[int, date], Any]) -> bool:
    kept, verdict = known.get((found.person_id, found.work.day)), found.verdict
    now = (verdict.status, verdict.late_minutes, verdict.early_minutes, found.work.shift_id)
    return kept is None or now != (
        kept["status"],
        kept["late_minutes"],
        kept["early_minutes"],
        kept["shift_id"],
    )


def _verdict(work: Workday, rules: AttendanceParameters, zone: ZoneInfo, at: datetime) -> Verdict:
    return work.judge(rules, zone, as_of=None if at >= _closes(work, rules, zone) else at)


def _closes(work: Workday, rules: AttendanceParameters, zone: ZoneInfo) -> datetime:
    return work.closes_at(rules, day_interval(work.day, zone).end)


def _row(found: PersonDay, version: int, at: datetime) -> Iterable[Any]:
    verdict = found.verdict
    reasons = [{"rule": r.rule, "message": r.message, "args": dict(r.args)} for r in verdict.reasons]
    return (
        found.person_id,
        found.work.day,
        verdict.status,
        verdict.late_minutes,
        verdict.early_minutes,
        reasons,
        version,
        at,
        found.work.shift_id,
    )
