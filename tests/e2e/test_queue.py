"""The queue in real browsers: who is first, who is told, and what becomes of the orders of somebody who is gone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.async_api import Browser, Page

from backend.infra import db
from backend.orders.holding import claim
from backend.orders.intake import take_in
from tests.e2e.pages import on_shift
from tests.orders.drafts import a_draft
from tests.support.attendance import tap
from tests.support.browser import a_phone, on_page, sign_in, until
from tests.support.house import House
from tests.support.orders import an_order, events_of, holders, order_rules
from tests.support.shop import Colleague, Shop

pytestmark = pytest.mark.browser

LIVE = "document.querySelector('[data-state=live]') !== null"


def group(name: str, order_id: int) -> str:
    return f"document.querySelector('[data-group={name}] #order-{order_id}') !== null"


async def at_work(shop: Shop, name: str) -> Colleague:
    person, now = await shop.hire(name), datetime.now(UTC)
    await on_shift(person, now - timedelta(hours=1))
    await tap(person, "in", now - timedelta(minutes=50))
    return person


async def opens(browser: Browser, house: House, who: Colleague, path: str = "/orders") -> Page:
    context = await a_phone(browser)
    await sign_in(context, who, house.url)
    page = await context.new_page()
    await page.goto(house.url + path)
    await on_page(page, LIVE, f"{who.name} hears the house")
    return page


async def test_a_new_order_is_on_every_screen_and_one_of_two_has_it(
    house: House, browser: Browser, shop: Shop
) -> None:
    """It comes in by itself on both phones; both tap in the same moment; one has it, the other is told who."""
    lin, chen = await at_work(shop, "林小满"), await at_work(shop, "陈默")
    screens = {each.person_id: await opens(browser, house, each) for each in (lin, chen)}
    for page in screens.values():
        assert "现在没有要联系的客户" in await page.inner_text("#orders-queue")
    taken = await take_in(
        shop.program, [a_draft(receiver="王芳", phone="13812345678")], datetime.now(UTC), source="hand"
    )
    (order_id,) = taken.new
    for page in screens.values():
        await on_page(page, group("free", order_id), "the new order is there by itself")
        said = await page.content()
        assert "王*" in said and "王芳" not in said and "13812345678" not in said

    for page in screens.values():
        tapping = f"document.querySelector('#order-{order_id} .order-claim button').click()"
        await page.evaluate(f"setTimeout(() => {tapping}, 200)")

    async def taken_by() -> Any:
        return (await holders(order_id))[0]

    winner_id = await until(taken_by, "somebody has it")
    winner = lin if winner_id == lin.person_id else chen
    loser = chen if winner is lin else lin
    await until(lambda: _url(screens[winner.person_id], f"/orders/{order_id}"), "the winner's page opens")
    await on_page(screens[loser.person_id], group("others", order_id), "the loser sees who has it")
    await on_page(
        screens[loser.person_id],
        f"document.body.innerText.includes('已经在 {winner.name} 手上了')",
        "and is told in one sentence",
    )
    assert len(await events_of(order_id, "claimed")) == 1


async def test_two_thumbs_take_two_orders(house: House, browser: Browser, shop: Shop) -> None:
    """The big button gives each the next one, never the same."""
    lin, chen = await at_work(shop, "林小满"), await at_work(shop, "陈默")
    now = datetime.now(UTC)
    orders = [await an_order(shop, now - timedelta(seconds=number)) for number in range(2)]
    screens = [await opens(browser, house, each) for each in (lin, chen)]
    for page in screens:
        await page.evaluate("setTimeout(() => document.querySelector('.orders-next button').click(), 200)")

    async def both() -> Any:
        return None not in (held := await holders(*orders)) and held

    assert set(await until(both, "both are taken")) == {lin.person_id, chen.person_id}


async def test_without_a_network_nothing_is_taken(house: House, browser: Browser, shop: Shop) -> None:
    """Lin taps in the basement: the phone says that the order is not taken, and nothing follows when it is back."""
    lin = await at_work(shop, "林小满")
    order_id = await an_order(shop, datetime.now(UTC))
    page = await opens(browser, house, lin)
    await page.context.set_offline(True)
    await page.click(f"#order-{order_id} .order-claim button")
    await on_page(page, "document.body.innerText.includes('这一单没有接下')", "it says so")
    await page.context.set_offline(False)
    await on_page(page, LIVE, "back again")
    await on_page(page, group("free", order_id), "still free")
    assert await events_of(order_id, "claimed") == []


async def test_orders_of_a_phone_that_is_gone_come_back_to_others(
    house: House, browser: Browser, shop: Shop
) -> None:
    """Lin walks into the cold store with three orders in hand. Half a minute later Chen and Zhou have them between
    them, each on their own screen."""
    await order_rules(shop, silent_seconds=30, hand_on_seconds=5)
    lin, chen, zhou = [await at_work(shop, name) for name in ("林小满", "陈默", "周敏")]
    now = datetime.now(UTC)
    orders = [await an_order(shop, now) for _ in range(3)]
    for order_id in orders:
        await claim(await lin.viewer(), order_id, now)
    gone = await opens(browser, house, lin)
    there = {each.person_id: await opens(browser, house, each) for each in (chen, zhou)}
    for order_id in orders:
        await on_page(gone, group("mine", order_id), "Lin has it")
        for page in there.values():
            await on_page(page, group("others", order_id), "the others see it")
    await gone.context.set_offline(True)

    async def handed_on() -> Any:
        return not {lin.person_id, None} & set(held := await holders(*orders)) and held

    shares = await until(handed_on, "others have them", within=75)
    assert sorted(shares.count(person_id) for person_id in there) == [1, 2]
    told = "SELECT count(*) FROM message WHERE kind = 'order.handed' AND person_id = $1"
    for order_id, person_id in zip(orders, shares, strict=True):
        await on_page(there[person_id], group("mine", order_id), "it is on the screen of who has it")
        returned, handed = await events_of(order_id, "returned", "handed")
        assert returned["details"]["why"] == "silent" and handed["details"]["person"] == person_id
        assert await db.fetchval(told, person_id) == shares.count(person_id)
    await gone.context.set_offline(False)
    for order_id in orders:
        await on_page(gone, group("others", order_id), "Lin is back and sees that others have it")


async def test_a_row_that_runs_out_changes_in_place(house: House, browser: Browser, shop: Shop) -> None:
    """The last second passes: the dial says so, the worker records it once, the row says missed without a reload."""
    lin = await at_work(shop, "林小满")
    order_id = await an_order(shop, datetime.now(UTC) - timedelta(minutes=9, seconds=56))
    page = await opens(browser, house, lin)
    row = f"document.getElementById('order-{order_id}')"
    await on_page(page, f"{row}.querySelector('.is-late') !== null", "the dial is over")
    await on_page(page, f"{row}.innerText.includes('超时未联系')", "the row says so")
    assert len(await events_of(order_id, "missed")) == 1
    assert len(await events_of(order_id, "warned")) <= 1


async def test_the_time_goes_on_while_the_phone_sleeps(house: House, browser: Browser, shop: Shop) -> None:
    """Half a minute is left when Lin puts the phone away; when it wakes the time is over, and it says so at once."""
    lin = await at_work(shop, "林小满")
    order_id = await an_order(shop, datetime.now(UTC) - timedelta(minutes=9, seconds=30))
    page = await opens(browser, house, lin)
    row = f"document.getElementById('order-{order_id}')"
    await on_page(page, f"{row}.querySelector('[data-due]').innerText.startsWith('0:')", "it counts down")
    power = await page.context.new_cdp_session(page)
    await power.send("Page.setWebLifecycleState", {"state": "frozen"})
    (missed,) = await until(lambda: events_of(order_id, "missed"), "the house goes on counting", within=90)
    await power.send("Page.setWebLifecycleState", {"state": "active"})
    await on_page(page, f"{row}.querySelector('.is-late') !== null", "the dial is over")
    await on_page(page, f"{row}.innerText.includes('超时未联系')", "and the row says so")
    assert missed["details"]["due"] is not None


async def _url(page: Page, path: str) -> bool:
    return page.url.endswith(path)
