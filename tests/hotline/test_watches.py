"""R-HOT-4: the duty is confirmed before it begins, else the next in the chain is asked; a whole night by its clock."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime

import pytest

from backend.hotline import live, watches
from backend.hotline.controller import control
from backend.hotline.overrides import give_back, take
from backend.hotline.queries import Line
from backend.infra import db
from backend.infra.refusal import Refusal
from backend.notifications.actions import acknowledge
from tests.support.hotline import OFFICE, Exchange, a_line, switches, verify
from tests.support.shop import Colleague, Shop

DAY, NEXT = "2026-11-02", "2026-11-03"


@dataclass
class Evening:
    """Lin Xiao has the night; behind her stand the planner and the director; a manager looks after it all."""

    shop: Shop
    line: Line
    exchange: Exchange
    lin: Colleague
    planner: Colleague
    director: Colleague
    boss: Colleague
    numbers: dict[str, str]

    def at(self, wall: str, day: str = DAY) -> datetime:
        return self.shop.clock(day, wall)

    async def pass_(self, *walls: str, day: str = DAY) -> None:
        """What the worker does at these times."""
        for wall in walls:
            await control(self.line.id, self.at(wall, day))
            await watches.watch(self.line, self.at(wall, day))

    async def told(self, kind: str = "hotline.duty") -> list[tuple[str, str]]:
        """Who was told when, oldest first: [("林晓", "20:45")]."""
        rows = await db.fetch(
            "SELECT person.name, told_at FROM message JOIN person ON person.id = message.person_id "
            "WHERE message.department_id = $1 AND kind = $2 ORDER BY message.id",
            self.shop.department_id, kind,
        )  # fmt: skip
        return [(row["name"], f"{row['told_at'].astimezone(self.shop.zone):%H:%M}") for row in rows]

    async def states(self, kind: str = "hotline.duty") -> list[str]:
        rows = await db.fetch(
            "SELECT state FROM message WHERE department_id = $1 AND kind = $2 ORDER BY id",
            self.shop.department_id,
            kind,
        )
        return [row["state"] for row in rows]

    async def watch(self) -> dict:
        row = await db.fetchrow("SELECT * FROM hotline_watch WHERE line_id = $1", self.line.id)
        assert row is not None
        return dict(row)

    async def acknowledges(self, colleague: Colleague, wall: str) -> None:
        """Taps "understood" in the notification; what follows from it follows at once."""
        message = await db.fetchrow(
            "SELECT id, subject FROM message WHERE person_id = $1 AND kind = 'hotline.duty' ORDER BY id DESC LIMIT 1",
            colleague.person_id,
        )
        assert message is not None
        await acknowledge(await colleague.viewer(), message["id"], self.at(wall))
        (event,) = await db.fetch(
            "DELETE FROM outbox WHERE department_id = $1 AND event = 'message.acknowledged' RETURNING payload",
            self.shop.department_id,
        )
        await live.confirm_duty(self.shop.department_id, **event["payload"])


@pytest.fixture
async def evening(shop: Shop, monkeypatch) -> Evening:
    lin = await shop.hire("林晓", post="customer-service")
    planner = await shop.hire("陈策", role="lead", post="planner")
    director = await shop.hire("方总监", role="director", post="marketing-director")
    boss = await shop.manager()
    people = {"lin": lin, "planner": planner, "director": director}
    numbers = {name: await verify(colleague) for name, colleague in people.items()}
    await shop.shift(lin, DAY, ("08:30", "21:00"))
    await shop.shift(lin, NEXT, ("08:30", "21:00"))
    exchange = Exchange()
    line = await a_line(shop, exchange, monkeypatch, shop.clock(DAY, "08:00"))
    return Evening(shop, line, exchange, lin, planner, director, boss, numbers)


async def test_she_is_told_at_a_quarter_to_nine_and_confirms(evening: Evening) -> None:
    await evening.pass_("20:40", "20:44:59")
    assert await evening.told() == []
    await evening.pass_("20:45", "20:45:05", "20:50")
    assert await evening.told() == [("林晓", "20:45")]
    await evening.acknowledges(evening.lin, "20:51")
    await evening.pass_("20:56", "21:00", "23:00")
    assert await evening.told() == [("林晓", "20:45")]
    kept = await evening.watch()
    assert (kept["state"], kept["confirmed_by"]) == ("confirmed", evening.lin.person_id)
    assert (
        await db.fetchval(
            "SELECT count(*) FROM hotline_override WHERE department_id = $1", evening.shop.department_id
        )
        == 0
    )


async def test_a_night_from_told_to_back_at_the_office(evening: Evening) -> None:
    """20:45 told, unconfirmed, 20:55 the next, confirmed, 21:00 switched, 08:30 back: all of it in the log."""
    await evening.pass_("20:45", "20:54:55", "20:55", "20:55:05")
    assert await evening.told() == [("林晓", "20:45"), ("陈策", "20:55")]
    await evening.acknowledges(evening.planner, "20:57")
    assert await evening.states() == ["withdrawn", "acknowledged"]
    assert await evening.told("hotline.taken") == [("林晓", "20:57")]
    await evening.pass_("20:57", "20:59:59", "21:00", "23:30")
    assert evening.exchange.rings(evening.at("20:59:59")) == OFFICE
    assert evening.exchange.rings(evening.at("21:00")) == evening.numbers["planner"]
    assert evening.exchange.rings(evening.at("08:29:59", NEXT)) == evening.numbers["planner"]
    await evening.pass_("08:30", "20:00", day=NEXT)
    assert await switches(evening.line) == [
        (evening.at("20:45"), "changed", OFFICE),
        (evening.at("21:00"), "planned", evening.numbers["planner"]),
        (evening.at("08:30", NEXT), "planned", OFFICE),
    ]
    assert len(await evening.told()) == 2
    await evening.pass_("20:45", day=NEXT)
    assert (await evening.told())[-1] == ("林晓", "20:45"), "the next night is the rota's again"
    verbs = await db.fetch(
        "SELECT verb, actor_id FROM audit_event WHERE department_id = $1 AND verb = 'hotline.confirmed'",
        evening.shop.department_id,
    )
    assert [tuple(row) for row in verbs] == [("hotline.confirmed", evening.planner.person_id)]


async def test_nobody_confirms_and_calls_go_on_as_planned(evening: Evening) -> None:
    await evening.pass_("20:45", "20:55", "21:05", "21:14:59")
    assert [name for name, _ in await evening.told()] == ["林晓", "陈策", "方总监"]
    assert await evening.told("hotline.unconfirmed") == []
    await evening.pass_("21:15", "21:20", "22:00")
    assert {name for name, _ in await evening.told("hotline.unconfirmed")} == {"方总监", "周总"}
    assert (await evening.watch())["state"] == "unconfirmed"
    assert evening.exchange.rings(evening.at("22:00")) == evening.numbers["lin"]
    await evening.acknowledges(evening.lin, "22:10")
    assert (await evening.watch())["state"] == "confirmed"
    assert set(await evening.states("hotline.unconfirmed")) == {"withdrawn"}


async def test_two_confirm_at_the_same_moment_and_one_has_it(evening: Evening) -> None:
    await evening.pass_("20:45", "20:55")
    watch_id = (await evening.watch())["id"]
    done = await asyncio.gather(
        watches.confirm(await evening.lin.viewer(), watch_id, evening.at("20:56")),
        watches.confirm(await evening.planner.viewer(), watch_id, evening.at("20:56")),
        return_exceptions=True,
    )
    (refused,) = [each for each in done if each is not None]
    assert isinstance(refused, Refusal) and refused.code == "hotline-already-confirmed"
    first = (await evening.watch())["confirmed_by"]
    winner = evening.lin if first == evening.lin.person_id else evening.planner
    await watches.confirm(await winner.viewer(), watch_id, evening.at("20:57"))  # a second tap is no harm


async def test_two_workers_ask_once(evening: Evening) -> None:
    await control(evening.line.id, evening.at("20:45"))
    for wall in ("20:45", "20:55", "21:05", "21:15"):
        await asyncio.gather(*(watches.watch(evening.line, evening.at(wall)) for _ in range(6)))
    assert [name for name, _ in await evening.told()] == ["林晓", "陈策", "方总监"]
    assert len(await evening.told("hotline.unconfirmed")) == 2


async def test_a_worker_that_was_away_asks_when_it_is_back(evening: Evening) -> None:
    await evening.pass_("20:30", "22:10", "22:15", "22:20")
    assert await evening.told() == [("林晓", "22:10"), ("陈策", "22:20")]


async def test_who_was_not_asked_cannot_confirm(evening: Evening) -> None:
    await evening.pass_("20:45")
    with pytest.raises(Refusal) as refused:
        await watches.confirm(
            await evening.planner.viewer(), (await evening.watch())["id"], evening.at("20:46")
        )
    assert refused.value.status == 404


async def test_the_rota_changes_after_she_has_confirmed(evening: Evening) -> None:
    """The night is Zhou Min's now: he is asked, and Lin Xiao's word is of no use any more."""
    await evening.pass_("20:45")
    await evening.acknowledges(evening.lin, "20:46")
    zhou = await evening.shop.hire("周敏", post="customer-service")
    await verify(zhou)
    await evening.shop.shift(zhou, DAY, ("12:00", "22:00"))
    await evening.pass_("20:50", "20:50:05")
    assert await evening.told() == [("林晓", "20:45"), ("周敏", "20:50")]
    await evening.pass_("21:00:30")
    assert (await evening.told())[2:] == [("陈策", "21:00")]


async def test_somebody_takes_an_hour_of_it_and_nobody_is_asked_again(evening: Evening) -> None:
    await evening.pass_("20:45")
    await evening.acknowledges(evening.lin, "20:46")
    await evening.pass_("21:00")
    planner = await evening.planner.viewer()
    await take(planner, evening.at("23:00"), evening.at("22:00"))
    await evening.pass_("22:00", "22:30")
    assert (await evening.watch())["confirmed_by"] == evening.planner.person_id
    await give_back(planner, evening.at("22:40"))
    await evening.pass_("22:40", "23:00")
    kept = await evening.watch()
    assert (kept["state"], kept["confirmed_by"]) == ("confirmed", evening.lin.person_id)
    assert await evening.told() == [("林晓", "20:45")]


async def test_a_late_word_of_an_earlier_round_changes_nothing(evening: Evening) -> None:
    await evening.pass_("20:45")
    kept = await evening.watch()
    await watches.confirm_by_message(
        evening.shop.department_id, f"watch:{kept['id']}:9", evening.lin.person_id, evening.at("20:46")
    )
    assert (await evening.watch())["state"] == "asking"
