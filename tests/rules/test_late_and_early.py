"""R-ATT-2 to R-ATT-5: the stories of 林晓, who works the split day 08:30–12:00 and 13:30–17:30."""

from dataclasses import replace

import pytest

from backend.rules.attendance import from_json, judge_day
from backend.rules.presets import load
from tests.rules.days import DAY_SPLIT, NIGHT, OFFICE, THREE_SHIFT, judge, rules_of, written

EARLY_LATE = load("early-late").attendance


@pytest.mark.parametrize(
    ("punches", "status", "late", "early"),
    [
        ("08:30:00 in, 17:30:00 out", "present", 0, 0),
        ("08:30:01 in, 17:30 out", "late", 0, 0),
        ("08:31:00 in, 17:30 out", "late", 1, 0),
        ("08:31:59 in, 17:30 out", "late", 1, 0),
        ("08:30 in, 17:29:59 out", "early", 0, 0),
        ("08:30 in, 17:00 out", "early", 0, 30),
        ("08:45 in, 17:00 out", "late+early", 15, 30),
        ("07:00 in, 19:00 out", "present", 0, 0),
        ("08:30 in, 12:00 out, 13:30 in, 17:30 out", "present", 0, 0),
        ("08:30 in, 12:00 out, 13:45 in, 17:30 out", "late", 15, 0),
        ("08:40 in, 12:00 out, 13:45 in, 17:30 out", "late", 25, 0),
        ("08:30 in, 11:50 out, 13:30 in, 17:30 out", "early", 0, 10),
        ("08:30 in, 12:10 out, 13:20 in, 17:30 out", "present", 0, 0),
        ("08:30 in, 12:00 out", "early", 0, 240),
        ("13:30 in, 17:30 out", "late", 210, 0),
        ("08:29 in, 08:31 in, 17:29 out, 17:31 out", "present", 0, 0),
    ],
)
def test_minutes_are_whole_and_intervals_half_open(punches, status, late, early):
    verdict = judge(punches, parameters=THREE_SHIFT)
    assert (verdict.status, verdict.late_minutes, verdict.early_minutes) == (status, late, early)


@pytest.mark.parametrize(("came", "status", "late"), [("08:35:00", "present", 0), ("08:35:01", "late", 5)])
def test_grace_moves_the_line_not_the_minutes(came, status, late):
    verdict = judge(f"{came} in, 17:30 out", parameters=replace(THREE_SHIFT, grace_minutes=5))
    assert (verdict.status, verdict.late_minutes) == (status, late)


@pytest.mark.parametrize(
    ("punches", "status", "rule"),
    [
        ("08:30 in, 17:29:59 out", "absent", "R-ATT-4"),
        ("09:29:59 in, 17:30 out", "late", "R-ATT-2"),
        ("09:30:00 in, 17:30 out", "absent", "R-ATT-5"),
        ("08:30 in, 16:30 out", "absent", "R-ATT-5"),
        ("13:30 in, 17:30 out", "absent", "R-ATT-5"),
        ("08:30 in, 10:00 break_out, 10:59:59 break_in, 17:30 out", "present", "R-ATT-5"),
        ("08:30 in, 10:00 break_out, 11:00:00 break_in, 17:30 out", "absent", "R-ATT-5"),
        ("08:30 in, 10:00 out, 11:00 in, 17:30 out", "absent", "R-ATT-5"),
        ("08:30 in, 11:30 break_out, 13:30 break_in, 17:30 out", "present", "R-ATT-5"),
        ("08:30 in, 12:00 break_out, 13:30 break_in, 17:30 out", "present", "R-ATT-2"),
    ],
)
def test_the_split_day_turns_hours_into_absences(punches, status, rule):
    verdict = judge(punches)
    assert verdict.status == status
    assert rule in rules_of(verdict)


@pytest.mark.parametrize("parameters", [THREE_SHIFT, EARLY_LATE, load("mall-service").attendance])
def test_other_departments_do_not(parameters):
    assert judge("10:30 in, 16:00 out", parameters=parameters).status == "late+early"
    assert (
        judge("08:30 in, 09:00 break_out, 11:00 break_in, 17:30 out", parameters=parameters).status
        == "present"
    )


def test_an_absence_keeps_its_minutes_and_reasons():
    verdict = judge("09:30 in, 17:00 out")
    assert (verdict.status, verdict.late_minutes, verdict.early_minutes) == ("absent", 60, 30)
    assert [reason.rule for reason in verdict.reasons] == ["R-ATT-2", "R-ATT-5", "R-ATT-3", "R-ATT-4"]


def test_late_back_from_a_break_over_lunch_is_late():
    """The break taps are the first punch of the afternoon too."""
    assert judge("08:30 in, 12:00 break_out, 13:40 break_in, 17:30 out").late_minutes == 10


def test_the_meal_inside_the_shift_is_not_time_away():
    day = from_json(
        written("08:30 in, 12:00 break_out, 13:30 break_in, 18:30 out", segments=[["08:30", "18:30"]])
    )
    assert judge_day(day, DAY_SPLIT).status == "absent"
    assert judge_day(replace(day, break_minutes=60), DAY_SPLIT).status == "present"


@pytest.mark.parametrize(
    ("punches", "status", "late", "early"),
    [
        ("21:50 in, 06:00+1 out", "present", 0, 0),
        ("22:20 in, 06:00+1 out", "late", 20, 0),
        ("00:10:00+1 in, 06:00+1 out", "late", 130, 0),
        ("22:00 in, 05:15:30+1 out", "early", 0, 44),
    ],
)
def test_a_night_shift_belongs_to_the_day_it_starts_on(punches, status, late, early):
    """R-ATT-9"""
    verdict = judge(punches, segments=NIGHT, parameters=THREE_SHIFT)
    assert (verdict.status, verdict.late_minutes, verdict.early_minutes) == (status, late, early)
    assert verdict.day.isoformat() == "2026-11-02"


@pytest.mark.parametrize(
    "punches",
    [
        "08:30 in, 18:05 in, 18:06 out",
        "07:50 in, 08:00 out, 08:20 in, 18:00 out",
        "08:30 in, 18:00 out, 20:00 in, 21:00 out",
        "08:00 out, 08:30 in, 18:00 out",
        "08:30 in, 12:00 in, 12:01 in, 18:00 out",
        "08:30 in, 17:50 out, 18:00 out",
    ],
)
def test_the_wrong_button_and_what_lies_around_the_shift_do_no_harm(punches):
    assert judge(punches, segments=OFFICE).status == "present"


def test_coming_back_after_the_shift_does_not_undo_an_early_leave():
    assert (
        judge(
            "08:30 in, 15:00 out, 18:30 in, 19:00 out", segments=OFFICE, parameters=THREE_SHIFT
        ).early_minutes
        == 180
    )
