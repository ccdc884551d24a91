"""Wall clock, zones and the arithmetic of intervals."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.rules.clock import (
    DEFAULT_ZONE,
    Interval,
    WallTime,
    day_interval,
    day_of,
    instant,
    intersect,
    minus,
    minutes,
    month_days,
    seconds,
    span,
    union,
    wall,
)

BERLIN = ZoneInfo("Europe/Berlin")
SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)
ZONES = st.sampled_from([DEFAULT_ZONE, BERLIN, ZoneInfo("America/New_York"), ZoneInfo("Australia/Lord_Howe")])
EPOCH = datetime(2026, 11, 2, tzinfo=UTC)


def at(text: str) -> WallTime:
    return WallTime.parse(text)


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "seconds", "again"),
    [
        ("08:30", 30600, "08:30"),
        ("08:30:01", 30601, "08:30:01"),
        ("00:10:00+1", 87000, "00:10+1"),
        ("24:00", 86400, "00:00+1"),
        ("23:00-1", -3600, "23:00-1"),
    ],
)
def test_wall_times_are_read_and_written(text, seconds, again):
    assert at(text).seconds == seconds
    assert str(at(text)) == again
    assert at(again) == at(text)


@pytest.mark.parametrize(
    "text", ["8:30", "08:60", "24:01", "08:30:60", "08:30+0", "", "08:30 ", "０８:30", None, 830]
)
def test_what_is_no_time_is_refused(text):
    with pytest.raises(ValueError):
        at(text)


def test_shanghai_is_the_default():
    assert instant(date(2026, 11, 2), at("08:30"), DEFAULT_ZONE) == utc(2026, 11, 2, 0, 30)
    assert instant(date(2026, 11, 2), at("00:10:00+1"), DEFAULT_ZONE) == utc(2026, 11, 2, 16, 10)


def test_a_skipped_time_is_the_moment_of_the_skip():
    assert instant(SPRING, at("02:30"), BERLIN) == utc(2026, 3, 29, 1, 0)
    assert span(SPRING, at("02:10"), at("02:50"), BERLIN) is None
    assert day_interval(SPRING, BERLIN).seconds == 23 * 3600


def test_a_time_shown_twice_is_its_first_showing():
    assert instant(AUTUMN, at("02:30"), BERLIN) == utc(2026, 10, 25, 0, 30)
    assert day_interval(AUTUMN, BERLIN).seconds == 25 * 3600


def test_a_night_shift_is_as_long_as_the_night_really_is():
    night = span(SPRING - timedelta(days=1), at("22:00"), at("06:00+1"), BERLIN)
    assert minutes([night]) == 7 * 60


def test_an_instant_belongs_to_the_departments_day():
    assert day_of(utc(2026, 11, 1, 16, 0), DEFAULT_ZONE) == date(2026, 11, 2)
    assert day_of(utc(2026, 11, 1, 15, 59, 59), DEFAULT_ZONE) == date(2026, 11, 1)


def test_months_have_all_their_days():
    assert [len(month_days(date(2028, month, 15))) for month in (2, 4, 12)] == [29, 30, 31]


def test_intervals_are_half_open_and_never_empty():
    hour = Interval(EPOCH, EPOCH + timedelta(hours=1))
    assert EPOCH in hour
    assert hour.end not in hour
    with pytest.raises(ValueError):
        Interval(EPOCH, EPOCH)


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 2 * 86400 - 2), ZONES)
def test_a_later_wall_time_is_never_an_earlier_instant(day, second, zone):
    assert instant(day, WallTime(second), zone) <= instant(day, WallTime(second + 1), zone)


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 86399), ZONES)
def test_what_the_wall_shows_leads_back_to_the_instant(day, second, zone):
    moment = instant(day, WallTime(second), zone)
    assert instant(day, wall(moment, day, zone), zone) == moment


SETS = st.lists(
    st.tuples(st.integers(0, 60), st.integers(1, 20)).map(
        lambda pair: Interval(EPOCH + timedelta(minutes=pair[0]), EPOCH + timedelta(minutes=sum(pair)))
    ),
    max_size=5,
).map(tuple)


def moments(intervals) -> set[int]:
    """The same set, minute by minute."""
    return {n for n in range(90) if any(EPOCH + timedelta(minutes=n) in each for each in intervals)}


@given(SETS, SETS)
def test_interval_sets_behave_like_sets(a, b):
    assert moments(union(a, b)) == moments(a) | moments(b)
    assert moments(minus(a, b)) == moments(a) - moments(b)
    assert moments(intersect(a, b)) == moments(a) & moments(b)
    assert minutes(a) == len(moments(a)) == seconds(a) // 60


@given(SETS, SETS)
def test_results_neither_overlap_nor_touch(a, b):
    for result in (union(a, b), minus(a, b), intersect(a, b)):
        assert all(one.end < other.start for one, other in pairwise(result))
