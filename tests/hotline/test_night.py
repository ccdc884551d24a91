"""One night of the hotline, on real parts whose clock is moved: from a quarter to nine until half past eight."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from backend.hotline.lines import LineForm, set_line
from backend.hotline.queries import current_plan
from backend.infra import db, migrations
from backend.infra.embedded import postgres, redis
from backend.phones.subscriptions import subscribe
from backend.settings import settings
from backend.web.authentication import SESSION_COOKIE
from tests.support.browser import until
from tests.support.hotline import verify
from tests.support.house import House, free_port
from tests.support.moved_clock import MovedClock, a_moved_clock
from tests.support.push_service import Phone, PushService
from tests.support.shop import Colleague, Shop, found_department
from tests.support.vendors import SECRET, json_request

pytestmark = [pytest.mark.faults, pytest.mark.timeout(240)]

FRIDAY, SATURDAY = "2026-11-27", "2026-11-28"
OFFICE = "02160001111"
CALLER = "13912345678"


async def test_a_duty_night(tmp_path: Path) -> None:
    """Told at 20:45 and silent, the next told at 20:55 and sure, switched at 21:00, a call missed at 02:00 becomes a
    task, back to the office at 08:30; and the log tells all of it."""
    async with a_night(tmp_path, FRIDAY, "20:44") as night:
        lin, zhou = night.lin, night.zhou
        await night.until_it_rings(OFFICE)

        night.move(FRIDAY, "20:45")
        asked = await night.pushed(lin.phone, "hotline.duty")
        assert lin.mobile not in json.dumps(asked) and "13" not in asked["body"], (
            "nothing personal on a locked screen"
        )
        assert await night.first(zhou.phone, "hotline.duty") is None

        night.move(FRIDAY, "20:55")
        asked = await night.pushed(zhou.phone, "hotline.duty")
        await night.one_tap(asked)
        await night.until_handed_over(FRIDAY, "21:00", zhou.mobile)
        assert await night.rings() == OFFICE, "it is not nine yet"

        night.move(FRIDAY, "21:00")
        await night.until_it_rings(zhou.mobile)

        night.move(SATURDAY, "02:00")
        assert await night.rings() == zhou.mobile
        await night.is_missed("call-at-two")
        missed = await night.pushed(zhou.phone, "hotline.missed-call")
        assert CALLER not in json.dumps(missed)
        task = await until(lambda: db.fetchrow("SELECT * FROM callback"), "a task to call back")
        assert task["due_at"] - night.shop.clock(SATURDAY, "02:00") <= timedelta(minutes=31)

        night.move(SATURDAY, "08:30")
        await night.until_it_rings(OFFICE)
        await until(night.is_back, "the switch back in the log")
        assert await night.switches() == [
            (f"{FRIDAY} 21:00", zhou.mobile, "confirmed"),
            (f"{SATURDAY} 08:30", OFFICE, "office-hours"),
        ]
        page = await night.manager_sees("/hotline")
        assert "周敏" in page and "21:00" in page and "08:30" in page
        assert "02:00" in await night.manager_sees("/calls")
        assert night.service.faults == []


@dataclass
class OnDuty:
    """Somebody with a verified mobile and a phone that can be pushed to."""

    colleague: Colleague
    mobile: str
    phone: Phone


@dataclass
class Night:
    """The house, its clock, and everybody in the story."""

    clock: MovedClock
    house: House
    service: PushService
    shop: Shop
    lin: OnDuty
    zhou: OnDuty
    manager: Colleague
    token: str

    def move(self, day: str, wall: str) -> None:
        self.clock.set(self.shop.clock(day, wall))

    async def rings(self) -> str:
        """Whom the vendor is told to ring when a call comes in now; nobody before the house knows its line."""
        url = f"{self.house.url}/telephony/{self.token}/inbound"
        now = self.clock.now()
        answer = await self._post(
            json_request(url, now, SECRET, call_id=f"try-{now.timestamp()}", caller=CALLER)
        )
        return answer.json()["targets"][0]["number"] if answer.status_code == 200 else ""

    async def until_it_rings(self, number: str) -> None:
        async def there() -> bool:
            return await self.rings() == number

        await until(there, f"calls reach {number}")

    async def until_handed_over(self, day: str, wall: str, number: str) -> None:
        """The telephone side has a plan by which `number` rings from then on."""

        async def there() -> bool:
            plan = await current_plan(self.shop.department_id)
            handed = await db.fetchval("SELECT version FROM hotline_standing")
            return plan.at(self.shop.clock(day, wall)).target.number == number and handed == plan.version

        await until(there, f"a plan in which {number} rings from {wall} on")

    async def is_missed(self, call_id: str) -> None:
        """It rings along the whole chain, and the caller gives up."""
        url, now = f"{self.house.url}/telephony/{self.token}/events", self.clock.now()
        for kind in ("started", "missed"):
            request = json_request(
                url, now, SECRET, call_id=call_id, kind=kind, event_id=f"{call_id}-{kind}", at=now.isoformat(),
                caller=CALLER,
            )  # fmt: skip
            assert (await self._post(request)).status_code < 300

    async def pushed(self, phone: Phone, kind: str) -> dict[str, Any]:
        """The first push of a kind to a phone, once it is there, as its service worker gets it."""
        return await until(lambda: self.first(phone, kind), f"a push of {kind}")

    async def first(self, phone: Phone, kind: str) -> dict[str, Any] | None:
        for pushed in phone.got:
            told = await db.fetchval("SELECT kind FROM message WHERE id = $1", int(pushed.payload["id"]))
            if told == kind:
                return pushed.payload
        return None

    async def one_tap(self, payload: dict[str, Any]) -> None:
        """The button of the notification: what the service worker sends, without a session."""
        async with httpx.AsyncClient() as worker:
            answer = await worker.post(
                f"{self.house.url}/messages/deliveries/{payload['key']}/acknowledgement"
            )
        assert answer.status_code == 204, answer.text

    async def is_back(self) -> bool:
        return (await self.switches())[-1][1] == OFFICE

    async def switches(self) -> list[tuple[str, str, str]]:
        """What the log says of where calls went, in the department's time."""
        rows = await db.fetch(
            "SELECT at, to_number, why FROM hotline_switch WHERE at >= $1 ORDER BY at",
            self.shop.clock(FRIDAY, "20:59"),
        )
        return [(f"{self._local(row['at']):%Y-%m-%d %H:%M}", row["to_number"], row["why"]) for row in rows]

    def _local(self, at: datetime) -> datetime:
        return at.astimezone(self.shop.zone)

    async def manager_sees(self, path: str) -> str:
        await self.manager.viewer()
        assert self.manager.session is not None
        cookies = {SESSION_COOKIE: self.manager.session.token}
        async with httpx.AsyncClient(cookies=cookies) as browser:
            answer = await browser.get(self.house.url + path)
        assert answer.status_code == 200, answer.text
        return answer.text

    async def _post(self, request: Any) -> httpx.Response:
        async with httpx.AsyncClient() as vendor:
            return await vendor.post(request.url, headers=dict(request.headers), content=request.body)


