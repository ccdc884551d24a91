"""The controller: what the rota says reaches the telephone side, once, on time, and is put right where it differs."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta

import asyncpg
import pytest

from backend.hotline.controller import control, sweep
from backend.hotline.overrides import give_back, take
from backend.hotline.queries import Line, current_plan, duty_at, line_of
from backend.hotline.standing import alone_with, standing_of
from backend.infra import db
from backend.infra.refusal import Refusal
from tests.support.hotline import OFFICE, TOLD, Exchange, a_line, switches, verify
from tests.support.shop import Colleague, Shop

DAY, NEXT = "2026-11-02", "2026-11-03"


@dataclass
class Night:
    """Lin Xiao has the night of Monday, Zhou Min that of Tuesday; the planner and the director stand behind."""

    shop: Shop
    line: Line
    exchange: Exchange
    lin: Colleague
    zhou: Colleague
    planner: Colleague
    numbers: dict[str, str]

    def at(self, wall: str, day: str = DAY) -> datetime:
        return self.shop.clock(day, wall)

    async def control(self, wall: str, day: str = DAY) -> None:
        await control(self.line.id, self.at(wall, day))

    def rings(self, wall: str, day: str = DAY) -> str:
        return self.exchange.rings(self.at(wall, day))


@pytest.fixture
async def night(shop: Shop, monkeypatch) -> Night:
    lin, zhou = [await shop.hire(name, post="customer-service") for name in ("林晓", "周敏")]
    planner = await shop.hire("陈策", role="lead", post="planner")
    numbers = {"lin": await verify(lin), "zhou": await verify(zhou), "planner": await verify(planner)}
    await shop.shift(lin, DAY, ("08:30", "21:00"))
    await shop.shift(zhou, NEXT, ("08:30", "21:00"))
    exchange = Exchange()
    line = await a_line(shop, exchange, monkeypatch, shop.clock(DAY, "08:00"))
    return Night(shop, line, exchange, lin, zhou, planner, numbers)


async def test_the_exchange_has_the_plan_and_switches_by_its_own_clock(night: Night) -> None:
    await night.control("08:00")
    assert night.exchange.applied == [1]
    assert night.rings("20:59:59") == OFFICE
    assert night.rings("21:00") == night.numbers["lin"]
    assert night.rings("08:29:59", NEXT) == night.numbers["lin"]
    assert night.rings("08:30", NEXT) == OFFICE
    assert night.rings("21:00", NEXT) == night.numbers["zhou"]


async def test_every_switch_is_written_down_once_at_its_time(night: Night) -> None:
    """The worker was away from 20:59 until 09:12: the exchange switched all the same, and the log says when."""
    for wall, day in (("08:31", DAY), ("20:59", DAY), ("09:12", NEXT), ("09:13", NEXT)):
        await night.control(wall, day)
    assert await switches(night.line) == [
        (night.at("08:31"), "changed", OFFICE),
        (night.at("21:00"), "planned", night.numbers["lin"]),
        (night.at("08:30", NEXT), "planned", OFFICE),
    ]
    assert (
        await duty_at(night.shop.department_id, night.at("23:00"))
    ).target.person_id == night.lin.person_id


async def test_a_vendor_that_is_told_one_number_is_told_at_the_boundary(night: Night) -> None:
    night.exchange.capabilities = TOLD
    await night.control("20:59")
    assert night.rings("21:00") == OFFICE
    assert await _due(night, "20:59:30") is False
    assert await _due(night, "21:00") is True
    await night.control("21:00:02")
    assert night.rings("21:00:03") == night.numbers["lin"]
    assert (await switches(night.line))[-1] == (night.at("21:00:02"), "planned", night.numbers["lin"])


async def test_a_change_of_the_rota_in_the_night_reaches_the_next_call(night: Night) -> None:
    await night.control("22:00")
    assert night.rings("22:00") == night.numbers["lin"]
    await night.shop.shift(night.zhou, DAY, ("12:00", "23:00"))
    await night.control("22:10")
    assert night.exchange.applied == [1, 2]
    assert night.rings("22:10") == night.numbers["zhou"]
    assert (await switches(night.line))[-1] == (night.at("22:10"), "changed", night.numbers["zhou"])
    assert (
        await duty_at(night.shop.department_id, night.at("22:05"))
    ).target.person_id == night.lin.person_id


async def test_what_changes_nothing_makes_no_version(night: Night) -> None:
    await night.control("09:00")
    await night.shop.shift(await night.shop.hire("唐文", post="designer"), DAY, ("08:30", "23:30"))
    for wall in ("09:01", "12:00", "22:00"):
        await night.control(wall)
    assert (await current_plan(night.shop.department_id)).version == 1
    await night.control("09:01", NEXT)
    assert (await current_plan(night.shop.department_id)).version == 2, "seven days always stand"


async def test_she_takes_it_until_half_past_eleven_and_gives_it_back(night: Night) -> None:
    await night.control("21:30")
    zhou = await night.zhou.viewer()
    await take(zhou, night.at("23:30"), night.at("22:00"))
    await night.control("22:00")
    assert [night.rings(wall) for wall in ("22:00", "23:29", "23:30")] == [
        night.numbers["zhou"], night.numbers["zhou"], night.numbers["lin"],
    ]  # fmt: skip
    await give_back(zhou, night.at("22:40"))
    await night.control("22:40")
    assert night.rings("22:41") == night.numbers["lin"]
    assert [(kind, to) for _, kind, to in (await switches(night.line))[1:]] == [
        ("taken", night.numbers["zhou"]), ("taken", night.numbers["lin"]),
    ]  # fmt: skip
    with pytest.raises(Refusal) as refused:
        await give_back(zhou, night.at("22:41"))
    assert refused.value.code == "hotline-nothing-to-give-back"
    told = await db.fetch(
        "SELECT kind, person_id FROM message WHERE department_id = $1", night.shop.department_id
    )
    assert ("hotline.taken", night.lin.person_id) in {tuple(row) for row in told}


async def test_without_a_verified_number_nobody_takes_it(night: Night) -> None:
    he = await night.shop.hire("何静", post="customer-service")
    with pytest.raises(Refusal) as refused:
        await take(await he.viewer(), night.at("23:30"), night.at("22:00"))
    assert (refused.value.code, refused.value.way_out) == ("hotline-own-number-needed", "/me/number")
    with pytest.raises(Refusal) as refused:
        await take(await night.zhou.viewer(), night.at("21:59"), night.at("22:00"))
    assert refused.value.code == "hotline-until-wrong"


async def test_somebody_turned_it_by_hand_and_it_is_put_right(night: Night) -> None:
    await night.control("22:00")
    night.exchange.says = "13999999999"
    await night.control("22:01")
    assert night.rings("22:01") == night.numbers["lin"]
    kinds = [kind for _, kind, _ in await switches(night.line)]
    assert kinds == ["changed", "drift", "repaired"]
    await night.control("22:02")
    assert [kind for _, kind, _ in await switches(night.line)] == kinds
    rows = await db.fetch(
        "SELECT kind, person_id FROM message WHERE department_id = $1 ORDER BY id", night.shop.department_id
    )
    lead = night.planner.person_id
    assert [tuple(row) for row in rows] == [("hotline.drift", lead), ("hotline.repaired", lead)]


async def test_what_cannot_be_put_right_is_told_once_and_tried_again(night: Night) -> None:
    boss = await night.shop.manager()
    await night.control("22:00")
    night.exchange.says, night.exchange.deaf = "13999999999", True
    for wall in ("22:01", "22:02", "22:03"):
        await night.control(wall)
    assert [kind for _, kind, _ in await switches(night.line)] == ["changed", "drift"]
    assert (await standing_of(night.line.id)).drifting_since == night.at("22:01")
    night.exchange.deaf = False
    await night.control("22:04")
    assert night.rings("22:04") == night.numbers["lin"]
    rows = await db.fetch(
        "SELECT kind, state FROM message WHERE person_id = $1 AND kind <> 'hotline.hole' ORDER BY id",
        boss.person_id,
    )
    assert [tuple(row) for row in rows] == [("hotline.drift", "withdrawn"), ("hotline.repaired", "open")]


async def test_an_exchange_that_takes_the_plan_by_itself_has_a_moment_to_do_so(night: Night) -> None:
    """It reads the plan every second or two: a difference within seconds of a change is none."""
    night.exchange.deaf = True
    await night.control("22:00:00")
    await night.control("22:00:03")
    assert await switches(night.line) == []
    night.exchange.deaf, night.exchange.plan = False, await current_plan(night.shop.department_id)
    await night.control("22:00:06")
    assert [kind for _, kind, _ in await switches(night.line)] == ["changed"]


async def test_the_exchange_is_away_and_calls_follow_the_last_plan(night: Night) -> None:
    """R-HOT-5: away from 20:50 on; at 21:00 it switches by itself; the change of 22:00 comes at 22:20."""
    boss = await night.shop.manager()
    await night.control("20:00")
    night.exchange.away = True
    for wall in ("20:50", "21:05"):
        await night.control(wall)
    assert night.rings("21:05") == night.numbers["lin"]
    await take(await night.zhou.viewer(), night.at("23:30"), night.at("22:00"))
    for wall in ("22:00", "22:00:05", "22:01", "22:02"):
        await night.control(wall)
    assert night.rings("22:02") == night.numbers["lin"], "it could not hear of the change"
    assert [kind for _, kind, _ in await switches(night.line)] == ["changed", "failed"]
    assert (await standing_of(night.line.id)).trouble == "connection refused"
    night.exchange.away = False
    await night.control("22:20")
    assert night.rings("22:20") == night.numbers["zhou"]
    assert [(at, kind) for at, kind, _ in (await switches(night.line))[2:]] == [
        (night.at("21:00"), "planned"), (night.at("22:20"), "taken"), (night.at("22:20"), "recovered"),
    ]  # fmt: skip
    rows = await db.fetch("SELECT kind FROM message WHERE person_id = $1 ORDER BY id", boss.person_id)
    assert [row["kind"] for row in rows if row["kind"] != "hotline.hole"] == [
        "hotline.away",
        "hotline.repaired",
    ]


async def test_who_is_away_is_tried_later_and_later(night: Night) -> None:
    night.exchange.away = True
    await night.control("20:00")
    pauses = []
    for _ in range(6):
        standing = await standing_of(night.line.id)
        at = standing.retry_at
        assert at is not None
        pauses.append((at - (standing.looked_at or at)).total_seconds())
        await control(night.line.id, at)
        pauses[-1] = ((await standing_of(night.line.id)).retry_at - at).total_seconds()
    assert pauses == [4, 8, 16, 30, 30, 30]


async def test_two_controllers_at_once(night: Night) -> None:
    """Eight at the same moment, each could be a worker of its own: one plan, one hand-over, one line in the log."""
    await asyncio.gather(*(control(night.line.id, night.at("22:00")) for _ in range(8)))
    await control(night.line.id, night.at("22:00:01"))
    assert night.exchange.applied == [1]
    assert [kind for _, kind, _ in await switches(night.line)] == ["changed"]
    await take(await night.zhou.viewer(), night.at("23:30"), night.at("22:10"))
    await asyncio.gather(*(control(night.line.id, night.at("22:10")) for _ in range(8)))
    assert night.exchange.applied == [1, 2]
    assert [kind for _, kind, _ in await switches(night.line)] == ["changed", "taken"]


async def test_while_one_speaks_to_the_exchange_another_leaves_it_alone(night: Night) -> None:
    async with alone_with(night.line.id) as first, alone_with(night.line.id) as second:
        assert (first, second) == (True, False)
        assert await control(night.line.id, night.at("22:00")) is False
    assert await control(night.line.id, night.at("22:00")) is True


async def test_an_older_plan_never_replaces_a_newer_one(night: Night) -> None:
    await night.control("22:00")
    for version in (0, 1):
        with pytest.raises(asyncpg.IntegrityConstraintViolationError):
            await db.execute(
                "INSERT INTO hotline_plan (department_id, line_id, version, plan, starts_at, ends_at) "
                "VALUES ($1, $2, $3, '{}', now(), now() + interval '8 days')",
                night.shop.department_id, night.line.id, version,
            )  # fmt: skip
    with pytest.raises(asyncpg.IntegrityConstraintViolationError, match="does not go back"):
        await db.execute("UPDATE hotline_standing SET version = 0 WHERE line_id = $1", night.line.id)


async def test_the_sweep_finds_what_is_due_and_nothing_else(night: Night) -> None:
    await night.control("20:59:30")
    assert not await _due(night, "20:59:35")
    assert await _due(night, "21:00"), "a boundary"
    await night.control("21:00")
    assert not await _due(night, "21:00:50")
    assert await _due(night, "21:01"), "facts are compared once a minute, whatever was told"


async def test_one_line_that_hangs_delays_no_other(night: Night, a_department, monkeypatch) -> None:
    class Stuck(Exchange):
        async def apply_plan(self, plan, at) -> None:
            await asyncio.sleep(3600)

    other = await a_department("mall-service", "别的商城")
    monkeypatch.setattr("backend.hotline.controller.LONGEST_SECONDS", 0.6)
    await db.execute(
        "UPDATE hotline_line SET enabled = false WHERE id <> $1", night.line.id
    )  # of other stories
    second = await a_line_beside(other, monkeypatch, {night.line.id: Stuck()}, night)
    with pytest.raises(TimeoutError):
        await sweep(night.at("22:00"))
    assert (await standing_of(second.id)).version == 1


async def test_a_line_that_is_switched_off_is_left_alone(night: Night) -> None:
    await db.execute("UPDATE hotline_line SET enabled = false WHERE id = $1", night.line.id)
    await night.control("22:00")
    assert night.exchange.applied == []
    line = await line_of(night.shop.department_id)
    assert line is not None and not line.enabled


async def _due(night: Night, wall: str) -> bool:
    from backend.hotline.controller import _DUE

    at = night.at(wall)
    rows = await db.fetch(_DUE, at, at - timedelta(seconds=60), at - timedelta(seconds=60))
    return night.line.id in [row["id"] for row in rows]


async def a_line_beside(other: Shop, monkeypatch, exchanges: dict[int, Exchange], night: Night) -> Line:
    from tests.support.hotline import Nothing, systems

    line = await a_line(other, Exchange(), monkeypatch, night.at("08:00"))
    exchanges[line.id] = Exchange()
    system = systems.System(Nothing, lambda given, line: exchanges.get(line.id) or Exchange())
    monkeypatch.setitem(systems.SYSTEMS, "rest", system)
    return line
