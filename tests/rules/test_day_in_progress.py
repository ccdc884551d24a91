"""A day that is not over: what has not happened yet is not held against anybody."""

from dataclasses import replace

import pytest

from backend.rules.attendance import from_json, judge_day
from backend.rules.clock import WallTime, instant
from tests.rules.days import DAY_SPLIT, written


def judged_at(time: str, punches: str = "", leave: str = ""):
    day = from_json(written(punches, leave))
    return judge_day(replace(day, as_of=instant(day.day, WallTime.parse(time), day.zone)), DAY_SPLIT)


@pytest.mark.parametrize(
    ("now", "punches", "status", "late", "early"),
    [
        ("07:00", "", "present", 0, 0),
        ("08:30", "", "present", 0, 0),
        ("08:45", "", "late", 15, 0),
        ("10:00", "", "late", 90, 0),
        ("10:00", "08:30 in", "present", 0, 0),
        ("10:00", "08:30 in, 17:30 out", "present", 0, 0),
        ("12:30", "08:30 in", "present", 0, 0),
        ("12:30", "08:30 in, 12:00 out", "present", 0, 0),
        ("13:40", "08:30 in, 12:00 out", "late", 10, 0),
        ("13:40", "08:30 in", "present", 0, 0),
        ("16:00", "08:30 in, 16:00 out", "early", 0, 90),
        ("17:45", "08:30 in", "present", 0, 0),
        ("11:30", "08:30 in, 10:00 break_out", "present", 0, 0),
    ],
)
def test_so_far(now, punches, status, late, early):
    verdict = judged_at(now, punches)
    assert (verdict.status, verdict.late_minutes, verdict.early_minutes) == (status, late, early)
    assert not verdict.settled


def test_an_absence_is_only_called_one_when_its_segment_is_over():
    assert judged_at("11:59:59").status == "late"
    assert judged_at("12:00").status == "absent"
    assert judged_at("17:29:59", "08:30 in, 12:00 out").status == "late"
    assert judged_at("17:30", "08:30 in, 12:00 out").status == "absent"


def test_a_missing_punch_is_only_missed_when_none_can_come_any_more():
    assert judged_at("21:29", "08:30 in").status == "present"
    late = judged_at("21:30", "08:30 in")
    assert (late.status, late.settled) == ("missing-out", True)


def test_leave_in_the_morning_before_anybody_has_come():
    assert judged_at("10:00", "", "08:30 12:00 personal approved").status == "leave"
