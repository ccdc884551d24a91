"""Which shift a punch belongs to, whether it counts, and where it was made (R-ATT-8)."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.rules.attendance import (
    AttendanceParameters,
    Fix,
    Site,
    distance_m,
    door_code,
    door_code_seconds_left,
    door_code_valid,
    judge_place,
    offline_standing,
    which_shift,
)
from backend.rules.clock import DEFAULT_ZONE, Intervals, WallTime, instant
from backend.rules.presets import load
from backend.rules.rota import expand

RULES = AttendanceParameters()
DAY = date(2026, 11, 2)
NOW = datetime(2026, 11, 2, 0, 30, tzinfo=UTC)


@dataclass
class Shift:
    name: str
    segments: Intervals


def shift(name: str, *times: str) -> Shift:
    pairs = [tuple(WallTime.parse(time) for time in pair.split("–")) for pair in times]
    return Shift(name, expand(pairs, DAY, DEFAULT_ZONE))


def at(time: str) -> datetime:
    return instant(DAY, WallTime.parse(time), DEFAULT_ZONE)


MORNING, DUTY = shift("morning", "08:30–12:00", "13:30–16:00"), shift("duty", "18:00–21:00")
NIGHT = shift("night", "22:00–06:00+1")


@pytest.mark.parametrize(
    ("time", "kind", "name"),
    [
        ("06:30", "in", "morning"),
        ("06:29:59", "in", None),
        ("08:30", "in", "morning"),
        ("12:30", "out", "morning"),
        ("16:00", "out", "morning"),
        ("17:00", "out", "morning"),
        ("17:00", "in", "duty"),
        ("15:59", "in", "morning"),
        ("18:00", "in", "duty"),
        ("01:00+1", "out", "duty"),
        ("01:00:01+1", "out", None),
    ],
)
def test_a_punch_finds_its_shift(time, kind, name):
    belonging = which_shift(at(time), [DUTY, MORNING], RULES, kind)
    assert (belonging.shift.name if belonging.shift else None) == name
    assert belonging.out_of_shift == (name is None)


def test_after_midnight_it_is_still_the_night_shift():
    assert which_shift(at("06:10+1"), [NIGHT], RULES, "out").shift is NIGHT


def test_back_to_back_shifts_share_their_border_by_the_kind_of_tap():
    first, second = shift("first", "08:00–12:00"), shift("second", "12:00–16:00")
    assert which_shift(at("12:00"), [first, second], RULES, "out").shift is first
    assert which_shift(at("12:00"), [first, second], RULES, "in").shift is second


def test_on_a_rest_day_every_punch_is_out_of_shift():
    assert which_shift(NOW, [], RULES).out_of_shift


@pytest.mark.parametrize(
    ("age", "drift", "counted"),
    [
        (timedelta(0), timedelta(0), True),
        (timedelta(hours=12), timedelta(0), True),
        (timedelta(hours=12, seconds=1), timedelta(0), False),
        (timedelta(hours=1), timedelta(minutes=2), True),
        (timedelta(hours=1), timedelta(minutes=-2), True),
        (timedelta(hours=1), timedelta(minutes=2, seconds=1), False),
        (timedelta(seconds=-1), timedelta(0), False),
    ],
)
def test_an_offline_punch_counts_if_it_is_young_and_its_clock_agrees(age, drift, counted):
    sent = NOW + drift
    standing = offline_standing(sent - age, sent, NOW, RULES)
    assert standing.counted == counted
    assert (standing.reason is None) == counted


SHOP = Site(1, 22.5431, 114.0579, 100)
STORE = Site(2, 22.6000, 114.1000, 300)
FENCED = replace(RULES, place="geofence", max_accuracy_m=50)


def north_of(site: Site, metres: float, accuracy: float | None = 10) -> Fix:
    return Fix(site.latitude + metres / 111_195, site.longitude, accuracy)


@pytest.mark.parametrize(
    ("fix", "status", "site"),
    [
        (north_of(SHOP, 0), "verified", 1),
        (north_of(SHOP, 99), "verified", 1),
        (north_of(SHOP, 101), "unverified", 1),
        (north_of(STORE, 250, 50), "verified", 2),
        (north_of(SHOP, 0, 51), "unverified", 1),
        (north_of(SHOP, 0, None), "unverified", 1),
        (None, "unverified", None),
    ],
)
def test_inside_the_fence_of_any_site_is_verified(fix, status, site):
    place = judge_place(FENCED, fix, [SHOP, STORE])
    assert (place.status, place.site_id) == (status, site)
    assert (place.reason is None) == (status == "verified")


def test_without_a_policy_nothing_is_asked():
    assert judge_place(RULES, north_of(SHOP, 5000), [SHOP]).status == "none"
    assert judge_place(FENCED, north_of(SHOP, 0), []).status == "unverified"


@pytest.mark.parametrize(
    ("code", "status"), [(True, "verified"), (False, "unverified"), (None, "unverified")]
)
def test_the_code_at_the_door(code, status):
    assert judge_place(replace(RULES, place="door"), door_code=code).status == status


def test_distances_are_metres():
    assert distance_m(22.5431, 114.0579, 39.9042, 116.4074) == pytest.approx(1_943_000, rel=0.01)


@given(st.binary(min_size=16, max_size=32), st.integers(0, 4_000_000_000))
def test_a_door_code_holds_for_its_step_and_the_next(secret, moment):
    shown = datetime.fromtimestamp(moment, UTC)
    code = door_code(secret, shown)
    left = door_code_seconds_left(shown)
    assert len(code) == 6
    assert code.isdigit()
    assert 1 <= left <= 30
    assert door_code_valid(secret, code, shown)
    assert door_code_valid(secret, f" {code} ", shown + timedelta(seconds=left))
    assert door_code_valid(secret, code, shown + timedelta(seconds=left + 29))


def test_an_old_or_foreign_door_code_is_worth_nothing():
    code = door_code(b"door of the shop", NOW)
    assert not door_code_valid(b"door of the shop", code, NOW + timedelta(seconds=60))
    assert not door_code_valid(b"door of the shop", code, NOW - timedelta(seconds=30))
    assert not door_code_valid(b"door of the store", code, NOW)
    assert not door_code_valid(b"door of the shop", "", NOW)
    assert not door_code_valid(b"door of the shop", "１２３４５６", NOW)


def test_every_preset_leaves_the_place_alone_to_begin_with():
    assert {load(name).attendance.place for name in ("three-shift", "day-split")} == {"none"}
