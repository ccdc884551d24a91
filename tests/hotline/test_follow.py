"""R-HOT-3: whatever the plan is made from, its change is followed at once, by what the change itself records."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from backend.company.queries import rules_of
from backend.company.rules_changes import change_rules
from backend.hotline.controller import control
from backend.hotline.lines import LineForm, set_line
from backend.hotline.live import may_hear
from backend.hotline.queries import Line, current_plan
from backend.infra import bus, db, jobs
from backend.people.leaving import leave_now
from backend.people.numbers import number_of
from backend.people.numbers_codes import code_of
from backend.people.numbers_verifying import ask_for_code, read_back
from backend.rota.publication import publish
from backend.rota.shifts import remove_shift, set_shift
from backend.rules.clock import WallTime
from backend.rules.hotline import Segment
from tests.support.hotline import OFFICE, Exchange, a_line, verify
from tests.support.shop import Colleague, Shop


@dataclass
class Tomorrow:
    """Lin Xiao has the night of tomorrow."""

    shop: Shop
    line: Line
    exchange: Exchange
    lin: Colleague
    zhou: Colleague
    day: date
    shift: int

    async def night(self) -> Segment:
        """Who has it at eleven."""
        return (await current_plan(self.shop.department_id)).at(self.shop.clock(self.day, "23:00"))

    async def publish(self) -> None:
        rules, month = await rules_of(self.shop.department_id), self.day.replace(day=1)
        await publish(self.shop.program, month, rules, datetime.now(UTC), reason="周敏临时顶班")


@pytest.fixture
async def heard(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, ...]]:
    """What went to phones and to the worker."""
    said: list[tuple[Any, ...]] = []

    async def publish_(topic: str, html: dict[str, str]) -> None:
        said.append((topic, html["zh-Hans"]))

    async def enqueue(job: str, *ids: Any) -> None:
        said.append((job, *ids))

    monkeypatch.setattr(bus, "publish", publish_)
    monkeypatch.setattr(jobs, "enqueue", enqueue)
    return said


@pytest.fixture
async def tomorrow(shop: Shop, monkeypatch, heard, drain) -> Tomorrow:
    lin, zhou = [await shop.hire(name, post="customer-service") for name in ("林晓", "周敏")]
    await verify(lin)
    day = (datetime.now(shop.zone) + timedelta(days=1)).date()
    shift = await shop.shift(lin, day.isoformat(), ("08:30", "21:00"))
    exchange = Exchange()
    line = await a_line(shop, exchange, monkeypatch, datetime.now(UTC))
    await drain()
    heard.clear()
    return Tomorrow(shop, line, exchange, lin, zhou, day, shift)


async def test_the_rota_is_published(tomorrow: Tomorrow, drain, heard) -> None:
    await verify(tomorrow.zhou)
    await remove_shift(tomorrow.shop.program, tomorrow.shift, datetime.now(UTC))
    await set_shift(
        tomorrow.shop.program,
        tomorrow.zhou.person_id,
        tomorrow.day,
        datetime.now(UTC),
        segments=[("08:30", "21:00")],
    )
    await drain()
    assert (await tomorrow.night()).target.person_id == tomorrow.lin.person_id, "a draft moves nothing"
    await tomorrow.publish()
    await drain()
    assert (await tomorrow.night()).target.person_id == tomorrow.zhou.person_id
    assert ("control_hotline", tomorrow.line.id) in heard
    topic = f"hotline:{tomorrow.shop.department_id}"
    assert any(said[0] == topic and "400-800-1234" in said[1] for said in heard)


async def test_a_number_is_verified(tomorrow: Tomorrow, drain, heard) -> None:
    """Zhou Min's shift ends later than Lin Xiao's, and until the number is verified nobody but the chain has it."""
    now = datetime.now(UTC)
    await set_shift(
        tomorrow.shop.program, tomorrow.zhou.person_id, tomorrow.day, now, segments=[("12:00", "22:00")]
    )
    await tomorrow.publish()
    await drain()
    assert (await tomorrow.night()).why == "nobody"
    zhou, boss = await tomorrow.zhou.viewer(), await tomorrow.shop.manager()
    await db.execute("UPDATE person SET mobile = '13811112222' WHERE id = $1", zhou.person_id)
    await ask_for_code(zhou, now)
    state = await number_of(tomorrow.shop.department_id, zhou.person_id, now)
    assert state.check is not None
    await read_back(await boss.viewer(), zhou.person_id, code_of(state.check.seed), now)
    await drain()
    assert ((await tomorrow.night()).why, (await tomorrow.night()).target.number) == ("duty", "13811112222")


async def test_somebody_leaves(tomorrow: Tomorrow, drain) -> None:
    boss = await tomorrow.shop.manager()
    await leave_now(await boss.viewer(), tomorrow.lin.person_id, datetime.now(UTC), reason="离职")
    await drain()
    assert (await tomorrow.night()).why == "nobody"


async def test_the_rules_change(tomorrow: Tomorrow, drain) -> None:
    """The office is rung until midnight from now on."""
    rules = await rules_of(tomorrow.shop.department_id)
    later = replace(rules, hotline=replace(rules.hotline, closes=WallTime.of(23, 30)))
    await change_rules(tomorrow.shop.program, later, 1, datetime.now(UTC))
    await drain()
    assert (await tomorrow.night()).why == "office-hours"


async def test_another_telephone_system_gets_the_plan_that_is_there_already(
    tomorrow: Tomorrow, drain, heard, monkeypatch
) -> None:
    await control(tomorrow.line.id, datetime.now(UTC))
    assert tomorrow.exchange.applied == [1]
    other = Exchange()
    await a_line(tomorrow.shop, other, monkeypatch, datetime.now(UTC))
    await drain()
    assert ("control_hotline", tomorrow.line.id) in heard
    await control(tomorrow.line.id, datetime.now(UTC))
    assert other.applied == [1]
    await control(tomorrow.line.id, datetime.now(UTC))
    assert other.applied == [1]


async def test_who_hears_of_it(tomorrow: Tomorrow, a_department) -> None:
    elsewhere = await (await a_department("mall-service", "别的商城")).hire("何静")
    key = str(tomorrow.shop.department_id)
    assert await may_hear(await tomorrow.lin.viewer(), key)
    assert not await may_hear(await elsewhere.viewer(), key)


async def test_the_office_moves(tomorrow: Tomorrow) -> None:
    await set_line(tomorrow.shop.program, LineForm("4008001234", "02199998888", "rest"), datetime.now(UTC))
    plan = await current_plan(tomorrow.shop.department_id)
    assert OFFICE not in {target.number for each in plan.segments for target in each.targets}
