"""R-HOT-1, R-HOT-2: whose the night is, what stands above it, and who is behind."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from backend.rules.clock import Interval, WallTime, instant
from backend.rules.hotline import (
    DutyShift,
    Facts,
    Hours,
    Override,
    Plan,
    diff,
    holes,
    horizon,
    make_plan,
    next_boundary,
    night_of,
    nothing_planned,
    superiors_of,
    who_has_the_night,
)
from backend.rules.presets import load

SHANGHAI = ZoneInfo("Asia/Shanghai")
OFFICE = "02112345678"
MONDAY = date(2026, 11, 2)
LIN, ZHOU, HE, PLANNER, DIRECTOR = 1, 2, 3, 8, 9
NUMBERS = {
    LIN: "13800000001",
    ZHOU: "13800000002",
    HE: "13800000003",
    PLANNER: "13800000008",
    DIRECTOR: "13800000009",
}


def hours(zone=SHANGHAI):
    return Hours(WallTime.of(8, 30), WallTime.of(21), zone)


def clock(text, day=MONDAY, zone=SHANGHAI):
    return instant(day, WallTime.parse(text), zone)


def shift(person_id, text, day=MONDAY):
    start, end = text.split("–")
    return DutyShift(person_id, day, clock(start, day), clock(end, day))


def override(person_id, start, end, kind="taken", made="08:00", by_day=False, number=1):
    return Override(number, person_id, kind, Interval(start, end), clock(made), by_day)


def facts(*shifts, overrides=(), numbers=NUMBERS, chain=(PLANNER, DIRECTOR)):
    return Facts(hours(), OFFICE, shifts, tuple(overrides), numbers, chain)


def plan_of(known, days=1, start="08:00"):
    return make_plan(known, Interval(clock(start), clock("08:30", MONDAY + timedelta(days=days))), 1)


def read(plan, zone=SHANGHAI):
    """`[("08:30–21:00", "office-hours", None), …]`"""
    return [
        (
            f"{each.span.start.astimezone(zone):%H:%M}–{each.span.end.astimezone(zone):%H:%M}",
            each.why,
            each.target.person_id,
        )
        for each in plan.segments
    ]


def test_the_office_by_day_and_whoever_worked_last_by_night():
    known = facts(shift(LIN, "08:30–18:00"), shift(ZHOU, "12:00–21:00"), shift(HE, "08:30–21:00", MONDAY))
    assert read(plan_of(known)) == [
        ("08:00–08:30", "fallback", PLANNER),
        ("08:30–21:00", "office-hours", None),
        ("21:00–08:30", "duty", ZHOU),
    ]


def test_boundaries_belong_to_what_begins():
    """08:29:59 the night, 08:30:00 the office; 20:59:59 the office, 21:00:00 the night."""
    plan = plan_of(
        facts(shift(LIN, "08:30–21:00"), shift(ZHOU, "08:30–21:00", MONDAY + timedelta(days=1))), 2
    )
    at = {text: plan.at(clock(text)) for text in ("08:30", "20:59:59", "21:00", "08:29:59+1", "08:30+1")}
    assert [each.why for each in at.values()] == [
        "office-hours",
        "office-hours",
        "duty",
        "duty",
        "office-hours",
    ]
    assert at["21:00"].target.number == NUMBERS[LIN]
    assert next_boundary(plan, clock("09:00")) == clock("21:00")
    assert next_boundary(plan, clock("21:00")) == clock("08:30+1")


def test_behind_whom_is_wanted_stands_the_chain_and_then_the_office():
    known = facts(shift(PLANNER, "08:30–21:00"))
    night = plan_of(known).at(clock("22:00"))
    assert [each.person_id for each in night.targets] == [PLANNER, DIRECTOR, None]
    day = plan_of(known).at(clock("10:00"))
    assert [each.number for each in day.targets] == [OFFICE, NUMBERS[PLANNER], NUMBERS[DIRECTOR]]


@pytest.mark.parametrize(
    ("numbers", "chain", "why", "first"),
    [
        ({LIN: "1"}, (PLANNER, DIRECTOR), "duty", "1"),
        ({DIRECTOR: "9"}, (PLANNER, DIRECTOR), "fallback", "9"),
        ({}, (PLANNER, DIRECTOR), "nobody", OFFICE),
        ({ZHOU: "2"}, (), "nobody", OFFICE),
    ],
)
def test_without_a_verified_number_the_chain_and_at_the_very_end_the_office(numbers, chain, why, first):
    night = plan_of(facts(shift(LIN, "08:30–21:00"), numbers=numbers, chain=chain)).at(clock("23:00"))
    assert (night.why, night.target.number) == (why, first)


def test_a_tie_goes_to_who_began_later_and_then_turn_by_turn():
    assert who_has_the_night(MONDAY, [shift(LIN, "08:30–21:00"), shift(ZHOU, "13:30–21:00")]) == ZHOU
    days = [MONDAY + timedelta(days=n) for n in range(4)]
    nights = [
        who_has_the_night(day, [shift(ZHOU, "08:30–21:00", day), shift(LIN, "08:30–21:00", day)])
        for day in days
    ]
    assert nights in ([LIN, ZHOU, LIN, ZHOU], [ZHOU, LIN, ZHOU, LIN])
    assert who_has_the_night(MONDAY, []) is None


def test_a_shift_over_midnight_counts_for_the_day_it_began_on():
    """Zhou's late shift ends at 02:00; the night after Monday is hers, not Tuesday's."""
    late = DutyShift(ZHOU, MONDAY, clock("15:00"), clock("02:00+1"))
    plan = plan_of(facts(shift(LIN, "08:30–21:00"), late), 2)
    assert plan.at(clock("23:00")).target.person_id == ZHOU
    assert plan.at(clock("23:00+1")).why == "fallback"


def test_i_take_it_until_half_past_eleven():
    taken = override(HE, clock("22:00"), clock("23:30"))
    assert read(plan_of(facts(shift(LIN, "08:30–21:00"), overrides=[taken])))[2:] == [
        ("21:00–22:00", "duty", LIN),
        ("22:00–23:30", "taken", HE),
        ("23:30–08:30", "duty", LIN),
    ]


def test_of_several_the_newest_wins_and_the_older_comes_back_after_it():
    whole = override(ZHOU, clock("21:00"), clock("08:30+1"), "assigned", "09:00", number=1)
    later = override(HE, clock("23:00"), clock("01:00+1"), "taken", "10:00", number=2)
    plan = plan_of(facts(shift(LIN, "08:30–21:00"), overrides=[later, whole]))
    assert [(why, who) for _, why, who in read(plan)[2:]] == [
        ("assigned", ZHOU), ("taken", HE), ("assigned", ZHOU),
    ]  # fmt: skip
    same_moment = override(LIN, clock("23:00"), clock("01:00+1"), "taken", "10:00", number=3)
    plan = plan_of(facts(overrides=[later, whole, same_moment]))
    assert plan.at(clock("23:30")).target.person_id == LIN


def test_an_assignment_leaves_office_hours_alone_and_a_takeover_does_not():
    span = (clock("12:00"), clock("12:00+1"))
    assigned = plan_of(facts(overrides=[override(HE, *span, "assigned")]), 2)
    assert assigned.at(clock("13:00")).why == "office-hours"
    assert assigned.at(clock("22:00")).target.person_id == HE
    taken = plan_of(facts(overrides=[override(HE, *span, by_day=True)]), 2)
    assert taken.at(clock("13:00")).target.person_id == HE
    assert taken.at(clock("12:00+1")).why == "office-hours"


def test_an_override_without_a_verified_number_does_not_hold():
    """He Jing's number is gone: the night is Lin Xiao's again, not nobody's."""
    taken = override(HE, clock("21:00"), clock("08:30+1"))
    numbers = {LIN: NUMBERS[LIN], PLANNER: NUMBERS[PLANNER]}
    plan = plan_of(facts(shift(LIN, "08:30–21:00"), overrides=[taken], numbers=numbers))
    assert (plan.at(clock("22:00")).why, plan.at(clock("22:00")).target.person_id) == ("duty", LIN)


