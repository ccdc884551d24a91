"""Every page there is, found by walking the route table, and a department in which each has something to show."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from litestar.routes import HTTPRoute

from backend.app import app
from backend.attendance.doors import put_up_door
from backend.infra import db
from backend.notifications.actions import tell
from backend.orders.cases.registering import Told, register_case
from backend.orders.cases.stepping import take_step
from backend.orders.masking import reveal
from backend.orders.saving import save_next_day
from backend.people.invitations import invite
from backend.rota.feeds import open_feed
from tests.orders.pictures import CHAT, an_amendment
from tests.support.foreign import FOREIGN
from tests.support.shop import Colleague, Shop, found_department

NO_PAGES = ("/api", "/health/", "/metrics", "/static", "/sw.js", "/session/csrf")


@dataclass(frozen=True, slots=True)
class Address:
    """A GET route; `public` when nobody needs to be signed in."""

    path: str
    public: bool

    def filled(self, values: dict[str, Any]) -> str:
        """With real ids in the place of its parameters; a kind of id that nobody knows here is a KeyError."""
        place = self.path.split("/")[1]
        known = {**values, **values.get(place, {})}
        return re.sub(r"\{(\w+)(?::\w+)?\}", lambda found: str(known[found[1]]), self.path)


def addresses() -> list[Address]:
    """Every GET route that may answer with a page; those that answer with fragments or files show when asked."""
    found = []
    for route in app.routes:
        if isinstance(route, HTTPRoute) and not route.path.startswith(NO_PAGES):
            for handler in route.route_handlers:
                if "GET" in handler.http_methods:
                    found.append(Address(route.path_format, "public" in handler.opt))
    return sorted(found, key=lambda address: address.path)


@dataclass
class Lived:
    """A department in the middle of a working day, and one of everything by the name of its path parameter."""

    shop: Shop
    boss: Colleague
    values: dict[str, Any]


async def a_lived_in_department() -> Lived:
    """Founded, staffed and at work: somebody present, somebody late, somebody waiting to be decided upon."""
    shop = await found_department("mall-service")
    boss = await shop.manager("陈露")
    await db.execute("UPDATE person SET company_admin = true WHERE id = $1", boss.person_id)
    staff = [await shop.hire(name) for name in ("林晓", "周敏", "何静", "许诺", "罗帆")]
    now = datetime.now(UTC)
    for minutes, colleague in zip((-200, -200, -20, 60), staff, strict=False):
        await on_shift(colleague, now + timedelta(minutes=minutes))
    await staff[0].viewer()
    values: dict[str, Any] = {}
    for name, make in FOREIGN.items():
        values[name] = await make(shop, staff[0])
    values["person_id"] = staff[1].person_id
    values["department_id"] = shop.department_id
    values["join"] = {"token": (await invite(shop.program, staff[4].person_id, now)).token}
    values["door"] = {"token": (await put_up_door(shop.program, "仓库门口", now))[1]}
    values["calendar"] = {"address": await open_feed(await staff[1].viewer(), now) + ".ics"}
    values["messages"] = {"message_id": await _told(shop, boss, now), "kind": "hotline.missed-call"}
    values["case_id"] = await _came_back(shop, staff, values["order_id"], now)
    values["amendment_id"] = await an_amendment(shop, values["order_id"], now, CHAT)
    await reveal(await boss.viewer(), values["order_id"], now + timedelta(hours=1))  # as long as anybody walks
    values["version"] = values["number"] = 1
    values["file_format"] = "csv"
    values["day_id"] = await _saved(shop, now)
    values["day"] = values["date"] = values["monday"] = now.astimezone(shop.zone).date().isoformat()
    values["month"] = f"{now.astimezone(shop.zone):%Y-%m}"
    return Lived(shop, boss, values)


async def _told(shop: Shop, boss: Colleague, now: datetime) -> int:
    """Ordinary news, a missed call that everybody on shift heard of, and something that waits for an answer."""
    of = shop.department_id
    await tell(
        "attendance.waiting", of, "punch:1", now, person_ids=[boss.person_id], url="/attendance", name="林晓"
    )
    await tell("hotline.missed-call", of, "call:1", now, called=now.isoformat(), caller="138****5678")
    (message_id,) = await tell(
        "hotline.hole", of, "hole:1", now, person_ids=[boss.person_id], url="/rota/months",
        start=now.isoformat(), end=(now + timedelta(hours=10)).isoformat(),
    )  # fmt: skip
    return message_id


async def _came_back(shop: Shop, staff: list[Colleague], order_id: int, now: datetime) -> int:
    """A return that one has registered and another has taken in: whoever looks is the second person."""
    item_id = await db.fetchval("SELECT min(id) FROM order_item WHERE order_id = $1", order_id)
    told = Told("return", "杯口有裂纹", order_id, items={item_id: 1}, waybill="SF1390228844512")
    case_id = await register_case(await staff[2].viewer(), told, now)
    await take_step(await staff[3].viewer(), case_id, "arrive", now)
    return case_id


async def _saved(shop: Shop, now: datetime) -> int:
    """A day of orders, saved."""
    await save_next_day(shop.department_id, str(shop.zone), now)
    return await db.fetchval("SELECT max(id) FROM order_day WHERE department_id = $1", shop.department_id)


async def on_shift(colleague: Colleague, start: datetime, hours: float = 8) -> int:
    """A published shift from `start` on, wherever in the day the test happens to run."""
    shop = colleague.shop
    return await db.fetchval(
        "INSERT INTO shift (department_id, person_id, day, segments, in_draft, in_force) "
        "VALUES ($1, $2, $3, tstzmultirange(tstzrange($4, $5)), true, true) RETURNING id",
        shop.department_id,
        colleague.person_id,
        start.astimezone(shop.zone).date(),
        start,
        start + timedelta(hours=hours),
    )
