"""A month's shifts out of a rotation: an ordered list of people, a start date and a pattern (R-ROTA-5)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from math import lcm
from zoneinfo import ZoneInfo

from backend.rules.bounds import choices
from backend.rules.clock import DAY_SECONDS, Interval, Intervals, days_from, monday_of, month_days
from backend.rules.rota.templates import ShiftTemplate, expand

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
PATTERN_KINDS = ("weeks", "turns")
REST = "-"


@dataclass(frozen=True, slots=True)
class Pattern:
    """Which shift codes go round, and how.

    `weeks`: each row is one week of one person, Monday to Sunday, `-` is a rest day; everybody goes through all rows,
    each person one row further than the one before. `turns`: one single row of seven days, each listing the codes to
    be filled that day, separated by blanks; people take them in turn, with separate turns for weekdays, weekends and
    holidays.
    """

    kind: str = field(metadata=choices(*PATTERN_KINDS))
    rows: tuple[tuple[str, ...], ...]

    @classmethod
    def from_json(cls, data: Mapping) -> Pattern:
        """Reads what `to_json` wrote; ValueError names the fault."""
        rows = tuple(tuple(row) for row in data["rows"])
        pattern = cls(data["kind"], rows)
        fault = pattern_fault(pattern)
        if fault:
            raise ValueError(fault)
        return pattern

    def to_json(self) -> dict:
        return {"kind": self.kind, "rows": [list(row) for row in self.rows]}

    def renamed(self, old: str, new: str) -> Pattern:
        """The same pattern where a shift's code has become another."""

        def cell(text: str) -> str:
            return " ".join(new if code == old else code for code in text.split())

        return Pattern(self.kind, tuple(tuple(map(cell, row)) for row in self.rows))

    def codes(self) -> set[str]:
        """Every shift code that the pattern uses."""
        return {code for row in self.rows for cell in row for code in cell.split() if code != REST}


@dataclass(frozen=True, slots=True)
class Rotation:
    """`people` in their order; the turns begin on `starts_on` (with `weeks`, in the week it lies in)."""

    people: tuple[int, ...]
    starts_on: date
    pattern: Pattern


@dataclass(frozen=True, slots=True)
class PlannedShift:
    """One person's shift of one day, as instants."""

    person: int
    day: date
    code: str
    segments: Intervals
    break_minutes: int = 0


@dataclass(frozen=True, slots=True)
class Unfilled:
    """A turn that nobody could take without being in two places at once."""

    day: date
    code: str


@dataclass(frozen=True, slots=True)
class Month:
    """What a rotation gives for a month, by day."""

    shifts: tuple[PlannedShift, ...]
    unfilled: tuple[Unfilled, ...] = ()


def generate_month(
    rotation: Rotation,
    templates: Mapping[str, ShiftTemplate],
    month: date,
    zone: ZoneInfo,
    holidays: Iterable[date] = (),
) -> Month:
    """The shifts of the month that `month` lies in. The same rotation always gives the same month.

    Nobody is ever given a shift that overlaps their shift of the day before. KeyError for an unknown code.
    """
    days = month_days(month)
    if not rotation.people or days[-1] < rotation.starts_on:
        return Month(())
    first = max(days[0], rotation.starts_on)
    if rotation.pattern.kind == "weeks":
        wanted = _weeks(rotation, first, days[-1])
    else:
        wanted = _turns(rotation, first, days[-1], frozenset(holidays), templates, zone)
    return _without_overlap(wanted, templates, zone)


def pattern_fault(pattern: Pattern) -> str | None:
    """The message id of what is wrong with a pattern; None if all is well."""
    if pattern.kind not in PATTERN_KINDS:
        return "rules-preset-pattern-kind"
    if not pattern.rows or any(len(row) != len(WEEKDAYS) for row in pattern.rows):
        return "rules-preset-pattern-seven-days"
    if pattern.kind == "turns" and len(pattern.rows) != 1:
        return "rules-preset-pattern-one-row"
    if pattern.kind == "weeks" and any(len(cell.split()) != 1 for row in pattern.rows for cell in row):
        return "rules-preset-pattern-one-code"
    return None


Wanted = Iterator[tuple[date, str, int | None]]


def _weeks(rotation: Rotation, first: date, last: date) -> Wanted:
    begin, rows = monday_of(rotation.starts_on), rotation.pattern.rows
    for day in days_from(first, last):
        week = (day - begin).days // 7
        for n, person in enumerate(rotation.people):
            code = rows[(week + n) % len(rows)][day.weekday()]
            if code != REST:
                yield day, code, person


def _turns(
    rotation: Rotation,
    first: date,
    last: date,
    holidays: frozenset[date],
    templates: Mapping[str, ShiftTemplate],
    zone: ZoneInfo,
) -> Wanted:
    """Runs from the start date, so that a month does not depend on which months were generated before it."""
    queues = {sort: list(rotation.people) for sort in ("weekday", "weekend", "holiday")}
    taken = dict.fromkeys(queues, 0)
    busy: dict[int, Interval] = {}
    codes_of = [[code for code in cell.split() if code != REST] for cell in rotation.pattern.rows[0]]
    crossing = any(templates[code].segments[-1][1].seconds > DAY_SECONDS for code in rotation.pattern.codes())
    for day in days_from(rotation.starts_on, last):
        sort, codes = sort_of_day(day, holidays), codes_of[day.weekday()]
        queue = queues[sort]
        today: set[int] = set()
        for code in _rotated(codes, taken[sort], len(queue)):
            # Instants are needed only where a night can reach into the next morning: years of days are walked here.
            segments = expand(templates[code].segments, day, zone) if crossing else ()
            person = _next_free(queue, today, busy, segments)
            if person is not None:
                queue.remove(person)
                queue.append(person)
                today.add(person)
                taken[sort] += 1
                if segments:
                    busy[person] = segments[-1]
            if day >= first:
                yield day, code, person


def _next_free(
    queue: list[int], today: set[int], busy: dict[int, Interval], segments: Intervals
) -> int | None:
    """Whose turn it is: the first in the queue who has no shift today and none that still runs."""
    for person in queue:
        if person not in today and not (person in busy and _clash(busy[person], segments)):
            return person
    return None


def sort_of_day(day: date, holidays: Iterable[date]) -> str:
    """holiday, weekend or weekday: their turns are counted apart."""
    if day in holidays:
        return "holiday"
    return "weekend" if day.weekday() >= 5 else "weekday"


def _rotated(codes: list[str], taken: int, people: int) -> list[str]:
    """So that nobody has the same code for ever where the number of codes and of people have a common factor."""
    if not codes:
        return codes
    by = taken // lcm(len(codes), people) % len(codes)
    return codes[by:] + codes[:by]


def _without_overlap(wanted: Wanted, templates: Mapping[str, ShiftTemplate], zone: ZoneInfo) -> Month:
    shifts: list[PlannedShift] = []
    unfilled: list[Unfilled] = []
    last: dict[int, Interval] = {}
    for day, code, person in wanted:
        template = templates[code]
        segments = expand(template.segments, day, zone)
        if not segments:
            continue
        if person is None or (person in last and _clash(last[person], segments)):
            unfilled.append(Unfilled(day, code))
            continue
        last[person] = segments[-1]
        shifts.append(PlannedShift(person, day, code, segments, template.break_minutes))
    return Month(tuple(shifts), tuple(unfilled))


def _clash(last: Interval, segments: Intervals) -> bool:
    return bool(segments) and segments[0].start < last.end
