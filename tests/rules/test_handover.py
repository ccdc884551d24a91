"""R-DUTY-2: which logs are due, who leaves, who comes."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.rules.clock import Interval
from backend.rules.handover import Stint, changeover, closes_at, ends, is_due, opens_at
from backend.rules.presets.parts import HandoverParameters

MONDAY = date(2026, 11, 2)
LIN, ZHOU, HE, XU = 1, 2, 3, 4
RULES = HandoverParameters()


def at(text: str) -> datetime:
    """`16:00`, or `08:30+1` for the day after."""
    wall, _, days = text.partition("+")
    hours, minutes = wall.split(":")
    start = datetime(MONDAY.year, MONDAY.month, MONDAY.day, tzinfo=UTC)
    return start + timedelta(days=int(days or 0), hours=int(hours), minutes=int(minutes))


def stints(*written: tuple[int, str, str]) -> list[Stint]:
    return [Stint(person, Interval(at(start), at(end))) for person, start, end in written]


THREE_SHIFT = stints(
    (LIN, "08:30", "16:00"), (ZHOU, "15:30", "23:00"), (HE, "10:00", "17:30"), (LIN, "08:30+1", "16:00+1"),
    (XU, "10:00+1", "17:30+1"),
)  # fmt: skip
TOGETHER = stints(
    (LIN, "08:30", "17:30"),
    (ZHOU, "08:30", "17:30"),
    (LIN, "08:30+1", "17:30+1"),
    (ZHOU, "08:30+1", "17:30+1"),
)
MALL = stints(
    (LIN, "08:30", "21:00"), (ZHOU, "18:00", "21:00"), (HE, "18:00", "20:00"), (XU, "08:30+1", "21:00+1")
)
NIGHT = stints((LIN, "22:00", "06:00+1"), (ZHOU, "06:00+1", "14:00+1"))
ALONE = stints((LIN, "08:30", "21:00"), (LIN, "08:30+1", "21:00+1"))
TWICE = stints((LIN, "08:30", "12:00"), (LIN, "12:00", "16:00"), (ZHOU, "12:00", "20:00"))


@pytest.mark.parametrize(
    ("rota", "end", "leaving", "coming", "comes"),
    [
        (THREE_SHIFT, "16:00", [LIN], [ZHOU], "15:30"),  # who has begun last of those who are there
        (THREE_SHIFT, "17:30", [HE], [ZHOU], "15:30"),
        (THREE_SHIFT, "23:00", [ZHOU], [LIN], "08:30+1"),  # nobody is there: the next morning's
        (THREE_SHIFT, "16:00+1", [LIN], [XU], "10:00+1"),
        (THREE_SHIFT, "17:30+1", [XU], [], None),  # the rota ends here
        (TOGETHER, "17:30", [LIN, ZHOU], [LIN, ZHOU], "08:30+1"),
        (MALL, "20:00", [HE], [ZHOU], "18:00"),
        (MALL, "21:00", [LIN, ZHOU], [XU], "08:30+1"),
        (NIGHT, "06:00+1", [LIN], [ZHOU], "06:00+1"),  # one ends as the other begins
        (ALONE, "21:00", [LIN], [LIN], "08:30+1"),
        (TWICE, "12:00", [], [ZHOU], "12:00"),  # Lin goes on without a break: nobody leaves
        (TWICE, "16:00", [LIN], [ZHOU], "12:00"),
    ],
)  # fmt: skip
def test_who_leaves_and_who_comes(rota, end, leaving, coming, comes) -> None:  # type: ignore[no-untyped-def]
    found = changeover(rota, at(end))
    assert (list(found.leaving), list(found.coming)) == (leaving, coming)
    assert found.comes_at == (at(comes) if comes else None)


@pytest.mark.parametrize(
    ("rota", "end", "wanted", "possible"),
    [
        (THREE_SHIFT, "16:00", True, True),
        (THREE_SHIFT, "17:30+1", True, False),  # nobody comes: it is told rather than left out
        (TOGETHER, "17:30", True, True),  # one hands over, the other takes over
        (ALONE, "21:00", False, False),
        (TWICE, "12:00", False, False),
        (THREE_SHIFT, "12:34", False, False),
    ],
)
def test_a_log_is_wanted_where_something_changes_hands(rota, end, wanted, possible) -> None:  # type: ignore[no-untyped-def]
    found = changeover(rota, at(end))
    assert (found.wanted, found.possible) == (wanted, possible)


@pytest.mark.parametrize(
    ("end", "moment", "due"),
    [
        ("16:00", "15:29", False),
        ("16:00", "15:30", True),
        ("16:00", "16:29", True),
        ("16:00", "16:30", False),
        ("23:00", "22:30", True),
        ("23:00", "08:59+1", True),  # thirty minutes after the morning's shift has begun
        ("23:00", "09:00+1", False),
        ("17:30+1", "17:59+1", True),
        ("17:30+1", "18:00+1", False),
    ],
)
def test_from_when_to_when_a_log_is_open(end: str, moment: str, due: bool) -> None:
    assert is_due(changeover(THREE_SHIFT, at(end)), at(moment), RULES) is due


def test_a_department_that_wants_no_logs_gets_none() -> None:
    assert not is_due(changeover(THREE_SHIFT, at("16:00")), at("15:45"), HandoverParameters(enabled=False))


def test_every_end_is_found_once() -> None:
    assert ends(THREE_SHIFT, at("00:00"), at("00:00+1")) == (at("16:00"), at("17:30"), at("23:00"))
    assert ends(MALL, at("20:00"), at("21:00")) == (at("20:00"),)


_spans = st.tuples(
    st.integers(1, 6), st.integers(0, 7 * 96), st.integers(1, 56)
)  # person, start and length in quarters of an hour


@st.composite
def rotas(draw: st.DrawFn) -> list[Stint]:
    quarter = timedelta(minutes=15)
    return [
        Stint(person, Interval(at("00:00") + start * quarter, at("00:00") + (start + length) * quarter))
        for person, start, length in draw(st.lists(_spans, max_size=24))
    ]


@given(rotas())
def test_whoever_leaves_is_gone_and_whoever_comes_is_there_or_begins_next(rota: list[Stint]) -> None:
    for end in ends(rota, at("00:00"), at("00:00+9")):
        found = changeover(rota, end)
        there = {each.person for each in rota if end in each.span}
        assert found.leaving
        assert not set(found.leaving) & there
        if there:
            assert set(found.coming) <= there
            assert found.comes_at is not None
            assert found.comes_at <= end
        elif found.comes_at is None:
            assert not found.coming
            assert all(each.span.start <= end for each in rota)
        else:
            assert found.comes_at > end
            assert not any(end < each.span.start < found.comes_at for each in rota)


@given(rotas())
def test_everybody_leaves_once_for_each_time_that_they_go(rota: list[Stint]) -> None:
    """Nobody's going home is without a changeover, and nobody goes home in two at once."""
    went = [
        (person, end)
        for end in ends(rota, at("00:00"), at("00:00+9"))
        for person in changeover(rota, end).leaving
    ]
    assert len(went) == len(set(went))
    for person in {each.person for each in rota}:
        last = max(each.span.end for each in rota if each.person == person)
        assert (person, last) in went


@given(rotas(), st.integers(5, 240), st.integers(5, 720))
def test_a_log_opens_before_it_closes_and_never_in_between(
    rota: list[Stint], before: int, after: int
) -> None:
    rules = HandoverParameters(open_minutes=before, confirm_minutes=after)
    for end in ends(rota, at("00:00"), at("00:00+9")):
        found = changeover(rota, end)
        opened, closed = opens_at(end, rules), closes_at(found, rules)
        assert opened < end < closed
        second = timedelta(seconds=1)
        assert not is_due(found, opened - second, rules)
        assert not is_due(found, closed, rules)
        assert is_due(found, opened, rules) == is_due(found, closed - second, rules) == found.wanted


@given(rotas(), st.randoms())
def test_the_order_in_which_a_rota_is_read_changes_nothing(rota: list[Stint], chance) -> None:  # type: ignore[no-untyped-def]
    mixed = list(rota)
    chance.shuffle(mixed)
    for end in ends(rota, at("00:00"), at("00:00+9")):
        assert changeover(mixed, end) == changeover(rota, end)
