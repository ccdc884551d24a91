"""What must hold for every day that could ever be: shift, punches and leave at random."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from backend.rules.attendance import (
    LEAVE_KINDS,
    PUNCH_KINDS,
    STATUSES,
    AttendanceParameters,
    Day,
    Leave,
    Punch,
    judge_day,
)
from backend.rules.clock import DEFAULT_ZONE, Interval, WallTime, instant, minutes

DATE = date(2026, 11, 2)
MIDNIGHT = instant(DATE, WallTime(0), DEFAULT_ZONE)
BADNESS = dict.fromkeys(STATUSES, 0) | {
    "late": 1,
    "early": 1,
    "late+early": 2,
    "missing-in": 3,
    "missing-out": 3,
    "absent": 4,
}


def moment(quarters: int):
    """Coarse times, so that ends and starts meet often."""
    return MIDNIGHT + timedelta(minutes=15 * quarters)


def spans(low: int, high: int):
    pairs = st.tuples(st.integers(low, high), st.integers(low, high)).filter(lambda pair: pair[0] < pair[1])
    return pairs.map(lambda pair: Interval(moment(pair[0]), moment(pair[1])))


segments = st.lists(st.integers(28, 104), min_size=0, max_size=6, unique=True).map(
    lambda marks: tuple(
        Interval(moment(a), moment(b)) for a, b in zip(sorted(marks)[::2], sorted(marks)[1::2], strict=False)
    )
)
exact = st.builds(
    lambda quarters, seconds: moment(quarters) + timedelta(seconds=seconds),
    st.integers(20, 116),
    st.sampled_from([0, 0, 0, 1, -1, 59, 60]),
)
punches = st.lists(st.builds(Punch, exact, st.sampled_from(PUNCH_KINDS)), max_size=8).map(tuple)
leave = st.builds(Leave, spans(24, 112), st.sampled_from(LEAVE_KINDS), st.booleans())
days = st.builds(
    Day,
    st.just(DATE),
    segments,
    punches,
    st.lists(leave, max_size=3).map(tuple),
    st.sampled_from([0, 30, 60]),
    as_of=st.none() | exact,
)
parameters = st.builds(
    AttendanceParameters,
    grace_minutes=st.sampled_from([0, 5, 15]),
    early_is_absence=st.booleans(),
    absence_after_minutes=st.sampled_from([0, 30, 60]),
    overstay_is_absence=st.booleans(),
)


@given(days, parameters)
@settings(max_examples=300)
def test_every_day_has_one_verdict_with_a_reason(day, rules):
    verdict = judge_day(day, rules)
    assert verdict.status in STATUSES
    assert verdict.reasons
    assert verdict.day == day.day
    assert verdict.late_minutes >= 0 <= verdict.early_minutes
    assert verdict.late_minutes + verdict.early_minutes <= minutes(day.segments)


@given(days, parameters)
def test_minutes_go_with_their_status(day, rules):
    verdict = judge_day(day, rules)
    if verdict.status in ("present", "leave", "rest"):
        assert verdict.late_minutes == verdict.early_minutes == 0
    if verdict.status == "late":
        assert verdict.early_minutes == 0
    if verdict.status == "early":
        assert verdict.late_minutes == 0
    assert (verdict.status == "rest") == (not day.segments)


@given(days, leave, parameters)
@settings(max_examples=500)
def test_more_approved_leave_never_makes_a_day_worse(day, more, rules):
    before = judge_day(day, rules)
    after = judge_day(replace(day, leave=(*day.leave, replace(more, approved=True))), rules)
    assert BADNESS[after.status] <= BADNESS[before.status]
    assert after.late_minutes <= before.late_minutes or before.status == "absent"


@given(days, leave, parameters)
def test_a_pending_request_changes_nothing_but_the_reasons(day, more, rules):
    before = judge_day(day, rules)
    after = judge_day(replace(day, leave=(*day.leave, replace(more, approved=False))), rules)
    assert (after.status, after.late_minutes, after.early_minutes) == (
        before.status,
        before.late_minutes,
        before.early_minutes,
    )


@given(days, parameters, st.randoms())
def test_the_order_of_the_lists_does_not_matter(day, rules, random):
    shuffled = list(day.punches)
    random.shuffle(shuffled)
    again = judge_day(replace(day, punches=tuple(shuffled), leave=day.leave[::-1]), rules)
    before = judge_day(day, rules)
    assert replace(again, reasons=()) == replace(before, reasons=())
    assert sorted(map(str, again.reasons)) == sorted(map(str, before.reasons))


@given(days, parameters)
def test_tapping_twice_is_tapping_once(day, rules):
    assert judge_day(replace(day, punches=day.punches * 2), rules) == judge_day(day, rules)


@given(days, parameters, st.integers(1, 400))
def test_the_same_day_at_another_date_has_the_same_verdict(day, rules, later):
    """Nothing but the day's own facts counts: no clock, no other day."""
    by = timedelta(days=later)

    def moved(interval: Interval) -> Interval:
        return Interval(interval.start + by, interval.end + by)

    other = Day(
        day.day + by,
        tuple(moved(each) for each in day.segments),
        tuple(Punch(punch.at + by, punch.kind) for punch in day.punches),
        tuple(replace(each, span=moved(each.span)) for each in day.leave),
        day.break_minutes,
        as_of=day.as_of and day.as_of + by,
    )
    assert replace(judge_day(other, rules), day=DATE) == judge_day(day, rules)


@given(days, parameters)
def test_a_department_without_the_hard_rules_is_never_stricter(day, rules):
    lenient = replace(rules, early_is_absence=False, absence_after_minutes=0, overstay_is_absence=False)
    assert BADNESS[judge_day(day, lenient).status] <= BADNESS[judge_day(day, rules).status]
