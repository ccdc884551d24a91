"""R-ORD-2 to R-ORD-4: ten minutes, who gets what nobody took, and notes that need a look."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.rules.clock import Interval, WallTime, day_of, intersect, seconds, span
from backend.rules.orders import Agent, attention, countdown, least_loaded

SHANGHAI = ZoneInfo("Asia/Shanghai")
SERVICE = (WallTime.parse("08:30"), WallTime.parse("21:00"))


def at(wall: str, day: str = "2026-11-11") -> datetime:
    return datetime.fromisoformat(f"{day}T{wall}").replace(tzinfo=SHANGHAI).astimezone(UTC)


@pytest.mark.parametrize(
    ("accepted", "hours", "warned", "due"),
    [
        (at("09:00:00"), None, at("09:05:00"), at("09:10:00")),
        (at("23:55:00"), None, at("00:00:00", "2026-11-12"), at("00:05:00", "2026-11-12")),
        (at("09:00:00"), SERVICE, at("09:05:00"), at("09:10:00")),
        (at("20:52:00"), SERVICE, at("20:57:00"), at("08:32:00", "2026-11-12")),
        (at("20:50:00"), SERVICE, at("20:55:00"), at("21:00:00")),
        (at("22:00:00"), SERVICE, at("08:35:00", "2026-11-12"), at("08:40:00", "2026-11-12")),
        (at("07:00:00"), SERVICE, at("08:35:00"), at("08:40:00")),
    ],
)
def test_ten_minutes(accepted: datetime, hours: tuple | None, warned: datetime, due: datetime) -> None:
    clock = countdown(accepted, 10, 5, hours, SHANGHAI)
    assert (clock.warn_at, clock.due_at) == (warned, due)


def test_the_tenth_minute_is_over_when_it_is_over() -> None:
    clock = countdown(at("09:00:00"), 10, 5, None, SHANGHAI)
    assert not clock.is_overdue(at("09:09:59"))
    assert clock.is_overdue(at("09:10:00"))


@given(
    accepted=st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)),
    minutes=st.integers(2, 1440),
    zone=st.sampled_from(
        [SHANGHAI, ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York"), ZoneInfo("Asia/Kathmandu")]
    ),
    opens=st.integers(0, 86_000),
    open_for=st.integers(400, 86_400),
)
def test_exactly_so_much_service_time_lies_between(
    accepted: datetime, minutes: int, zone: ZoneInfo, opens: int, open_for: int
) -> None:
    hours = (WallTime(opens), WallTime(min(86_400, opens + open_for)))
    clock = countdown(accepted, minutes, 1, hours, zone)
    assert accepted < clock.warn_at < clock.due_at
    days = (day_of(accepted, zone) + timedelta(days=n) for n in range(-1, (clock.due_at - accepted).days + 3))
    service = [each for day in days if (each := span(day, *hours, zone))]
    assert seconds(intersect(service, [Interval(accepted, clock.due_at)])) == minutes * 60


def test_who_holds_the_fewest_gets_the_next() -> None:
    lin, zhou, he = Agent(1, 2), Agent(2, 0, at("09:00")), Agent(3, 0, at("08:40"))
    assert least_loaded([lin, zhou, he], 8) == he
    assert least_loaded([lin, zhou, he, Agent(4, 0)], 8) == Agent(4, 0)
    assert least_loaded([lin], 2) is None
    assert least_loaded([], 8) is None


@given(
    st.lists(
        st.builds(Agent, st.integers(1, 50), st.integers(0, 12)), unique_by=lambda agent: agent.person_id
    ),
    st.integers(1, 12),
)
def test_nobody_is_given_more_than_another_could_take(agents: list[Agent], most: int) -> None:
    chosen = least_loaded(agents, most)
    if chosen is None:
        assert all(agent.held >= most for agent in agents)
    else:
        assert chosen.held < most and chosen.held == min(agent.held for agent in agents)


@pytest.mark.parametrize(
    ("note", "signs"),
    [
        ("地址写错了,请改到公司:高新区软件园3号楼", ("address",)),
        ("寄到我公司吧", ("address",)),
        ("请送到朝阳区建国路88号", ("address",)),
        ("换个收货地址可以吗", ("address",)),
        ("please ship to my office", ("address",)),
        ("收货人电话改成13800138000", ("phone",)),
        ("电话打不通请发短信", ("phone",)),
        ("颜色拍错了，要红色", ("goods",)),
        ("请尽快发货", ("time",)),
        ("周末送货,谢谢", ("time",)),
        ("不要发货，我想取消", ("time", "cancel")),
        ("开发票，抬头五步公司", ("invoice",)),
        ("生日礼物,请包好看点🎁", ()),
        ("放门卫", ()),
        ("和上一单一起发", ()),
        ("", ()),
    ],
)
def test_notes_that_need_a_look(note: str, signs: tuple[str, ...]) -> None:
    assert attention(note) == signs
