"""08:30 and 21:00 to the second, by Kamailio's own clock, which these stories move."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from backend.rules.clock import Interval
from backend.rules.hotline import OFFICE, PERSON, Plan, Segment, Target
from tests.sip.conftest import text_of
from tests.support.calls import Exchange, call
from tests.support.kamailio import Kamailio, wired
from tests.support.sip_database import SipDatabase
from tests.telephony.contract import LI, OFFICE_NUMBER, WANG

SHANGHAI = ZoneInfo("Asia/Shanghai")
DAY = (datetime.now(SHANGHAI) + timedelta(days=1)).date()


@pytest.mark.parametrize(
    ("wall", "before", "after"), [("08:30:00", WANG, OFFICE_NUMBER), ("21:00:00", OFFICE_NUMBER, LI)]
)
async def test_a_call_one_second_before_goes_the_old_way_and_one_on_the_second_the_new(
    wall: str, before: str, after: str, exchange: Exchange, measured: Callable[[str], None]
) -> None:
    """R-HOT-1. Many calls around the boundary: each went where the second of its arrival belongs."""
    boundary = datetime.fromisoformat(f"{DAY}T{wall}").replace(tzinfo=SHANGHAI).timestamp()
    wiring = wired(1, exchange.address)
    async with Kamailio(wiring, text_of(_a_day()), clock=boundary - 3) as kamailio:
        calls = await call(kamailio.port, 60, rate=15)
        went = _went(kamailio.log)
    assert calls.lost == 0 and len(went) == 60
    last_before = {target for second, target in went if second == boundary - 1}
    first_after = {target for second, target in went if second == boundary}
    assert (last_before, first_after) == ({before}, {after})
    assert all(target == (before if second < boundary else after) for second, target in went)
    counted = [sum(second == boundary + offset for second, _ in went) for offset in (-1, 0)]
    just_before = (datetime.fromtimestamp(boundary - 1, SHANGHAI)).strftime("%H:%M:%S")
    measured(f"{counted[0]} calls at {just_before} reached {before}, {counted[1]} at {wall} reached {after}")


async def test_what_is_read_back_is_what_its_own_clock_says(
    source: SipDatabase, exchange: Exchange, line: int
) -> None:
    """Its clock is a day ahead here: the plan comes from the database, the moment from Kamailio, and it is reported."""
    await source.hand_over(line, _a_day())
    noon = datetime.fromisoformat(f"{DAY}T12:00:00").replace(tzinfo=SHANGHAI)
    wiring = wired(line, exchange.address, source.kamailios_url)
    async with Kamailio(wiring, clock=noon.timestamp()) as kamailio:
        await kamailio.system.apply_plan(_a_day(), datetime.now(UTC))
        reported = await kamailio.system.current_target(datetime.now(UTC))
        assert reported is not None and (reported.number, reported.version) == (OFFICE_NUMBER, 1)
        health = await kamailio.system.health()
        assert not health.ok and health.detail == "hotline-health-sip-clock"
        assert (await call(kamailio.port)).who == {1: OFFICE_NUMBER}


def _a_day() -> Plan:
    """The night before with Wang, the day at the office, the night after with Li."""
    opens, closes = (
        datetime.fromisoformat(f"{DAY}T{wall}").replace(tzinfo=SHANGHAI).astimezone(UTC)
        for wall in ("08:30", "21:00")
    )
    night, morning = opens - timedelta(days=2), closes + timedelta(hours=12)
    return Plan(
        1,
        (
            Segment(Interval(night, opens), (Target(PERSON, WANG),), "duty"),
            Segment(Interval(opens, closes), (Target(OFFICE, OFFICE_NUMBER),), "office-hours"),
            Segment(Interval(closes, morning), (Target(PERSON, LI),), "duty"),
        ),
    )


def _went(log: str) -> list[tuple[int, str]]:
    """When each call came in by Kamailio's clock, and where it went."""
    started = dict(re.findall(r"event kind=started&call=(\w+)&at=(\d+)", log))
    answered = re.findall(r"event kind=answered&call=(\w+)&at=\d+&caller=\w*&target=(\d+)", log)
    return [(int(started[call_id]), target) for call_id, target in answered]
