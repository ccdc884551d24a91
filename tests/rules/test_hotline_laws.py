"""What holds of every hotline plan, whatever the rota, the overrides, the numbers and the clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from backend.rules.clock import Interval, WallTime, instant
from backend.rules.hotline import (
    HOLES,
    DutyShift,
    Facts,
    Hours,
    Override,
    diff,
    holes,
    horizon,
    make_plan,
    stretches,
    who_has_the_night,
)  # fmt: skip

ZONES = [
    ZoneInfo(name)
    for name in (
        "Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca",
        "Asia/Kathmandu", "Pacific/Apia", "America/Sao_Paulo",
    )
]  # fmt: skip
OFFICE = "02100000000"
PEOPLE = tuple(range(1, 7))
FIRST, LAST = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 12, 20, tzinfo=UTC)

moments = st.datetimes(FIRST.replace(tzinfo=None), LAST.replace(tzinfo=None)).map(
    lambda at: at.replace(tzinfo=UTC, microsecond=0)
)
walls = st.integers(0, 24 * 60).map(lambda minutes: WallTime(minutes * 60))


@st.composite
def some_hours(draw):
    opens, closes = sorted((draw(walls), draw(walls)))
    return Hours(opens, closes, draw(st.sampled_from(ZONES)))


@st.composite
def some_shift(draw, hours, first: date):
    day = first + timedelta(days=draw(st.integers(-2, 10)))
    begins = draw(st.integers(0, 23 * 60))
    start = instant(day, WallTime(begins * 60), hours.zone)
    return DutyShift(
        draw(st.sampled_from(PEOPLE)), day, start, start + timedelta(minutes=draw(st.integers(1, 900)))
    )


@st.composite
def some_override(draw, at):
    start = at + timedelta(minutes=draw(st.integers(-3000, 15000)))
    span = Interval(start, start + timedelta(minutes=draw(st.integers(1, 4000))))
    kind = draw(st.sampled_from(["taken", "assigned", "confirmed"]))
    made = at + timedelta(minutes=draw(st.integers(-100, 100)))
    return Override(
        draw(st.integers(1, 99)), draw(st.sampled_from(PEOPLE)), kind, span, made, draw(st.booleans())
    )


@st.composite
def a_world(draw):
    """Facts and a moment: rotas with and without people, people with and without numbers, chains short and empty."""
    at, hours = draw(moments), draw(some_hours())
    first = at.astimezone(hours.zone).date()
    numbers = {person: f"1380000000{person}" for person in draw(st.sets(st.sampled_from(PEOPLE)))}
    return at, Facts(
        hours,
        OFFICE,
        tuple(draw(st.lists(some_shift(hours, first), max_size=14))),
        tuple(draw(st.lists(some_override(at), max_size=6))),
        numbers,
        tuple(draw(st.lists(st.sampled_from(PEOPLE), unique=True, max_size=4))),
    )


def planned(at, facts):
    return make_plan(facts, Interval(at, horizon(facts.hours, at, 8)), 1)


@settings(deadline=None, max_examples=150)
@given(a_world())
def test_every_instant_has_exactly_one_segment_and_a_target(world):
    at, facts = world
    plan = planned(at, facts)
    assert plan.span.start == at
    assert plan.span.end - at >= timedelta(days=7)
    for one, other in pairwise(plan.segments):
        assert one.span.end == other.span.start
        assert (one.targets, one.why) != (other.targets, other.why)
    for each in plan.segments:
        assert each.targets
        assert OFFICE in {target.number for target in each.targets}
        assert len({target.number for target in each.targets}) == len(each.targets)


@settings(deadline=None, max_examples=150)
@given(a_world(), st.integers(0, 11_000))
def test_the_target_of_any_instant_is_the_one_that_the_rules_name(world, minutes):
    """Said over again for a single instant, without cutting time into pieces."""
    at, facts = world
    plan = planned(at, facts)
    moment = at + timedelta(minutes=minutes)
    if moment >= plan.span.end:
        return
    said = plan.at(moment)
    stretch = next(each for each in stretches(facts.hours, Interval(moment, moment + timedelta(seconds=1))))
    holding = [
        each
        for each in facts.overrides
        if moment in each.span and each.person_id in facts.numbers and (stretch.night or each.by_day)
    ]
    chain = [facts.numbers[person] for person in facts.chain if person in facts.numbers]
    duty = who_has_the_night(stretch.day, facts.shifts) if stretch.night else None
    if holding:
        newest = max(holding, key=lambda each: (each.made_at, each.id))
        assert said.target.number == facts.numbers[newest.person_id]
    elif not stretch.night:
        assert (said.why, said.target.number) == ("office-hours", OFFICE)
    elif duty in facts.numbers:
        assert (said.why, said.target.person_id) == ("duty", duty)
    else:
        assert said.target.number == (chain[0] if chain else OFFICE)
        assert said.why == ("fallback" if chain else "nobody")


@settings(deadline=None, max_examples=100)
@given(a_world(), st.data())
def test_a_change_of_the_rota_changes_the_nights_of_its_days_only(world, data):
    at, facts = world
    first = at.astimezone(facts.hours.zone).date()
    added = data.draw(some_shift(facts.hours, first))
    removed = data.draw(st.sampled_from(facts.shifts)) if facts.shifts else None
    after = [each for each in facts.shifts if each is not removed] + [added]
    days = {added.day} | ({removed.day} if removed else set())
    changed = diff(planned(at, facts), planned(at, _with_shifts(facts, after)), at)
    for change in changed:
        nights = [each for each in stretches(facts.hours, change.span) if each.night]
        assert nights, "office hours never change with the rota"
        assert all(each.day in days for each in stretches(facts.hours, change.span))


@settings(deadline=None, max_examples=100)
@given(a_world(), st.data())
def test_an_override_changes_nothing_outside_of_its_span(world, data):
    at, facts = world
    new = data.draw(some_override(at))
    more = Facts(facts.hours, OFFICE, facts.shifts, (*facts.overrides, new), facts.numbers, facts.chain)
    for change in diff(planned(at, facts), planned(at, more), at):
        assert new.span.start <= change.span.start and change.span.end <= new.span.end


@settings(deadline=None, max_examples=100)
@given(a_world())
def test_the_same_facts_in_any_order_make_the_same_plan(world):
    at, facts = world
    ids = {each.id for each in facts.overrides}
    if len(ids) < len(facts.overrides):
        return
    turned = Facts(facts.hours, OFFICE, facts.shifts[::-1], facts.overrides[::-1], facts.numbers, facts.chain)
    assert planned(at, facts) == planned(at, turned)


@settings(deadline=None, max_examples=100)
@given(a_world(), st.integers(1, 60 * 24 * 7))
def test_made_later_it_says_the_same_of_what_is_still_to_come(world, minutes):
    """Nothing but facts decides: a plan that is made again an hour later differs in nothing."""
    at, facts = world
    later = at + timedelta(minutes=minutes)
    assert diff(planned(at, facts), planned(later, facts), later) == ()


@settings(deadline=None, max_examples=100)
@given(a_world())
def test_holes_are_exactly_the_nights_left_to_the_chain(world):
    at, facts = world
    plan = planned(at, facts)
    found = holes(plan, facts.hours, plan.span)
    length = sum(each.span.seconds for each in found)
    assert length == sum(each.span.seconds for each in plan.segments if each.why in HOLES)


def _with_shifts(facts, shifts):
    return Facts(facts.hours, OFFICE, tuple(shifts), facts.overrides, facts.numbers, facts.chain)