def test_holes_are_nights_that_only_the_chain_or_nobody_has():
    tuesday = MONDAY + timedelta(days=1)
    known = facts(
        shift(LIN, "08:30–21:00"),
        overrides=[override(HE, clock("21:00", tuesday), clock("23:00", tuesday), "assigned")],
    )
    plan = plan_of(known, 3)
    found = holes(plan, known.hours, Interval(clock("09:00"), clock("08:30", MONDAY + timedelta(days=3))))
    assert [(each.day, each.span) for each in found] == [
        (tuesday, Interval(clock("23:00", tuesday), clock("08:30+1", tuesday))),
        (
            MONDAY + timedelta(days=2),
            Interval(clock("21:00", MONDAY + timedelta(days=2)), clock("08:30", MONDAY + timedelta(days=3))),
        ),
    ]


def test_what_two_plans_differ_in():
    before = plan_of(facts(shift(LIN, "08:30–21:00")), 2)
    after = plan_of(facts(shift(ZHOU, "08:30–21:00")), 2)
    (change,) = diff(before, after, clock("09:00"))
    assert change.span == Interval(clock("21:00"), clock("08:30+1"))
    assert (change.before.target.person_id, change.after.target.person_id) == (LIN, ZHOU)
    assert change.elsewhere
    (rest,) = diff(before, after, clock("23:00"))
    assert rest.span.start == clock("23:00")
    assert diff(before, after, clock("08:30+1")) == ()


