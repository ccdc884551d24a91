"""What a line's plan is made from: rota, overrides, verified numbers, posts and the department's own chain."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from backend.company.queries import department_zone, rules_of
from backend.hotline.queries import Line
from backend.infra import db
from backend.people.numbers import verified_numbers
from backend.rota.queries import ShiftView, shifts_of_department
from backend.rules.clock import Interval, day_of
from backend.rules.hotline import (
    DutyShift,
    Facts,
    Hours,
    Override,
    Plan,
    horizon,
    make_plan,
    superiors_of,
)
from backend.rules.presets import Preset

PLANNED_DAYS = 8
"""A plan is made for so many days, so that seven always stand."""


async def wanted_plan(line: Line, at: datetime, version: int) -> Plan:
    """The plan that holds by what is known now, from `at` on."""
    facts = await facts_of(line, at)
    start = at.replace(microsecond=0)
    return make_plan(facts, Interval(start, horizon(facts.hours, start, PLANNED_DAYS)), version)


async def facts_of(line: Line, at: datetime) -> Facts:
    """Everything that decides from `at` on."""
    rules, zone = await rules_of(line.department_id), await department_zone(line.department_id)
    people = [_Colleague(**row) for row in await db.fetch(_PEOPLE, line.department_id)]
    numbers = await verified_numbers(line.department_id)
    own = [row["person_id"] for row in await db.fetch(_CHAIN, line.department_id)]
    return Facts(
        hours_of(rules, zone),
        line.office_number,
        await _duty_shifts(line.department_id, rules, people, day_of(at, zone)),
        await overrides_of(line.department_id, at),
        numbers,
        _chain(own, _superiors(rules, people), numbers),
    )


def hours_of(rules: Preset, zone: ZoneInfo) -> Hours:
    """R-HOT-1, as the department has it."""
    return Hours(rules.hotline.opens, rules.hotline.closes, zone)


async def superiors(department_id: int) -> tuple[int, ...]:
    """Who stands behind the duty where the department has written down no chain of its own, the nearest first."""
    people = [_Colleague(**row) for row in await db.fetch(_PEOPLE, department_id)]
    return _superiors(await rules_of(department_id), people)


async def overrides_of(department_id: int, at: datetime) -> tuple[Override, ...]:
    """What stands above the rota from `at` on; what was given back holds until then."""
    return tuple(
        Override(
            row["id"],
            row["person_id"],
            row["kind"],
            Interval(row["starts_at"], row["until"]),
            row["made_at"],
            row["by_day"],
        )
        for row in await db.fetch(_OVERRIDES, department_id, at)
    )


@dataclass(frozen=True, slots=True)
class _Colleague:
    person_id: int
    post: str | None
    last_day: date | None


async def _duty_shifts(
    department_id: int, rules: Preset, people: Iterable[_Colleague], today: date
) -> tuple[DutyShift, ...]:
    """Published shifts of those who may have the night; nobody has it after their last day (R-PPL-3)."""
    posts = rules.hotline.duty_posts
    able = {each.person_id: each for each in people if not posts or each.post in posts}
    first, last = today - timedelta(days=2), today + timedelta(days=PLANNED_DAYS + 1)
    shifts = await shifts_of_department(department_id, first, last)
    return tuple(
        DutyShift(each.person_id, each.day, each.start, each.end)
        for each in shifts
        if _works(each, able.get(each.person_id))
    )


def _works(shift: ShiftView, colleague: _Colleague | None) -> bool:
    return colleague is not None and (colleague.last_day is None or shift.day <= colleague.last_day)


def _superiors(rules: Preset, people: Iterable[_Colleague]) -> tuple[int, ...]:
    holders: dict[str, list[int]] = {}
    for each in people:
        if each.post is not None:
            holders.setdefault(each.post, []).append(each.person_id)
    superior = {code: post.superior for code, post in rules.posts.items()}
    return superiors_of(rules.hotline.duty_posts, superior, holders)


def _chain(own: list[int], above: tuple[int, ...], numbers: dict[int, str]) -> tuple[int, ...]:
    """The department's own list; where none of it can be reached, the superiors (R-HOT-2)."""
    return tuple(own) if any(person_id in numbers for person_id in own) else above


_PEOPLE = """
SELECT person.id AS person_id, post.code AS post, person.last_day
FROM person LEFT JOIN post ON post.id = person.post_id
WHERE person.department_id = $1 AND person.left_at IS NULL ORDER BY person.id
"""
_CHAIN = """
SELECT hotline_chain.person_id FROM hotline_chain JOIN person ON person.id = hotline_chain.person_id
WHERE hotline_chain.department_id = $1 AND person.department_id = $1 AND person.left_at IS NULL
ORDER BY hotline_chain.position
"""
_OVERRIDES = """
SELECT override.id, override.person_id, override.kind, override.starts_at, override.made_at, override.by_day,
    least(override.ends_at, override.ended_at) AS until
FROM hotline_override AS override JOIN person ON person.id = override.person_id
WHERE override.department_id = $1 AND person.department_id = $1 AND person.left_at IS NULL AND override.ends_at > $2
  AND (override.ended_at IS NULL OR override.ended_at > greatest(override.starts_at, $2))
ORDER BY override.id
"""
