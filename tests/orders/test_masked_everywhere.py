"""One customer's order goes all its ways; what she is called, her number and her door stand nowhere but in the order.

Found by walking: every address that can be asked for, every live message, every line of the log, every table.
"""

from __future__ import annotations

import asyncio
import gzip
import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from litestar.routes import HTTPRoute

from backend.app import app
from backend.audit.sealing import seal_department
from backend.infra import bus, db, outbox
from backend.orders.amending import amend
from backend.orders.chain import ORDERS
from backend.orders.checking import tick, write_note
from backend.orders.holding import claim, give_back, hand_to
from backend.orders.intake import take_in
from backend.orders.masking import reveal
from backend.orders.reaching import dial, record_call
from backend.orders.sweeping import look_after_queue
from backend.settings import settings
from tests.e2e.pages import Lived, a_lived_in_department
from tests.orders.counter import comes_in
from tests.orders.days import data_in, save
from tests.orders.drafts import a_draft
from tests.support.house import a_house
from tests.support.orders import events_of
from tests.support.shop import Colleague, Shop, found_department

MINUTE = timedelta(minutes=1)
CLEAR = ("绛雪", "13987654321", "龙井路", "jiangxue9", "绿色邮箱", "13712348765", "平江路")
"""Her name, number, street, account, note; the number and the street that she gave later."""

IN_FULL = {
    "/orders/days/{day_id}/file": "order_day.taken_out",
    "/api/v1/orders/days/{day_id}/file": "order_day.taken_out",
    "/orders/desk/export/{file_format}": "orders.exported",
    "/api/v1/orders/desk/export/{file_format}": "orders.exported",
}
"""Files in the clear for who may have them, and what the trail says of each time."""

KEEP = {"customer_order": "the order as it came", "amendment": "what she corrected"}
"""The only tables in which clear data may stand."""


def clear(text: str) -> list[str]:
    return [each for each in CLEAR if each in text]


@pytest.fixture
async def lived(database: str, tmp_path: Path) -> AsyncIterator[Lived]:
    with data_in(tmp_path):
        yield await a_lived_in_department()


@asynccontextmanager
async def overheard() -> AsyncIterator[list[str]]:
    """Everything that goes over the bus, whatever the topic."""
    heard: list[str] = []

    async def listen() -> None:
        while True:
            if message := await pubsub.get_message(timeout=0.05):
                heard.append(json.dumps(json.loads(message["data"]), ensure_ascii=False))

    async with bus.redis().pubsub(ignore_subscribe_messages=True) as pubsub:
        await pubsub.subscribe(settings().bus_channel)
        listening = asyncio.create_task(listen())
        try:
            yield heard
        finally:
            await asyncio.sleep(0.2)
            listening.cancel()


async def drained() -> None:
    while await outbox.drain():
        pass


async def goes_all_its_ways(shop: Shop, lin: Colleague, chen: Colleague, now: datetime) -> int:
    """Taken in, amended by the platform, handed on, late, called, amended, a problem, given back, taken, confirmed."""
    draft = a_draft(
        "J-1", receiver="欧阳绛雪", phone="13987654321", address="浙江省 杭州市 西湖区 龙井路77号3幢",
        buyer="tb_jiangxue9", buyer_note="放在门口绿色邮箱",
        original={"收货人姓名": "欧阳绛雪", "联系手机": "13987654321"},
    )  # fmt: skip
    (order,) = (await take_in(shop.program, [draft], now - 12 * MINUTE, source="file")).new
    changed = a_draft("J-1", **{**_fields(draft), "phone": "13712348765"})
    await take_in(shop.program, [changed], now - 11 * MINUTE, source="file")
    await drained()
    by, other = await lin.viewer(), await chen.viewer()
    await claim(by, order, now - 11 * MINUTE)
    await look_after_queue(now - 6 * MINUTE)
    await look_after_queue(now)
    await dial(by, order, now)
    await record_call(by, order, "no-answer", now)
    await amend(
        by, order, "address", "江苏省 苏州市 姑苏区 平江路5号", now, why="call", evidence="电话里说的"
    )
    await write_note(by, order, "下午再打", now)
    await tick(by, order, "stock", False, now, what="红色断货")
    await drained()
    await hand_to(by, order, chen.person_id, now)
    await give_back(other, order, now)
    await claim(other, order, now)
    await record_call(other, order, "reached", now)
    await drained()
    return order


