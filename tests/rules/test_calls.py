"""R-HOT-6 as a rule: what became of a call does not depend on how it was told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.rules.clock import Interval
from backend.rules.hotline import OFFICE, PERSON, Segment, Target
from backend.rules.hotline.calls import Told, as_written_here, judge_call, whose

START = datetime(2026, 11, 2, 18, 0, tzinfo=UTC)


def told(kind: str, after: int, **said: object) -> Told:
    return Told(kind, START + timedelta(seconds=after), f"{kind}:{after}", **said)  # type: ignore[arg-type]


BEGUN, REACHED, OVER, LOST = (
    told("started", 0, caller="139"),
    told("answered", 9, target="138"),
    told("ended", 69, seconds=60),
    told("missed", 40),
)


@pytest.mark.parametrize(
    ("events", "silent", "outcome", "seconds"),
    [
        ([BEGUN], False, "open", None),
        ([BEGUN, REACHED], False, "answered", None),
        ([BEGUN, REACHED, OVER], False, "answered", 60),
        ([BEGUN, LOST], False, "missed", None),
        ([BEGUN, told("ended", 30)], False, "ended", None),
        ([BEGUN, told("ended", 30)], True, "missed", None),
        ([OVER], False, "answered", 60),
        ([BEGUN, REACHED, told("ended", 69)], False, "answered", 60),
        ([LOST, REACHED], False, "answered", 31),
        ([BEGUN, told("ended", 30, seconds=0)], True, "missed", None),
    ],
)
def test_what_became_of_it(events: list[Told], silent: bool, outcome: str, seconds: int | None) -> None:
    card = judge_call(events, silent)
    assert (card.outcome, card.seconds) == (outcome, seconds)


def test_who_called_and_who_answered() -> None:
    card = judge_call([OVER, told("started", 0, caller="139", target="136"), REACHED])
    assert (card.caller, card.target) == ("139", "138")
    assert card.answered_at == REACHED.at and card.started_at == START


EVENTS = st.builds(
    Told,
    st.sampled_from(["started", "answered", "missed", "ended"]),
    st.integers(0, 600).map(lambda after: START + timedelta(seconds=after)),
    st.text("abc", min_size=1, max_size=3),
    st.sampled_from(["", "139", "137"]),
    st.sampled_from(["", "138", "136"]),
    st.none() | st.integers(0, 600),
)


@given(
    st.lists(EVENTS, min_size=1, max_size=6, unique_by=lambda each: each.event_id),
    st.randoms(),
    st.booleans(),
)
def test_the_order_decides_nothing(events: list[Told], chance: object, silent: bool) -> None:
    mixed = list(events)
    chance.shuffle(mixed)  # type: ignore[attr-defined]  # hypothesis' own random
    assert judge_call(mixed, silent) == judge_call(events, silent)


@given(st.lists(EVENTS, min_size=1, max_size=6))
def test_a_card_never_contradicts_itself(events: list[Told]) -> None:
    card = judge_call(events)
    assert (card.outcome == "answered") == (card.answered_at is not None)
    assert card.seconds is None or card.seconds >= 0
    assert card.started_at == min(event.at for event in events)


def test_a_call_belongs_to_who_answered_else_to_whose_duty_it_was() -> None:
    wang, office = Target(PERSON, "138", 7), Target(OFFICE, "021")
    segment = Segment(Interval(START, START + timedelta(hours=1)), (wang, office), "duty")
    assert whose(segment, "021") == office and whose(segment, "138") == wang
    assert whose(segment, "") == wang and whose(segment, "999") == wang


@pytest.mark.parametrize(
    ("written", "here"),
    [
        ("+86 139-1234-5678", "13912345678"),
        ("008613912345678", "13912345678"),
        ("8613912345678", "13912345678"),
        ("13912345678", "13912345678"),
        ("+862155550100", "02155550100"),
        ("021 5555 0100", "02155550100"),
        ("+864001234567", "4001234567"),
        ("+85212345678", "+85212345678"),
        ("10086", "10086"),
        ("anonymous", "anonymous"),
        ("", ""),
    ],
)
def test_one_number_has_one_writing(written: str, here: str) -> None:
    assert as_written_here(written) == here


def test_a_vendor_may_write_the_number_that_answered_in_its_own_way() -> None:
    wang, li = Target(PERSON, "13800000001", 7), Target(PERSON, "+8613800000002", 8)
    segment = Segment(Interval(START, START + timedelta(hours=1)), (wang, li), "duty")
    assert whose(segment, "+86 138 0000 0001") == wang and whose(segment, "13800000002") == li
