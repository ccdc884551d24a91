"""Group robots against services that check key, signature and time, and say in the body what they think of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from backend.infra.push.robots import MOST_TEXT_BYTES, Robot, send_robot, shortened
from tests.support.robot_house import RobotHouse

KINDS = ("wecom", "dingtalk", "feishu")
TEXT = "热线 21:00 起没有人值班"


@pytest.fixture
def now() -> datetime:
    return datetime.now(UTC)


@pytest.mark.parametrize("kind", KINDS)
async def test_a_sentence_stands_in_the_group(robot_house: RobotHouse, now: datetime, kind: str) -> None:
    assert (await send_robot(robot_house.robot(kind), TEXT, now)).state == "sent"
    assert robot_house.said[kind] == [TEXT]


@pytest.mark.parametrize("kind", ("dingtalk", "feishu"))
async def test_a_wrong_signature_or_an_old_time_is_a_refusal(
    robot_house: RobotHouse, now: datetime, kind: str
) -> None:
    """Though the status is 200."""
    for secret, at in (("wrong", now), (robot_house.secret, now - timedelta(hours=2))):
        outcome = await send_robot(robot_house.robot(kind, secret=secret), TEXT, at)
        assert (outcome.state, outcome.status) == ("refused", 200)
    assert robot_house.said[kind] == [] and len(robot_house.faults) == 2
    robot_house.faults.clear()


@pytest.mark.parametrize("kind", KINDS)
async def test_a_robot_that_was_removed_is_gone(robot_house: RobotHouse, now: datetime, kind: str) -> None:
    robot_house.removed = True
    assert (await send_robot(robot_house.robot(kind), TEXT, now)).state == "gone"


@pytest.mark.parametrize("kind", KINDS)
async def test_the_twenty_first_in_a_minute_waits(robot_house: RobotHouse, now: datetime, kind: str) -> None:
    robot = robot_house.robot(kind)
    outcomes = [await send_robot(robot, f"{n}", now) for n in range(21)]
    assert [outcome.state for outcome in outcomes] == ["sent"] * 20 + ["later"]
    assert (outcomes[-1].again_in or 0) >= 60


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("reply", "state"),
    [
        (503, "later"),
        (429, "later"),
        (403, "refused"),
        ({"errcode": -1, "code": -1}, "refused"),
        ({}, "refused"),
        ({"errcode": "?", "code": None}, "refused"),
    ],
)
async def test_every_other_answer_is_understood(
    robot_house: RobotHouse, now: datetime, kind: str, reply: object, state: str
) -> None:
    robot_house.answers(reply)
    assert (await send_robot(robot_house.robot(kind), TEXT, now)).state == state


async def test_only_the_services_own_hosts_are_asked(now: datetime) -> None:
    wrong = "https://evil.example/robot/send?access_token=secret-token"
    outcome = await send_robot(Robot("dingtalk", wrong), TEXT, now)
    assert outcome.state == "failed" and "secret-token" not in outcome.reason
    other = Robot("wecom", "https://oapi.dingtalk.com/robot/send?access_token=x")
    assert (await send_robot(other, TEXT, now)).state == "failed"
    assert (await send_robot(Robot("pigeon", wrong), TEXT, now)).state == "failed"


def test_a_robot_never_shows_its_key() -> None:
    assert "token" not in repr(Robot("dingtalk", "https://x/?access_token=1", "secret"))


def test_a_long_text_is_cut_between_characters() -> None:
    cut = shortened("值" * 1_000)
    assert len(cut.encode()) <= MOST_TEXT_BYTES and cut.endswith("值…")
    assert shortened(TEXT) == TEXT