def _fields(draft) -> dict:
    return {name: getattr(draft, name) for name in draft.__dataclass_fields__ if name != "number"}


async def test_no_live_message(lived: Lived) -> None:
    now = datetime.now(UTC)
    lin, chen = [await comes_in(lived.shop, name, now) for name in ("林小满", "陈默")]
    async with overheard() as heard:
        await goes_all_its_ways(lived.shop, lin, chen, now)
        await drained()
    assert any("欧阳*" in text for text in heard), "her row was shown live, masked"
    assert [clear(text) for text in heard if clear(text)] == []


async def test_no_line_of_any_log(database: str) -> None:
    """Web and worker as they are deployed, asked to write down every detail."""
    async with a_house(DANGBAN_LOG_LEVEL="debug", DANGBAN_LOG_FORMAT="json") as house:
        shop, now = await found_department("mall-service"), datetime.now(UTC)
        boss = await shop.manager()
        lin, chen = [await comes_in(shop, name, now) for name in ("林小满", "陈默")]
        order = await goes_all_its_ways(shop, lin, chen, now)
        async with await boss.browser(origin=house.url) as inside:
            cookies, headers = inside.cookies, inside.headers
        async with httpx.AsyncClient(base_url=house.url, cookies=cookies, headers=headers) as browser:
            assert clear((await browser.post(f"/api/v1/orders/{order}/look")).text)
            for path in (
                f"/orders/{order}",
                "/orders/desk?q=13987654321",
                "/orders/desk/export/csv",
                "/orders/nowhere",
            ):
                await browser.get(path)
            wrong = {"field": "phone", "after": "13987654321", "why": "call", "evidence": "龙井路"}
            await browser.post(f"/orders/{order}/amendments", data=wrong)
            await browser.post(
                "/api/v1/orders", json={"orders": [{"receiver": "欧阳绛雪", "phone": 13987654321}]}
            )
        await _all_effects()
        web, worker = house.log("web", 10_000_000), house.log("worker", 10_000_000)
    assert "/orders/desk/export/" in web and "sweep_queue" in worker, "what happened was written down"
    assert [line for line in (web + worker).splitlines() if clear(line)] == []


async def _all_effects() -> None:
    """Until the worker has carried out everything."""
    for _ in range(300):
        if not await db.fetchval("SELECT count(*) FROM outbox WHERE not_before <= now()"):
            return
        await asyncio.sleep(0.1)
    raise AssertionError("the worker did not carry out what waits")


async def test_no_table_but_the_order_and_its_amendments(lived: Lived) -> None:
    """No message, no line of the trail, no outbox, no record of a job, no seal."""
    now = datetime.now(UTC)
    lin, chen = [await comes_in(lived.shop, name, now) for name in ("林小满", "陈默")]
    order = await goes_all_its_ways(lived.shop, lin, chen, now)
    await reveal(await lived.boss.viewer(), order, now)
    await save(lived.shop, now + timedelta(days=1))
    while await seal_department(ORDERS, lived.shop.department_id, now):
        pass
    holding = set()
    for row in await db.fetch(
        "SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
    ):
        if await db.fetchval(_HOLDS.format(row["name"]), "|".join(CLEAR), lived.shop.department_id):
            holding.add(row["name"])
    assert holding == set(KEEP)


# Other stories have customers of the same name.
_HOLDS = """
SELECT EXISTS (
    SELECT FROM "{}" AS one
    WHERE one::text ~ $1 AND coalesce((to_jsonb(one)->>'department_id')::bigint, $2) = $2
)
"""


def _addresses() -> list[str]:
    return sorted(
        route.path_format for route in app.routes if isinstance(route, HTTPRoute)
        for handler in route.route_handlers if "GET" in handler.http_methods
    )  # fmt: skip


def _filled(path: str, values: dict) -> str:
    place = path.split("/")[1]
    known = {**values, **values.get(place, {})}
    return re.sub(r"\{(\w+)(?::\w+)?\}", lambda found: str(known.get(found[1], "1")), path)


_DAY_OF = """
SELECT order_day.id FROM customer_order JOIN order_day USING (department_id)
WHERE customer_order.id = $1 AND until > accepted_at ORDER BY day LIMIT 1
"""


