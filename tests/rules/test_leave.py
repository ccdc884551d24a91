"""R-ATT-7, and the end of R-ATT-5: 周敏 and her leave."""

import pytest

from backend.rules.attendance import LEAVE_KINDS
from tests.rules.days import DAY_SPLIT, OFFICE, THREE_SHIFT, judge

ALL_DAY = "08:30 17:30 {kind} approved"


@pytest.mark.parametrize("kind", LEAVE_KINDS)
@pytest.mark.parametrize("punches", ["", "09:15 in", "10:00 in, 11:00 out"])
def test_leave_over_the_whole_shift_leaves_nothing_to_judge(kind, punches):
    verdict = judge(punches, ALL_DAY.format(kind=kind))
    assert (verdict.status, verdict.late_minutes, verdict.early_minutes) == ("leave", 0, 0)
    assert [reason.rule for reason in verdict.reasons] == ["R-ATT-7"]


def test_the_lunch_gap_needs_no_leave():
    assert judge("", "08:30 12:00 sick approved, 13:30 17:30 personal approved").status == "leave"


@pytest.mark.parametrize(
    ("punches", "leave", "status", "late", "early"),
    [
        ("08:30 in, 17:30 out", "08:30 10:05 personal approved", "present", 0, 0),
        ("10:05:00 in, 17:30 out", "08:30 10:05 personal approved", "leave", 0, 0),
        ("09:00 in, 17:30 out", "08:30 10:05 personal approved", "leave", 0, 0),
        ("09:00 in, 17:30 out", "08:40 10:05 personal approved", "late", 10, 0),
        ("13:30 in, 17:30 out", "08:30 12:00 trip approved", "leave", 0, 0),
        ("13:40 in, 17:30 out", "08:30 12:00 trip approved", "late", 10, 0),
        ("08:30 in, 12:00 out", "13:30 17:30 personal approved", "leave", 0, 0),
        ("08:30 in, 16:00 out", "16:00 17:30 personal approved", "leave", 0, 0),
        ("08:30 in, 15:50 out", "16:00 17:30 personal approved", "absent", 0, 10),
        ("08:50 in, 16:00 out", "16:00 17:30 personal approved", "late", 20, 0),
        ("08:30 in, 10:00 out, 11:30 in, 17:30 out", "10:00 11:30 sick approved", "leave", 0, 0),
        ("", "13:30 17:30 personal approved", "absent", 0, 0),
        ("13:30 in", "08:30 12:00 personal approved", "missing-out", 0, 0),
        ("08:30 in", "13:30 17:30 personal approved", "missing-out", 0, 0),
        ("08:30 in, 12:00 out, 17:30 out", "13:30 17:30 personal approved", "present", 0, 0),
        ("08:30 in, 13:25 in, 17:30 out", "08:30 12:00 personal approved", "present", 0, 0),
    ],
)
def test_leave_over_a_part_leaves_the_rest_to_judge(punches, leave, status, late, early):
    verdict = judge(punches, leave)
    assert (verdict.status, verdict.late_minutes, verdict.early_minutes) == (status, late, early)


@pytest.mark.parametrize(
    ("punches", "status"),
    [("", "absent"), ("10:05 in, 17:30 out", "absent"), ("08:50 in, 17:30 out", "late")],
)
def test_a_pending_request_excuses_nothing_but_is_named(punches, status):
    verdict = judge(punches, "08:30 17:30 personal pending")
    assert verdict.status == status
    assert "rules-reason-leave-pending" in {reason.message for reason in verdict.reasons}


@pytest.mark.parametrize(
    ("punches", "leave", "status"),
    [
        ("10:20 in, 17:30 out", "08:30 10:05 personal approved", "absent"),
        ("08:50 in, 17:30 out", "08:30 08:40 personal approved", "late"),
        ("08:30 in, 10:00 out, 11:40 in, 17:30 out", "10:00 11:30 sick approved", "absent"),
    ],
)
def test_overstaying_a_leave_is_an_absence_for_what_it_overstays(punches, leave, status):
    """Not where the time away would be no absence without any leave: leave never makes a day worse."""
    assert judge(punches, leave, parameters=DAY_SPLIT).status == status
    assert judge(punches, leave, parameters=THREE_SHIFT).status in ("late", "leave")


def test_only_what_leave_does_not_cover_counts_towards_the_hour():
    """95 minutes late, of which 35 are covered and 60 are not."""
    assert judge("10:05 in, 18:00 out", "09:30 10:05 personal approved", segments=OFFICE).status == "absent"
    assert judge("10:05 in, 18:00 out", "09:29 10:05 personal approved", segments=OFFICE).status == "late"
