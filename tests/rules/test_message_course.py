"""Ladders and chains: what is due when, whatever the moment at which one looks."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.rules.clock import WallTime
from backend.rules.messages import (
    KINDS,
    Climb,
    Course,
    Fault,
    Silence,
    Step,
    again_after,
    chain_of,
    ladder_of,
    look,
    next_due,
    quiet_until,
    released,
    silent_until,
)

T0 = datetime(2026, 11, 2, 12, 45, tzinfo=UTC)  # 20:45 in Shanghai
SHANGHAI = ZoneInfo("Asia/Shanghai")
LADDER = (Step("live", 0), Step("push", 0), Step("robot", 180), Step("sms", 300))
CHAIN = (Climb("leads", 600),)


def _course(**changes: object) -> Course:
    given: dict[str, object] = {
        "ladder": LADDER, "chain": CHAIN, "ladder_from": T0, "chain_from": T0, "until": T0 + timedelta(hours=2),
        "acknowledge": True, **changes,
    }  # fmt: skip
    return Course(**given)  # type: ignore[arg-type]


def _after(seconds: float) -> datetime:
    return T0 + timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("at", "steps", "climbs", "due"),
    [
        (0, ["live", "push"], [], 180),
        (179, ["live", "push"], [], 179 + 180),  # nobody looked for three minutes: the rest moves along
        (10, ["live", "push"], [], 180),  # ten seconds late is on time
    ],
)
def test_the_first_look(at: int, steps: list[str], climbs: list[str], due: int) -> None:
    seen = look(_course(), _after(at))
    assert [step.channel for step in seen.steps] == steps
    assert [climb.who for climb in seen.climbs] == climbs
    assert (seen.ended, seen.due_at) == (None, _after(due))


def test_a_night_without_an_answer() -> None:
    """Live and push at once, the group after three minutes, a text after five, the leads after ten, then nobody."""
    course, at, said = _course(), T0, []
    while True:
        seen = look(course, at)
        said += [(round((at - T0).total_seconds()), step.channel) for step in seen.steps]
        said += [(round((at - T0).total_seconds()), climb.who) for climb in seen.climbs]
        if seen.ended:
            break
        assert seen.due_at is not None and seen.due_at > at
        course, at = seen.course, seen.due_at
    assert said == [(0, "live"), (0, "push"), (180, "robot"), (300, "sms"), (600, "leads")]
    assert (seen.ended, at) == ("exhausted", _after(900))


def test_what_needs_no_answer_ends_as_told_and_what_is_over_as_expired() -> None:
    quick = _course(acknowledge=False, chain=(), taken=4)
    assert look(quick, _after(600)).ended == "told"
    assert look(_course(until=_after(30)), _after(30)).ended == "expired"


def test_the_open_page_is_not_held_back_and_the_chain_does_not_wait() -> None:
    rest = _after(8 * 3600)
    course = _course(until=_after(10 * 3600))
    first = look(course, T0, rest)
    assert [step.channel for step in first.steps] == ["live"]
    assert first.due_at == _after(600)
    second = look(first.course, _after(600), rest)
    assert ([step.channel for step in second.steps], [climb.who for climb in second.climbs]) == (
        [],
        ["leads"],
    )
    assert second.due_at == rest
    third = look(second.course, rest)
    assert [step.channel for step in third.steps] == ["push"]
    assert third.due_at == rest + timedelta(seconds=180)


def test_a_mute_that_ends_early_lets_the_next_step_go() -> None:
    held = look(_course(chain=()), T0, _after(3600)).course
    assert look(released(held, _after(60)), _after(60)).steps == (Step("push", 0),)
    waiting = look(_course(), T0).course
    assert released(waiting, _after(60)) == waiting, "what was not held keeps its times"


steps = st.lists(
    st.tuples(st.sampled_from(["live", "push", "robot", "sms", "call"]), st.integers(0, 7200)),
    min_size=1, max_size=5, unique_by=lambda each: each[0],
)  # fmt: skip
climbs = st.lists(
    st.tuples(st.sampled_from(["leads", "managers", "person:7"]), st.integers(60, 7200)),
    max_size=3, unique_by=lambda each: each[0],
)  # fmt: skip


@given(steps, climbs, st.lists(st.floats(0, 3600), max_size=30), st.integers(60, 90_000), st.booleans())
def test_every_step_is_taken_once_in_order_and_every_message_ends(
    rungs: list[tuple[str, int]],
    above: list[tuple[str, int]],
    looks: list[float],
    lives: int,
    acknowledge: bool,
) -> None:
    """However irregularly one looks: each step once, never sooner than its ladder says, and an end."""
    ladder = tuple(sorted((Step(*each) for each in rungs), key=lambda step: step.after))
    chain = tuple(sorted((Climb(*each) for each in above), key=lambda climb: climb.after))
    course = _course(ladder=ladder, chain=chain, until=_after(lives), acknowledge=acknowledge)
    at, taken, climbed = T0, [], []
    moments = iter(looks)
    for _ in range(200):
        seen = look(course, at)
        taken += [(step, at) for step in seen.steps]
        climbed += [(climb, at) for climb in seen.climbs]
        if seen.ended:
            break
        assert seen.due_at is not None
        assert not look(seen.course, at).steps, "a second look at the same moment takes nothing"
        course, at = seen.course, max(seen.due_at, at + timedelta(seconds=next(moments, 0)))
    assert seen.ended is not None
    assert tuple(step for step, _ in taken) == ladder[: len(taken)]
    assert tuple(climb for climb, _ in climbed) == chain[: len(climbed)]
    assert all(when >= _after(step.after) for step, when in taken)
    for (one, before), (other, then) in itertools.pairwise(taken):
        assert (then - before).total_seconds() >= other.after - one.after - 30
    if seen.ended != "expired":
        assert (len(taken), len(climbed)) == (len(ladder), len(chain))


@given(st.floats(0, 20_000), st.integers(0, 20_000))
def test_nothing_that_disturbs_is_sent_while_somebody_rests(looked: float, rest: int) -> None:
    seen = look(_course(until=_after(90_000)), _after(looked), _after(rest))
    if rest > looked:
        assert not any(step.disturbs for step in seen.steps)
    assert seen.due_at == next_due(seen.course)


NIGHT = Silence(WallTime.of(22), WallTime.of(7, 30), SHANGHAI)


@pytest.mark.parametrize(
    ("wall", "until"),
    [
        ("2026-11-02T21:59:59", None),
        ("2026-11-02T22:00:00", "2026-11-03T07:30:00"),
        ("2026-11-03T03:00:00", "2026-11-03T07:30:00"),
        ("2026-11-03T07:29:59", "2026-11-03T07:30:00"),
        ("2026-11-03T07:30:00", None),
    ],
)
def test_quiet_hours_by_the_wall_clock(wall: str, until: str | None) -> None:
    at = datetime.fromisoformat(wall).replace(tzinfo=SHANGHAI)
    found = quiet_until(NIGHT, at.astimezone(UTC))
    assert found == (datetime.fromisoformat(until).replace(tzinfo=SHANGHAI) if until else None)


def test_a_siesta_and_a_department_without_quiet_hours() -> None:
    noon = Silence(WallTime.of(12), WallTime.of(13, 30), SHANGHAI)
    at = datetime(2026, 11, 2, 12, 15, tzinfo=SHANGHAI).astimezone(UTC)
    assert quiet_until(noon, at) == datetime(2026, 11, 2, 13, 30, tzinfo=SHANGHAI)
    assert quiet_until(Silence(WallTime.of(0), WallTime.of(0), SHANGHAI), at) is None


@pytest.mark.parametrize(
    ("breaks", "on_shift", "muted", "until"),
    [
        (False, False, None, "07:30"),
        (False, True, None, None),  # the night shift is awake
        (False, True, "06:00", "06:00"),  # but may mute
        (False, False, "06:00", "07:30"),
        (False, False, "09:00", "09:00"),
        (True, False, "09:00", None),  # an emergency breaks both
    ],
)
def test_who_is_left_in_peace(breaks: bool, on_shift: bool, muted: str | None, until: str | None) -> None:
    def wall(text: str) -> datetime:
        return datetime.fromisoformat(f"2026-11-03T{text}").replace(tzinfo=SHANGHAI)

    found = silent_until(
        NIGHT, wall("03:00"), breaks=breaks, on_shift=on_shift, muted_until=wall(muted) if muted else None
    )
    assert found == (wall(until) if until else None)


def test_waiting_longer_each_time_and_as_long_as_asked() -> None:
    assert [again_after(tries).total_seconds() for tries in (1, 2, 3, 7, 99)] == [5, 10, 20, 300, 300]
    assert again_after(1, 120).total_seconds() == 120
    assert again_after(9, 1).total_seconds() == 300


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ([("pigeon", 0)], "messages-fault-channel"),
        ([("push", -1)], "messages-fault-time"),
        ([("push", 0), ("push", 60)], "messages-fault-twice"),
        ([("live", 0)], "messages-fault-no-step"),
        ([], "messages-fault-no-step"),
    ],
)
def test_a_ladder_that_cannot_be(written: list[tuple[str, int]], message: str) -> None:
    with pytest.raises(Fault) as fault:
        ladder_of(written)
    assert fault.value.message == message


def test_a_ladder_and_a_chain_stand_in_the_order_of_their_times() -> None:
    assert ladder_of([("sms", 60), ("push", 0), ("live", 0)]) == (
        Step("live", 0),
        Step("push", 0),
        Step("sms", 60),
    )
    assert chain_of([("managers", 600), ("person:7", 60)]) == (Climb("person:7", 60), Climb("managers", 600))
    for written in ([("boss", 60)], [("person:x", 60)], [("leads", 30)], [("leads", 60), ("leads", 90)]):
        with pytest.raises(Fault):
            chain_of(written)


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
def test_every_kind_has_a_ladder_that_may_be_written(kind: object) -> None:
    assert ladder_of([(step.channel, step.after) for step in kind.ladder]) == kind.ladder  # type: ignore[attr-defined]
    assert chain_of([(climb.who, climb.after) for climb in kind.chain]) == kind.chain  # type: ignore[attr-defined]
