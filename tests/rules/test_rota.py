"""R-ROTA-1 and R-ROTA-5: shifts out of templates and months out of rotations."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.rules.clock import DEFAULT_ZONE, minutes
from backend.rules.presets import load
from backend.rules.rota import (
    Pattern,
    Rotation,
    expand,
    fairness,
    generate_month,
    overlaps,
    rest_faults,
    worked_minutes,
)
from tests.rules.days import HE, LIN, MONDAY, ZHOU, clock, template, times


@pytest.mark.parametrize(
    ("name", "code", "text", "worked"),
    [
        ("three-shift", "A", "08:30–16:00", 450),
        ("three-shift", "B", "15:30–23:00", 450),
        ("three-shift", "C", "10:00–17:30", 450),
        ("three-shift", "office", "08:30–18:00", 570),
        ("early-late", "early", "08:30–18:30", 540),
        ("early-late", "late", "13:30–23:30", 540),
        ("early-late", "office", "08:30–11:00 12:30–18:30", 510),
        ("day-split", "day", "08:30–12:00 13:30–17:30", 450),
        ("mall-service", "day", "08:30–21:00", 750),
        ("mall-service", "evening", "18:00–21:00", 180),
        ("mall-service", "sunday", "08:30–21:00", 750),
        ("mall-service", "restaurant", "18:00–20:00", 120),
    ],
)
def test_the_templates_of_the_documents(name, code, text, worked):
    shift = load(name).shifts[code]
    assert shift.segments == times(text)
    assert worked_minutes(expand(shift.segments, MONDAY, DEFAULT_ZONE), shift.break_minutes) == worked


def test_a_shift_over_midnight_ends_on_the_next_day():
    night = expand(times("22:00–02:00+1 03:00+1–06:00+1"), MONDAY, DEFAULT_ZONE)
    assert night[0].start == clock("22:00")
    assert night[-1].end == clock("06:00", MONDAY + timedelta(days=1))
    assert minutes(night) == 7 * 60


def month_of(people, pattern, codes, month=MONDAY, starts_on=MONDAY, holidays=()):
    return generate_month(Rotation(tuple(people), starts_on, pattern), codes, month, DEFAULT_ZONE, holidays)


def test_early_and_late_change_every_week_with_one_day_off_at_the_weekend():
    preset = load("early-late")
    month = month_of(
        (LIN, ZHOU), preset.rotations["customer-service"].pattern, preset.shifts, date(2026, 12, 1)
    )
    week = [shift for shift in month.shifts if date(2026, 12, 7) <= shift.day <= date(2026, 12, 13)]
    assert {shift.code for shift in week if shift.person == LIN} == {"late"}
    assert {shift.code for shift in week if shift.person == ZHOU} == {"early"}
    for monday in (date(2026, 12, 7), date(2026, 12, 14), date(2026, 12, 21)):
        assert rest_faults(month.shifts, (LIN, ZHOU), monday, preset.rest) == ()


def test_three_people_fill_three_shifts():
    preset = load("three-shift")
    month = month_of((LIN, ZHOU, HE), preset.rotations["customer-service"].pattern, preset.shifts)
    tuesday = [shift.code for shift in month.shifts if shift.day == MONDAY + timedelta(days=1)]
    assert sorted(tuesday) == ["A", "B", "C"]
    assert len(fairness(month.shifts, (LIN, ZHOU, HE)).turns) == 3


def test_weekend_turns_are_counted_apart_from_weekdays_and_holidays():
    preset = load("day-split")
    holidays = {date(2026, 10, day) for day in range(1, 8)}
    month = month_of(
        (LIN, ZHOU, HE),
        preset.rotations["duty"].pattern,
        preset.shifts,
        date(2026, 10, 1),
        date(2026, 9, 1),
        holidays,
    )
    fair = fairness(month.shifts, (LIN, ZHOU, HE), holidays)
    assert fair.fair
    assert sum(turns.holiday for turns in fair.turns.values()) == 14
    assert sum(turns.total for turns in fair.turns.values()) == 62


def test_a_rotation_does_nothing_before_it_starts():
    pattern = Pattern("turns", (("day",) * 7,))
    codes = {"day": template("08:30–17:30")}
    assert month_of([LIN], pattern, codes, date(2026, 10, 1)).shifts == ()
    assert month_of([], pattern, codes).shifts == ()
    middle = month_of([LIN], pattern, codes, starts_on=date(2026, 11, 20))
    assert [shift.day.day for shift in middle.shifts] == list(range(20, 31))


def test_a_turn_that_nobody_can_take_is_named():
    """One person cannot work the night and, before it ends, the morning."""
    codes = {"night": template("22:00–06:00+1"), "dawn": template("05:00–09:00")}
    row = ("night", "dawn", "night", "dawn", "-", "-", "-")
    month = month_of([LIN], Pattern("turns", (row,)), codes)
    assert [(gap.day.day, gap.code) for gap in month.unfilled[:2]] == [(3, "dawn"), (5, "dawn")]
    relieved = month_of([LIN, ZHOU], Pattern("turns", (row,)), codes)
    assert relieved.unfilled == ()


codes = {
    "A": template("08:30–16:00"),
    "B": template("15:30–23:00"),
    "N": template("22:00–06:00+1"),
    "D": template("05:00–12:00 13:00–15:00"),
}
cells = st.lists(st.sampled_from(["A", "B"]), max_size=3).map(lambda found: " ".join(found) or "-")
turn_rows = st.tuples(*[cells] * 7)
week_rows = st.lists(st.tuples(*[st.sampled_from(["A", "B", "N", "D", "-"])] * 7), min_size=1, max_size=4)
starts = st.dates(date(2026, 1, 1), date(2026, 6, 30))


@given(
    turn_rows, st.integers(3, 9), starts, st.sets(st.dates(date(2026, 1, 1), date(2026, 8, 1)), max_size=20)
)
@settings(max_examples=40)
def test_turns_are_fair_at_every_moment(row, people, start, holidays):
    """From the start of the rotation to the end of any month nobody is more than one turn ahead."""
    shifts = []
    for month in range(start.month, 8):
        given_month = month_of(
            range(people), Pattern("turns", (row,)), codes, date(2026, month, 1), start, holidays
        )
        shifts += given_month.shifts
        assert fairness(shifts, range(people), holidays).fair
        assert given_month.unfilled == ()


@given(week_rows, st.integers(1, 6), starts)
@settings(max_examples=40)
def test_nobody_is_ever_in_two_places(rows, people, start):
    month = month_of(range(people), Pattern("weeks", tuple(rows)), codes, date(2026, 7, 1), start)
    assert overlaps(month.shifts) == ()


@given(week_rows, st.integers(1, 6))
@settings(max_examples=30)
def test_after_a_full_cycle_of_weeks_everybody_has_had_the_same(rows, people):
    pattern = Pattern("weeks", tuple(tuple(cell if cell != "D" else "A" for cell in row) for row in rows))
    shifts = [
        shift
        for month in (1, 2)
        for shift in month_of(range(people), pattern, codes, date(2026, month, 1), date(2026, 1, 5)).shifts
        if shift.day < date(2026, 1, 5) + timedelta(weeks=len(rows))
    ]
    turns = {(own.weekday, own.weekend) for own in fairness(shifts, range(people)).turns.values()}
    assert len(turns) == 1


@given(turn_rows, starts)
@settings(max_examples=20)
def test_a_month_does_not_depend_on_who_asked_for_which_month_before(row, start):
    pattern = Pattern("turns", (row,))
    again = Pattern.from_json(pattern.to_json())
    assert month_of(range(3), pattern, codes, date(2026, 7, 1), start) == month_of(
        range(3), again, codes, date(2026, 7, 20), start
    )


@pytest.mark.parametrize(
    ("kind", "rows"),
    [
        ("rounds", (("A",) * 7,)),
        ("weeks", (("A",) * 6,)),
        ("turns", (("A",) * 7,) * 2),
        ("weeks", (("A B",) * 7,)),
    ],
)
def test_a_pattern_that_makes_no_sense_is_refused(kind, rows):
    with pytest.raises(ValueError):
        Pattern.from_json({"kind": kind, "rows": [list(row) for row in rows]})
