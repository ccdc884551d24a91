"""R-ATT-6: no punch, half a punch, and the days on which nobody is expected."""

import pytest

from tests.rules.days import OFFICE, THREE_SHIFT, judge, rules_of


@pytest.mark.parametrize(
    ("punches", "status"),
    [
        ("", "absent"),
        ("08:30 in", "missing-out"),
        ("17:30 out", "missing-in"),
        ("08:30 in, 13:25 in, 17:30 out", "missing-out"),
        ("08:30 in, 12:00 out, 17:30 out", "missing-in"),
        ("12:00 out, 13:30 in", "missing-in"),
        ("08:30 in, 10:00 break_out", "missing-out"),
        ("08:30 in, 10:00 break_out, 17:30 out", "missing-in"),
        ("10:00 break_in, 17:30 out", "missing-in"),
        ("17:40 in", "missing-out"),
        ("18:00 in, 20:00 out", "absent"),
        ("06:00 in, 07:00 out", "absent"),
        ("08:00 out", "absent"),
    ],
)
def test_half_a_punch_waits_for_a_correction(punches, status):
    verdict = judge(punches, parameters=THREE_SHIFT)
    assert verdict.status == status
    assert "R-ATT-6" in rules_of(verdict)


def test_a_late_arrival_without_a_way_out_keeps_its_minutes():
    verdict = judge("08:50 in")
    assert (verdict.status, verdict.late_minutes) == ("missing-out", 20)


def test_what_is_an_absence_anyway_is_not_hidden_by_a_missing_punch():
    """09:30 is an hour late whatever the missing punch will turn out to be."""
    assert judge("09:30 in").status == "absent"
    assert judge("12:00 out").status == "absent"


def test_a_missing_way_in_still_shows_the_early_leave():
    verdict = judge("17:00 out", segments=OFFICE, parameters=THREE_SHIFT)
    assert (verdict.status, verdict.early_minutes) == ("missing-in", 60)


@pytest.mark.parametrize(("punches", "rule"), [("", "R-ATT-6"), ("09:00 in, 12:00 out", "R-LEAVE-7")])
def test_a_rest_day_stays_one_and_says_why(punches, rule):
    verdict = judge(punches, segments=[])
    assert verdict.status == "rest"
    assert rules_of(verdict) == {rule}
