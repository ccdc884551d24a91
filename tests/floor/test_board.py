"""How everybody stands: the board, and what it says by itself."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from backend.company.queries import rules_of
from backend.floor.band import band_of
from backend.floor.live import floor_now, may_hear
from backend.infra import bus
from backend.rota.duty import who_is_on_shift
from tests.support.attendance import tap
from tests.support.shop import Shop

MONDAY = "2026-11-02"


async def test_everybody_stands_where_they_are(shop: Shop, now: datetime) -> None:
    lin, zhou, he, xu, chen, luo = [
        await shop.hire(name) for name in ("林晓", "周敏", "何静", "许诺", "陈露", "罗帆")
    ]
    for each, hours in (
        (lin, ("08:30", "16:00")),
        (zhou, ("08:30", "16:00")),
        (he, ("08:00", "09:00")),
        (xu, ("08:30", "16:00")),
        (chen, ("15:30", "23:00")),
    ):
        await shop.shift(each, MONDAY, hours)
    await tap(lin, "in", now)
    await tap(xu, "in", now)
    await tap(xu, "break_out", shop.clock(MONDAY, "10:00"))
    await tap(luo, "in", shop.clock(MONDAY, "09:00"), why="临时顶班")
    floor = await floor_now(shop.department_id, shop.clock(MONDAY, "10:11:30"))
    states = {row.name: row.state for row in floor.rows}
    assert states == {
        "周敏": "late",
        "何静": "absent",
        "林晓": "present",
        "许诺": "break",
        "罗帆": "extra",
        "陈露": "later",
    }
    assert floor.rows[0].name == "周敏" and floor.late[0].minutes == 101
    assert (floor.expected, floor.present, floor.besides) == (3, 2, 1)


async def test_the_board_and_the_duty_truth_agree(shop: Shop, now: datetime) -> None:
    lin, zhou = await shop.hire("林晓"), await shop.hire("周敏")
    for each in (lin, zhou):
        await shop.shift(each, MONDAY, ("08:30", "16:00"))
    await tap(lin, "in", now)
    at = shop.clock(MONDAY, "09:00")
    floor, duty = await floor_now(shop.department_id, at), await who_is_on_shift(shop.department_id, at)
    assert {row.person_id for row in floor.here} == {each.person_id for each in duty.present}
    assert floor.expected == len(duty.rostered)


async def test_the_band_shows_its_holes(shop: Shop) -> None:
    lin = await shop.hire("林晓", post="customer-service")
    zhou = await shop.hire("周敏", post="customer-service")
    await shop.shift(lin, MONDAY, ("08:30", "16:00"))
    await shop.shift(zhou, MONDAY, ("17:00", "21:00"))
    at = shop.clock(MONDAY, "10:30")
    bands = band_of(await floor_now(shop.department_id, at), await rules_of(shop.department_id), shop.zone)
    [hole] = bands[0].holes
    assert (hole.span.start, hole.span.end, hole.present) == (
        shop.clock(MONDAY, "16:00"),
        shop.clock(MONDAY, "17:00"),
        0,
    )
    assert set(hole.ask) == {"林晓", "周敏"}
    assert bands[0].now is not None and sum(bar.short for bar in bands[0].bars) == 1


async def test_a_punch_is_sent_to_the_floor_in_every_language(
    shop: Shop, drain: Callable[[], Awaitable[int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[tuple[str, dict[str, str]]] = []
    weighed: list[int] = []

    async def publish(topic: str, html: dict[str, str]) -> None:
        sent.append((topic, html))

    async def rights_changed(**whom: int) -> None:
        weighed.append(whom["person_id"])

    monkeypatch.setattr(bus, "publish", publish)
    monkeypatch.setattr(bus, "rights_changed", rights_changed)
    lin = await shop.hire("林晓")
    await tap(lin, "in", datetime.now(UTC) - timedelta(minutes=1), why="临时顶班")
    await drain()
    mine = [(topic, html) for topic, html in sent if topic == f"floor:{shop.department_id}"]
    assert len(mine) == 1 and lin.person_id in weighed
    html = mine[0][1]
    assert set(html) == {"zh-Hans", "zh-Hant", "en"}
    assert f'id="floor-row-{lin.person_id}"' in html["zh-Hans"] and 'id="floor-strip"' in html["en"]
    assert "班外在岗" in html["zh-Hans"] and "Here without a shift" in html["en"]


async def test_only_ones_own_floor_is_heard(shop: Shop, a_department: Callable[..., Awaitable[Shop]]) -> None:
    other = await a_department("three-shift")
    lead = await (await shop.hire("罗帆", role="lead")).viewer()
    assert await may_hear(lead, str(shop.department_id))
    assert not await may_hear(lead, str(other.department_id))
    assert not await may_hear(lead, "x")


async def test_the_api_tells_the_same(shop: Shop) -> None:
    lead = await shop.hire("罗帆", role="lead")
    async with await lead.browser() as desk:
        floor = (await desk.get("/api/v1/floor")).json()
    assert date.fromisoformat(floor["day"]) and floor["people"] == []
