"""R-ATT-10 and R-ATT-11: what 罗帆's absences propose, and what a day is worth."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.rules.attendance import STATUSES, PenaltyParameters, ScheduledDay, day_rate, pay_day, proposals
from backend.rules.presets import load

DAY_SPLIT, EARLY_LATE = load("day-split").penalties, load("early-late").penalties
LETTERS = {"A": "absent", "p": "present", "-": "rest", "L": "leave", "m": "missing-out"}


def proposed(
    story: str, parameters: PenaltyParameters, first: date = date(2026, 3, 2)
) -> list[tuple[int, str]]:
    """A letter per day; the answer is day number and kind."""
    days = [ScheduledDay(first + timedelta(days=n), LETTERS[letter]) for n, letter in enumerate(story)]
    return [((proposal.day - first).days, proposal.kind) for proposal in proposals(days, parameters)]


@pytest.mark.parametrize(
    ("story", "expected"),
    [
        ("pppp", []),
        ("pApp", [(1, "fine")]),
        ("pApA", [(1, "fine"), (3, "fine")]),
        ("pAAp", [(1, "fine"), (2, "fine"), (2, "dismissal")]),
        ("A--A", [(0, "fine"), (3, "fine"), (3, "dismissal")]),
        ("ALA", [(0, "fine"), (2, "fine")]),
        ("AmA", [(0, "fine"), (2, "fine")]),
        ("ApApA", [(0, "fine"), (2, "fine"), (4, "dismissal")]),
        ("ApApApA", [(0, "fine"), (2, "fine"), (4, "dismissal")]),
    ],
)
def test_the_split_day_fines_twice_and_then_proposes_dismissal(story, expected):
    assert proposed(story, DAY_SPLIT) == expected


def test_the_amounts_are_exact():
    days = [
        ScheduledDay(date(2026, 3, n), status) for n, status in ((2, "absent"), (3, "late"), (4, "absent"))
    ]
    assert [proposal.amount for proposal in proposals(days, DAY_SPLIT)] == [
        Decimal("100.00"),
        Decimal("300.00"),
    ]


def test_a_new_year_counts_anew_but_a_row_goes_on():
    days = [ScheduledDay(date(2026, 12, 31), "absent"), ScheduledDay(date(2027, 1, 1), "absent")]
    found = proposals(days, DAY_SPLIT)
    assert [(each.kind, each.amount) for each in found] == [
        ("fine", Decimal("100.00")),
        ("fine", Decimal("100.00")),
        ("dismissal", None),
    ]


def test_early_late_takes_the_days_pay_and_then_takes_the_person_as_gone():
    assert proposed("AAA", EARLY_LATE) == [(0, "day-pay"), (1, "day-pay"), (2, "day-pay"), (2, "left")]
    assert proposed("ApApApApA", EARLY_LATE)[-1] == (8, "left")


def test_five_in_a_month_are_five_in_one_month():
    assert (0, "left") not in proposed("ApApApApA", EARLY_LATE, date(2026, 3, 26))
    assert not [kind for _, kind in proposed("ApApApApA", EARLY_LATE, date(2026, 3, 26)) if kind == "left"]


@pytest.mark.parametrize("name", ["three-shift", "mall-service"])
def test_documents_without_penalties_propose_none(name):
    assert proposed("AAAAAA", load(name).penalties) == []


@given(st.lists(st.sampled_from(STATUSES), max_size=60), st.randoms())
def test_the_order_of_the_list_does_not_matter(statuses, random):
    days = [ScheduledDay(date(2026, 1, 1) + timedelta(days=n), status) for n, status in enumerate(statuses)]
    shuffled = random.sample(days, len(days))
    assert proposals(shuffled, DAY_SPLIT) == proposals(days, DAY_SPLIT)
    assert all(
        each.day in {day.day for day in days if day.status == "absent"}
        for each in proposals(days, EARLY_LATE)
    )


def test_a_days_pay_is_by_the_scheduled_days_of_the_month():
    assert day_rate(Decimal("6000.00"), 22) == Decimal("272.73")
    assert day_rate(Decimal("100.00"), 8) == Decimal("12.50")
    with pytest.raises(ValueError):
        day_rate(Decimal("6000.00"), 0)


def test_pay_falls_on_the_18th_of_the_next_month():
    assert pay_day(date(2026, 11, 30), DAY_SPLIT) == date(2026, 12, 18)
    assert pay_day(date(2026, 12, 1), DAY_SPLIT) == date(2027, 1, 18)
