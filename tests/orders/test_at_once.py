"""Many people at the same moment, each with a browser of their own, over real HTTP to a real house."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from backend.infra import db
from backend.web.authentication import DEVICE_COOKIE, SESSION_COOKIE
from tests.e2e.pages import on_shift
from tests.support.attendance import tap
from tests.support.house import House, a_house
from tests.support.orders import an_order, events_of, holders, order_rules
from tests.support.shop import Colleague, Shop, found_department

PEOPLE = 50


@pytest.fixture(scope="module")
async def house(database: str) -> AsyncIterator[House]:
    async with a_house() as house:
        yield house


@pytest.fixture(scope="module")
async def shop(house: House) -> Shop:
    """Where the program itself hands out nothing meanwhile, however slow the machine."""
    shop = await found_department("mall-service")
    await order_rules(shop, hand_on_seconds=3600, silent_seconds=3600)
    return shop


@pytest.fixture(scope="module")
async def everybody(shop: Shop) -> list[Colleague]:
    """All of them have been at work for an hour."""
    people, now = [await shop.hire(f"同事{number}") for number in range(PEOPLE)], datetime.now(UTC)
    for person in people:
        await on_shift(person, now - timedelta(hours=1))
        await tap(person, "in", now - timedelta(minutes=50))
    return people


@asynccontextmanager
async def browsers(house: House, people: list[Colleague]) -> AsyncIterator[list[httpx.AsyncClient]]:
    """One for each, with a connection that is open already."""
    async with AsyncExitStack() as open_ones:
        clients = []
        for person in people:
            viewer = await person.viewer()
            assert person.session is not None
            client = httpx.AsyncClient(
                base_url=f"http://127.0.0.1:{house.port}", timeout=60, headers={"x-csrf-token": viewer.csrf},
                cookies={SESSION_COOKIE: person.session.token, DEVICE_COOKIE: person.session.device_token},
            )  # fmt: skip
            clients.append(await open_ones.enter_async_context(client))
        await asyncio.gather(*(client.get("/health/live") for client in clients))
        yield clients


async def test_fifty_people_and_one_order(house: House, shop: Shop, everybody: list[Colleague]) -> None:
    """One has it; forty-nine are told in one sentence who; the book has one line."""
    order_id = await an_order(shop, datetime.now(UTC))
    async with browsers(house, everybody) as clients:
        answers = await asyncio.gather(
            *(client.post(f"/api/v1/orders/{order_id}/claim", json={}) for client in clients)
        )
    (holder_id,) = await holders(order_id)
    won = [person for person, answer in zip(everybody, answers, strict=True) if answer.status_code == 200]
    assert [each.person_id for each in won] == [holder_id]
    refused = [answer for answer in answers if answer.status_code != 200]
    assert {answer.status_code for answer in refused} == {409} and len(refused) == PEOPLE - 1
    assert all(won[0].name in answer.text for answer in refused)
    assert [event["actor_id"] for event in await events_of(order_id, "claimed")] == [holder_id]


async def test_fifty_thumbs_and_forty_orders(house: House, shop: Shop, everybody: list[Colleague]) -> None:
    """Everybody taps “next one”: forty have one each, none has somebody else's, ten hear that nothing is left."""
    now = datetime.now(UTC)
    orders = [await an_order(shop, now) for _ in range(PEOPLE - 10)]
    async with browsers(house, everybody) as clients:
        answers = await asyncio.gather(
            *(client.post("/api/v1/orders/queue/next", json={}) for client in clients)
        )
    given = {
        answer.json()["order_id"]: person.person_id
        for person, answer in zip(everybody, answers, strict=True)
        if answer.status_code == 200
    }
    assert sorted(given) == sorted(orders)
    assert await holders(*orders) == [given[order_id] for order_id in orders]
    assert [answer.status_code for answer in answers].count(409) == 10
    twice = "SELECT count(*) FROM order_event WHERE order_id = ANY($1::bigint[]) AND kind = 'claimed'"
    assert await db.fetchval(twice, orders) == len(orders)
