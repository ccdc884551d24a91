"""The judge of a replay sees what must not be: it is shown a good day, and the same day tampered with."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from backend.rules.orders.countdown import countdown
from backend.rules.orders.replayed import Happening, Stored, Verdict, judge_replay

NINE = datetime(2026, 11, 2, 1, tzinfo=UTC)
COURSE = countdown(NINE, 10, 5, None, ZoneInfo("Asia/Shanghai"))
LIN, CHEN = 1, 2


def at(minutes: float, kind: str, person: int | None = None, order_id: int = 7) -> Happening:
    return Happening(order_id, kind, NINE + timedelta(minutes=minutes), person)


IN_TIME = [at(0, "accepted"), at(1, "claimed", LIN), at(4, "reached"), at(5, "confirmed")]
TOO_LATE = [
    at(0, "accepted"), at(5.02, "warned"), at(10.02, "missed"), at(11, "claimed", LIN), at(12, "reached"),
    at(13, "confirmed"),
]  # fmt: skip
GIVEN_BACK = [
    at(0, "accepted"), at(1, "claimed", LIN), at(2, "returned", LIN), at(2, "handed", CHEN), at(3, "reached"),
    at(4, "confirmed"),
]  # fmt: skip


def judged(
    events: Sequence[Happening],
    *,
    there: bool = True,
    in_work: bool = False,
    taken: Sequence[tuple[int, int]] = (),
    ended: float = 30,
) -> Verdict:
    stored = {"A1": Stored(7, COURSE, in_work)} if there else {}
    return judge_replay(["A1"], stored, events, taken, NINE + timedelta(minutes=ended))


@pytest.mark.parametrize("events", [IN_TIME, TOO_LATE, GIVEN_BACK], ids=["in time", "too late", "given back"])
def test_a_good_day_is_good(events: list[Happening]) -> None:
    verdict = judged(events, taken=[(7, LIN)] if events is not GIVEN_BACK else [(7, CHEN)])
    assert verdict.good and verdict.accepted == 1 and verdict.confirmed == 1, verdict


def test_what_still_waits_at_the_end_is_not_lost() -> None:
    assert judged([at(0, "accepted")], in_work=True, ended=3).good
    assert judged([at(0, "accepted"), at(5.03, "warned"), at(10.01, "missed")], in_work=True).good


def test_an_order_that_is_not_there_is_lost() -> None:
    verdict = judged([], there=False)
    assert (verdict.accepted, len(verdict.lost)) == (0, 1) and not verdict.good


@pytest.mark.parametrize(
    ("events", "what"),
    [
        (IN_TIME[1:], "accepted 0 times"),
        ([IN_TIME[0], *IN_TIME], "accepted 2 times"),
        (IN_TIME[:-1], "neither confirmed nor stopped"),
    ],
)
def test_an_order_whose_story_has_a_hole_is_lost(events: list[Happening], what: str) -> None:
    verdict = judged(events)
    assert len(verdict.lost) == 1 and what in verdict.lost[0]


@pytest.mark.parametrize("kind", ["claimed", "handed"])
def test_an_order_that_two_people_held_is_seen(kind: str) -> None:
    verdict = judged([*IN_TIME[:2], at(2, kind, CHEN), *IN_TIME[2:]])
    assert len(verdict.held_twice) == 1 and "while 1 held it" in verdict.held_twice[0]
    assert judged([*IN_TIME[:2], at(2, kind, LIN), *IN_TIME[2:]]).good, "taking it again changes nothing"


def test_a_yes_that_nothing_was_written_for_is_seen() -> None:
    verdict = judged(IN_TIME, taken=[(7, LIN), (7, CHEN)])
    assert len(verdict.held_twice) == 1 and "2 was told to have it" in verdict.held_twice[0]


@pytest.mark.parametrize(
    ("events", "what"),
    [
        ([each for each in TOO_LATE if each.kind != "missed"], "not missed"),
        ([each for each in TOO_LATE if each.kind != "warned"], "not warned"),
        ([*TOO_LATE[:3], *TOO_LATE[2:]], "missed 2 times"),
        ([*TOO_LATE[:2], *TOO_LATE[1:]], "warned 2 times"),
        ([*TOO_LATE[:2], at(9.9, "missed"), *TOO_LATE[3:]], "missed at"),
        ([*TOO_LATE[:2], at(10.2, "missed"), *TOO_LATE[3:]], "missed at"),
        ([TOO_LATE[0], at(5.2, "warned"), *TOO_LATE[2:]], "warned at"),
        ([*IN_TIME[:3], at(10, "missed"), IN_TIME[3]], "missed though it was done before"),
        ([*IN_TIME, at(5.01, "warned")], "warned though it was done before"),
    ],
)
def test_a_deadline_that_was_not_kept_is_seen(events: list[Happening], what: str) -> None:
    verdict = judged(events)
    assert any(what in each for each in verdict.deadline_errors) and not verdict.good, verdict
