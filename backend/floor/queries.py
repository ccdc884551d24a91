"""Who is on the floor: everybody who is rostered or has come, in one round trip."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from backend.attendance.punches import Kept, ShiftCard, kept, shift_card
from backend.attendance.workday import Workday
from backend.infra import db


@dataclass(slots=True)
class Present:
    """Somebody with a shift or a punch of the day."""

    person_id: int
    name: str
    post: dict[str, str]
    post_code: str | None
    shifts: list[ShiftCard] = field(default_factory=list)
    punches: list[Kept] = field(default_factory=list)

    def workday(self, today: date) -> Workday:
        """What is judged: the shifts of one day and its punches. A shift from yesterday that still runs comes first."""
        day = min((shift.day for shift in self.shifts), default=today)
        return Workday(
            self.person_id,
            day,
            tuple(shift for shift in self.shifts if shift.day == day),
            tuple(punch for punch in self.punches if punch.day == day),
        )


async def people_of_the_day(department_id: int, today: date, at: datetime) -> list[Present]:
    """Everybody who is rostered today (or still works yesterday's shift) or has punched today."""
    rows = await db.fetch(_FLOOR, department_id, today, at)
    return list(_people(rows).values())


_FLOOR = """
SELECT 'shift' AS part, shift.id, shift.person_id, shift.day, shift.segments, shift.break_minutes AS number,
    shift_template.code AS kind, NULL::timestamptz AS at, NULL::bigint AS shift_id, NULL::text AS standing,
    NULL::text AS place, NULL::text AS source, shift_template.names AS details, NULL::boolean AS accepted,
    person.name, post.names AS post, post.code AS post_code
FROM shift JOIN person ON person.id = shift.person_id
LEFT JOIN post ON post.id = person.post_id
LEFT JOIN shift_template ON shift_template.id = shift.template_id
WHERE shift.department_id = $1 AND shift.in_force AND shift.day BETWEEN $2::date - 1 AND $2::date
  AND (shift.day = $2::date OR upper(shift.segments) > $3)
UNION ALL
SELECT 'punch', punch.id, punch.person_id, punch.day, NULL, punch.sequence, punch.kind, punch.at, punch.shift_id,
    punch.standing, punch.place, punch.source, punch.reasons, punch_decision.accepted, person.name, post.names,
    post.code
FROM punch JOIN person ON person.id = punch.person_id
LEFT JOIN post ON post.id = person.post_id
LEFT JOIN punch_decision ON punch_decision.punch_id = punch.id
WHERE punch.department_id = $1 AND punch.day BETWEEN $2::date - 1 AND $2::date
"""


def _people(rows: Iterable[Any]) -> dict[int, Present]:
    people: dict[int, Present] = {}
    for row in rows:
        person = people.get(row["person_id"])
        if person is None:
            person = people[row["person_id"]] = Present(
                row["person_id"], row["name"], row["post"] or {}, row["post_code"]
            )
        if row["part"] == "shift":
            person.shifts.append(shift_card(row))
        else:
            person.punches.append(kept(row))
    return people