def test_superiors_upwards_from_the_posts_that_have_duty():
    posts = load("mall-service").posts
    superior = {code: post.superior for code, post in posts.items()}
    holders = {"general-manager": [40], "marketing-director": [30], "planner": [20, 21], "it": [50]}
    assert superiors_of(("customer-service",), superior, holders) == (20, 21, 30, 40)
    assert superiors_of((), superior, holders) == (20, 21, 30, 40)
    assert superiors_of(("general-manager",), superior, holders) == ()


def test_the_clock_is_changed_in_the_night():
    """Berlin, 25 October 2026: the night is an hour longer, and begins and ends by the wall clock."""
    berlin = ZoneInfo("Europe/Berlin")
    day = date(2026, 10, 24)
    known = Facts(
        hours(berlin),
        OFFICE,
        (DutyShift(LIN, day, clock("08:30", day, berlin), clock("21:00", day, berlin)),),
        (),
        NUMBERS,
        (),
    )
    plan = make_plan(
        known, Interval(clock("12:00", day, berlin), clock("12:00", day + timedelta(days=1), berlin)), 1
    )
    night = plan.at(clock("23:00", day, berlin))
    assert night.span.seconds == 12.5 * 3600
    assert night.span.end == datetime(2026, 10, 25, 7, 30, tzinfo=UTC)


def test_a_department_that_never_closes_and_one_that_opens_for_a_minute():
    always = Hours(WallTime.of(0), WallTime.of(24), SHANGHAI)
    assert night_of(always, clock("03:00")) is None
    plan = make_plan(Facts(always, OFFICE), Interval(clock("00:00"), clock("00:00+1")), 1)
    assert [each.why for each in plan.segments] == ["office-hours"]
    hardly = Hours(WallTime.of(12), WallTime.of(12, 1), SHANGHAI)
    night = night_of(hardly, clock("11:59:59"))
    assert night is not None
    assert night.day == MONDAY - timedelta(days=1)


def test_a_plan_reaches_over_seven_days_whenever_it_is_made():
    for minutes in range(0, 24 * 60, 7):
        at = clock("00:00") + timedelta(minutes=minutes)
        assert horizon(hours(), at, 8) - at > timedelta(days=7)


def test_before_the_first_plan_the_office_has_it_and_json_keeps_a_plan_whole():
    plan = nothing_planned(OFFICE)
    assert plan.at(clock("23:00")).target.number == OFFICE
    for each in (plan, plan_of(facts(shift(LIN, "08:30–21:00")), 3)):
        assert Plan.from_dict(each.to_dict()) == each
