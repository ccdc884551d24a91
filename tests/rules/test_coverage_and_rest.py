"""R-ROTA-2 to R-ROTA-4: holes in the coverage, days off, and being in one place only."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.rules.clock import DEFAULT_ZONE, Interval
from backend.rules.presets import PRESETS, load
from backend.rules.rota import (
    WEEKDAYS,
    OnDuty,
    Pattern,
    Requirement,
    Rotation,
    coverage_holes,
    coverage_steps,
    expand,
    generate_month,
    overlaps,
    rest_faults,
)
from tests.rules.days import LIN, MONDAY, ZHOU, clock, template, times


def on(person: int, text: str, post: str = "service") -> OnDuty:
    return OnDuty(person, post, expand(times(text), MONDAY, DEFAULT_ZONE))


TWO = Requirement(times("08:30–12:00 13:30–17:30"), 2)


def holes(requirement: Requirement, *shifts: OnDuty, day: date = MONDAY):
    return [
        (hole.span.start, hole.span.end, hole.present)
        for hole in coverage_holes([requirement], shifts, day, DEFAULT_ZONE)
    ]


def test_two_on_duty_at_every_moment():
    day = "08:30–12:00 13:30–17:30"
    assert holes(TWO, on(LIN, day), on(ZHOU, day)) == []
    assert holes(TWO, on(LIN, day), on(ZHOU, "08:30–12:00 13:30–17:29")) == [
        (clock("17:29"), clock("17:30"), 1)
    ]
    assert holes(TWO) == [(clock("08:30"), clock("12:00"), 0), (clock("13:30"), clock("17:30"), 0)]


def test_a_hole_is_one_hole_however_deep_it_is_in_between():
    found = holes(Requirement(times("08:00–12:00"), 2), on(LIN, "08:00–09:00 11:00–12:00"))
    assert found == [(clock("08:00"), clock("12:00"), 0)]


def test_one_person_twice_is_one_person():
    assert holes(TWO, on(LIN, "08:00–18:00"), on(LIN, "08:30–17:30"))[0][2] == 1


def test_only_the_named_posts_count_and_only_on_the_named_weekdays():
    service = Requirement(times("08:30–21:00"), 1, ("sat", "sun"), ("service",))
    saturday = MONDAY + timedelta(days=5)
    assert holes(service, on(LIN, "08:30–21:00", "warehouse")) == []
    assert len(holes(service, on(LIN, "08:30–21:00"), day=saturday)) == 1


def test_a_hand_over_at_the_same_moment_leaves_no_hole():
    one = Requirement(times("08:00–16:00"), 1)
    assert holes(one, on(LIN, "08:00–12:00"), on(ZHOU, "12:00–16:00")) == []


@given(
    st.lists(st.tuples(st.integers(1, 4), st.integers(0, 40), st.integers(1, 20)), max_size=6),
    st.integers(1, 3),
)
def test_the_band_covers_the_opening_and_counts_people(shifts, minimum):
    requirement = Requirement(times("00:00–10:00"), minimum)
    planned = [
        OnDuty(person, None, (Interval(clock("00:00") + quarter(a), clock("00:00") + quarter(a + b)),))
        for person, a, b in shifts
    ]
    steps = coverage_steps(requirement, planned, MONDAY, DEFAULT_ZONE)
    assert steps[0].span.start == clock("00:00")
    assert steps[-1].span.end == clock("10:00")
    assert all(one.span.end == other.span.start for one, other in pairwise(steps))
    for step in steps:
        there = {shift.person for shift in planned if step.span.start in shift.segments[0]}
        assert step.present == len(there)


def quarter(count: int) -> timedelta:
    return timedelta(minutes=15 * count)


def week(person: int, free: str):
    """Shifts on every day of the week but these."""
    return [
        planned
        for planned in _every_day(person)
        if planned.day < MONDAY + timedelta(days=7) and WEEKDAYS[planned.day.weekday()] not in free.split()
    ]


@pytest.mark.parametrize(
    ("free", "message"),
    [
        ("sun", None),
        ("sat", None),
        ("", "rules-rest-too-few"),
        ("sat sun", "rules-rest-too-many"),
        ("wed", "rules-rest-wrong-weekday"),
    ],
)
def test_exactly_one_day_off_at_the_weekend(free, message):
    faults = rest_faults(week(LIN, free), [LIN], MONDAY, load("early-late").rest)
    assert [fault.reason.message for fault in faults] == ([message] if message else [])


@pytest.mark.parametrize("name", [name for name in PRESETS if name != "early-late"])
def test_other_documents_say_nothing_about_the_day_off(name):
    assert rest_faults(week(LIN, ""), [LIN], MONDAY, load(name).rest) == ()


def test_an_overlap_says_who_and_when():
    first, second = week(LIN, "")[0], week(ZHOU, "")[0]
    assert overlaps([first, second]) == ()
    found = overlaps([first, first])
    assert (found[0].first.person, found[0].span) == (LIN, first.segments[0])


def _every_day(person: int):
    rotation = Rotation((person,), MONDAY, Pattern("turns", (("A",) * 7,)))
    return generate_month(rotation, {"A": template("08:30–16:00")}, MONDAY, DEFAULT_ZONE).shifts