@asynccontextmanager
async def a_night(folder: Path, day: str, wall: str) -> AsyncIterator[Night]:
    """林晓 works on Friday until nine and so has the night; 周敏, the planner, is next in the chain."""
    async with AsyncExitStack() as ending:
        clock = ending.enter_context(a_moved_clock(Shop(0, "mall-service").clock(day, wall)))
        with clock.for_databases():
            database = await postgres.start(folder)
        ending.push_async_callback(database.stop)
        cache = await redis.start(folder)
        ending.push_async_callback(cache.stop)
        await ending.enter_async_context(_pointed_at(database.url))
        service = await ending.enter_async_context(PushService())
        service.clock = clock.now
        ending.enter_context(_settings(DANGBAN_PUSH_HOSTS=service.host))
        house = House(database.url, cache.url, free_port(), folder, clock.environment)
        ending.callback(house.close)
        night = await _staffed(clock, house, service)
        await house.open()
        yield night


@asynccontextmanager
async def _pointed_at(url: str) -> AsyncIterator[None]:
    """This process acts on the story's database meanwhile."""
    before = db.engine().config["dsn"], db.engine().pool
    db.engine().pool = None
    db.point_at(url)
    try:
        await migrations.migrate()
        await db.open_pool(5)
        yield
    finally:
        await db.close_pool()
        db.point_at(before[0])
        db.engine().pool = before[1]


@contextmanager
def _settings(**environment: str) -> Iterator[None]:
    """Settings of the story, for this process and the house alike."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment.items():
            patch.setenv(name, value)
        settings.cache_clear()
        yield
    settings.cache_clear()


async def _staffed(clock: MovedClock, house: House, service: PushService) -> Night:
    shop = await found_department("mall-service")
    lin = await shop.hire("林晓", post="customer-service")
    zhou = await shop.hire("周敏", role="lead", post="planner")
    manager = await shop.manager("陈露")
    await shop.shift(lin, FRIDAY, ("08:30", "21:00"))
    on_duty = [await _with_phone(colleague, service, clock) for colleague in (lin, zhou)]
    form = LineForm("400-800-1234", OFFICE, "webhook", settings={"form": "json", "secret": SECRET})
    await set_line(shop.program, form, clock.now())
    token = await db.fetchval("SELECT token FROM hotline_line WHERE department_id = $1", shop.department_id)
    return Night(clock, house, service, shop, on_duty[0], on_duty[1], manager, token)


async def _with_phone(colleague: Colleague, service: PushService, clock: MovedClock) -> OnDuty:
    phone = service.phone()
    await subscribe(await colleague.viewer(), phone.subscription, clock.now())
    return OnDuty(colleague, await verify(colleague), phone)
