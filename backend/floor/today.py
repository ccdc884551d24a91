"""What a person's Today page says, in one round trip."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from backend.attendance.card import ClockCard, clock_card
from backend.attendance.punches import RECENT, ShiftCard, kept, shift_card
from backend.infra import db
from backend.notifications.queries import OF_TODAY, TO_ANSWER, Letter, letter_of_today
from backend.rules.attendance import AttendanceParameters


@dataclass(frozen=True, slots=True)
class Answered:
    """Something of mine that a lead has said no to, lately."""

    kind: str
    at: datetime
    note: str
    correction: bool


@dataclass(frozen=True, slots=True)
class Today:
    """`asked` counts my corrections that nobody has answered; `to_answer` are messages that wait for me."""

    card: ClockCard
    upcoming: ShiftCard | None
    asked: int
    came_back: tuple[Answered, ...]
    to_answer: tuple[Letter, ...]


LATELY = timedelta(days=2)


async def today_of(
    person_id: int, department_id: int, at: datetime, today: date, rules: AttendanceParameters
) -> Today:
    """A person's card, next shift, open requests and refused ones."""
    rows = await db.fetch(_TODAY, person_id, department_id, today, at - LATELY, at, TO_ANSWER)
    return _today(rows, at, today, rules)


_TODAY = f"""
(SELECT 'shift' AS part, shift.id, shift.day, shift.segments, shift.break_minutes AS number,
    shift_template.code AS kind, NULL::timestamptz AS at, NULL::bigint AS shift_id, NULL::text AS standing,
    NULL::text AS place, NULL::text AS source, shift_template.names AS details, NULL::boolean AS accepted
FROM shift LEFT JOIN shift_template ON shift_template.id = shift.template_id
WHERE shift.person_id = $1 AND shift.department_id = $2 AND shift.in_force
  AND shift.day BETWEEN $3::date - 1 AND $3::date + 14
ORDER BY shift.day LIMIT 6)
UNION ALL
SELECT 'punch', punch.id, punch.day, NULL, punch.sequence, punch.kind, punch.at, punch.shift_id,
    punch.standing, punch.place, punch.source, punch.reasons, punch_decision.accepted
FROM (SELECT * FROM punch WHERE person_id = $1 ORDER BY sequence DESC LIMIT {RECENT}) AS punch
LEFT JOIN punch_decision ON punch_decision.punch_id = punch.id
UNION ALL
SELECT CASE WHEN correction_decision.id IS NULL THEN 'asked' ELSE 'answered' END, correction.id, correction.day, NULL,
    0, correction.kind, correction.at, NULL, correction_decision.note, NULL, 'correction', NULL, false
FROM correction LEFT JOIN correction_decision ON correction_decision.correction_id = correction.id
WHERE correction.person_id = $1 AND correction.department_id = $2 AND correction.day >= $3::date - 60
  AND (correction_decision.id IS NULL
       OR (correction_decision.outcome = 'rejected' AND correction_decision.decided_at > $4))
UNION ALL
SELECT 'answered', punch.id, punch.day, NULL, 0, punch.kind, punch.at, NULL, punch_decision.note, NULL, 'punch', NULL,
    false
FROM punch JOIN punch_decision ON punch_decision.punch_id = punch.id
WHERE punch.person_id = $1 AND punch.at > $4 AND NOT punch_decision.accepted AND punch_decision.decided_at > $4
UNION ALL
{OF_TODAY}
"""


def _today(rows: Iterable[Any], at: datetime, today: date, rules: AttendanceParameters) -> Today:
    shifts, punches, asked, came_back, letters = [], [], 0, [], []
    for row in rows:
        part = row["part"]
        if part == "shift":
            shifts.append(shift_card(row))
        elif part == "punch":
            punches.append(kept(row))
        elif part == "asked":
            asked += 1
        elif part == "message":
            letters.append(letter_of_today(row))
        else:
            came_back.append(Answered(row["kind"], row["at"], row["standing"], row["source"] == "correction"))
    shifts.sort(key=lambda shift: shift.start)
    near = [shift for shift in shifts if abs((shift.day - today).days) <= 1]
    card = clock_card(near, punches, at, today, rules)
    upcoming = next((each for each in shifts if each.start > at and each is not card.shift), None)
    letters.sort(key=lambda each: (each.rank, -each.id))
    return Today(card, upcoming, asked, tuple(came_back), tuple(letters))