async def _asked(browser: httpx.AsyncClient, values: dict) -> dict[str, str]:
    """What each address answers, by its pattern."""
    return {path: (await browser.get(_filled(path, values))).text for path in _addresses()}


async def test_no_address_shows_her_to_who_does_not_hold_the_order(lived: Lived) -> None:
    """Asked by the manager who may see all, and by an agent who is on shift; lists, pages, files, metrics, programs."""
    now = datetime.now(UTC)
    lin, chen = [await comes_in(lived.shop, name, now) for name in ("林小满", "陈默")]
    order = await goes_all_its_ways(lived.shop, lin, chen, now)
    await db.execute("UPDATE person SET level = 3 WHERE id = $1", lived.boss.person_id)
    lived.boss.session = None
    await save(lived.shop, now + timedelta(days=1))
    day = await db.fetchval(_DAY_OF, order)
    values = {**lived.values, "order_id": order, "day_id": day}
    for who in (lived.boss, lin):
        async with await who.browser() as browser:
            answers = await _asked(browser, values)
            assert "欧阳*" in answers["/orders/{order_id}"], "the page was there, masked"
            shown = {path for path, text in answers.items() if clear(text)}
            assert shown <= set(IN_FULL), who.name
            assert bool(shown) == (who is lived.boss)
    assert all(
        event["actor_id"] in (lin.person_id, chen.person_id) for event in await events_of(order, "looked")
    )


async def test_every_file_in_full_stands_in_the_trail(lived: Lived) -> None:
    now = datetime.now(UTC)
    lin, chen = [await comes_in(lived.shop, name, now) for name in ("林小满", "陈默")]
    order = await goes_all_its_ways(lived.shop, lin, chen, now)
    await db.execute("UPDATE person SET level = 3 WHERE id = $1", lived.boss.person_id)
    lived.boss.session = None
    await save(lived.shop, now + timedelta(days=1))
    day = await db.fetchval(_DAY_OF, order)
    values = {**lived.values, "order_id": order, "day_id": day}
    said = "SELECT count(*) FROM audit_event WHERE department_id = $1 AND verb = $2 AND actor_id = $3"
    async with await lived.boss.browser() as browser:
        for path, verb in IN_FULL.items():
            of = lived.shop.department_id, verb, lived.boss.person_id
            before = await db.fetchval(said, *of)
            answer = await browser.get(_filled(path, values))
            packed = answer.headers["content-type"] == "application/gzip"
            assert clear(gzip.decompress(answer.content).decode() if packed else answer.text), path
            assert await db.fetchval(said, *of) == before + 1, path
    async with await lin.browser() as browser:
        for path in IN_FULL:
            assert (await browser.get(_filled(path, values))).status_code == 403, path


async def test_whatever_shows_her_leaves_a_trace(lived: Lived) -> None:
    """The holder's page once per hold, every look of others, every download of a day's file."""
    now = datetime.now(UTC)
    lin = await comes_in(lived.shop, "林小满", now)
    draft = a_draft(
        "J-2", receiver="欧阳绛雪", phone="13987654321", address="浙江省 杭州市 西湖区 龙井路77号3幢"
    )
    (order,) = (await take_in(lived.shop.program, [draft], now, source="file")).new
    await claim(await lin.viewer(), order, now)
    async with await lin.browser() as browser:
        answers = await _asked(browser, {**lived.values, "order_id": order})
    shown = {path for path, text in answers.items() if clear(text)}
    assert "/orders/{order_id}" in shown and all("{order_id}" in path for path in shown), shown
    (looked,) = await events_of(order, "looked")
    assert looked["actor_id"] == lin.person_id
    async with await lived.boss.browser(**{"HX-Request": "true"}) as browser:
        for number, path in enumerate((f"/orders/{order}/look", f"/api/v1/orders/{order}/look"), start=1):
            assert clear((await browser.post(path)).text)
            theirs = [
                each for each in await events_of(order, "looked") if each["actor_id"] == lived.boss.person_id
            ]
            assert len(theirs) == number
    trail = "SELECT count(*) FROM audit_event WHERE verb = 'order.looked' AND subject = $1"
    assert await db.fetchval(trail, f"order:{order}") == 3
