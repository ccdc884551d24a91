"""The queue on phones that are not as they should be: an answer that is lost, a wrong clock, a phone
at the ear, a page from before the punch."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from playwright.async_api import Browser, Route

from backend.attendance.actions import clock_in
from backend.infra import db
from backend.orders.holding import claim
from tests.e2e.pages import on_shift
from tests.e2e.test_queue import LIVE, at_work, group, opens
from tests.support.attendance import tap
from tests.support.browser import a_phone, on_page, sign_in, until
from tests.support.house import House
from tests.support.orders import an_order, events_of, holders
from tests.support.shop import Shop

pytestmark = pytest.mark.browser

WRONG_CLOCK = """
(() => {
  const Right = Date, origin = performance.timeOrigin;
  window.ahead = 7 * 60_000;
  window.Date = class extends Right {
    constructor(...given) { given.length ? super(...given) : super(Right.now() + window.ahead); }
    static now() { return Right.now() + window.ahead; }
  };
  Object.defineProperty(performance, "timeOrigin", { get: () => origin + 7 * 60_000 });
})();
"""


async def test_the_order_is_taken_and_the_answer_is_lost(house: House, browser: Browser, shop: Shop) -> None:
    """The lift door closes in between: the phone does not say “not taken” of what is taken, and a second tap opens it."""
    lin = await at_work(shop, "林小满")
    order_id = await an_order(shop, datetime.now(UTC))
    page = await opens(browser, house, lin)

    async def lose(route: Route) -> None:
        await route.fetch()
        await route.abort("connectionreset")

    await page.route("**/orders/next", lose)
    await page.click(".orders-next button")
    await on_page(page, "document.body.innerText.includes('没等到回音')", "it says that it does not know")
    assert "这一单没有接下" not in await page.inner_text("body")
    assert await holders(order_id) == [lin.person_id]
    await on_page(page, group("mine", order_id), "and shows that it is Lin's")
    assert len(await events_of(order_id, "claimed")) == 1


async def test_a_phone_that_is_seven_minutes_ahead(house: House, browser: Browser, shop: Shop) -> None:
    """Its dial shows the house's time, also when its clock is put right while it sleeps."""
    lin = await at_work(shop, "林小满")
    order_id = await an_order(shop, datetime.now(UTC))
    context = await a_phone(browser)
    await context.add_init_script(WRONG_CLOCK)
    await sign_in(context, lin, house.url)
    page = await context.new_page()
    await page.goto(house.url + "/orders")
    await on_page(page, LIVE, "Lin hears the house")
    left = f"document.querySelector('#order-{order_id} [data-due]').innerText"
    assert await page.evaluate(f"/^(9:|10)/.test({left})"), await page.evaluate(left)
    await page.evaluate("window.ahead = -3 * 60_000; document.dispatchEvent(new Event('visibilitychange'))")
    await on_page(page, f"/^(9|8):/.test({left})", "nine minutes are nine minutes")


async def test_an_answer_that_is_long_on_its_way(house: House, browser: Browser, shop: Shop) -> None:
    """In the lift an answer takes six seconds: nobody gets six seconds more for it."""
    lin, now = await at_work(shop, "林小满"), datetime.now(UTC)
    order_id = await an_order(shop, now)
    page = await opens(browser, house, lin)

    async def slowly(route: Route) -> None:
        answer = await route.fetch()
        await asyncio.sleep(6)
        await route.fulfill(response=answer)

    await page.route("**/orders/queue", slowly)
    async with page.expect_response("**/orders/queue") as come:
        await page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    await (await come.value).finished()
    await asyncio.sleep(1.2)  # the dial has ticked since
    minutes, seconds = (await page.inner_text(f"#order-{order_id} [data-due]")).split(":")
    left = timedelta(minutes=10) - (datetime.now(UTC) - now)
    assert abs(int(minutes) * 60 + int(seconds) - left.total_seconds()) < 3


async def test_a_page_from_before_the_punch(house: House, browser: Browser, shop: Shop) -> None:
    """Lin looks at the orders, then clocks in on the tablet at the door: the phone in the pocket shows the queue and
    its button by itself; from a break on it offers nothing, and after going home it shows nobody's orders."""
    lin, now = await shop.hire("林小满"), datetime.now(UTC)
    await on_shift(lin, now - timedelta(hours=1))
    order_id = await an_order(shop, now)
    page = await opens(browser, house, lin)
    assert "上班打卡后才能接单" in await page.inner_text("#orders-queue")
    await clock_in(await lin.viewer(), "in", datetime.now(UTC), uuid4())
    await on_page(page, group("free", order_id), "the queue comes by itself")
    assert await page.is_visible(".orders-next button")
    await clock_in(await lin.viewer(), "break_out", datetime.now(UTC), uuid4())
    await on_page(page, "document.body.innerText.includes('你在休息')", "a break")
    assert not await page.is_visible(".orders-next button")
    await clock_in(await lin.viewer(), "out", datetime.now(UTC), uuid4())
    await on_page(page, "document.body.innerText.includes('上班打卡后才能接单')", "gone home")


async def test_today_shows_what_waits_as_soon_as_one_has_come(
    house: House, browser: Browser, shop: Shop
) -> None:
    lin, now = await shop.hire("林小满"), datetime.now(UTC)
    await on_shift(lin, now - timedelta(hours=1))
    await an_order(shop, now)
    page = await opens(browser, house, lin, "/")
    assert not await page.is_visible("#orders-strip")
    await tap(lin, "in", datetime.now(UTC))
    await on_page(page, "!document.getElementById('orders-strip').hidden", "the strip is there")


async def test_the_call_button_dials_and_asks_what_came_of_it(
    house: House, browser: Browser, shop: Shop
) -> None:
    """Lin taps the number: the phone's own dialler comes, the house knows that Lin talks, and back on the page it asks;
    one tap says that nobody answered, and from then on a silent phone is a silent one."""
    lin, now = await at_work(shop, "林小满"), datetime.now(UTC)
    order_id = await an_order(shop, now, phone="13812345678")
    await claim(await lin.viewer(), order_id, now)
    page = await opens(browser, house, lin, f"/orders/{order_id}")
    button = page.locator("[data-dials]")
    assert await button.get_attribute("href") == "tel:13812345678"
    await page.evaluate(
        "document.querySelector('[data-dials]').addEventListener('click', (tap) => tap.preventDefault())"
    )  # there is no dialler here
    await button.click()
    talks = "SELECT calls_until FROM presence WHERE person_id = $1"
    await until(lambda: db.fetchval(talks, lin.person_id), "the house knows that Lin talks")
    await page.locator(f"#order-outcome-{order_id}[open] [value=no-answer]").click()
    await on_page(
        page,
        f"document.querySelector('#order-hold-{order_id}').innerText.includes('打了 1 次没人接')",
        "said",
    )
    assert not await page.is_visible(f"#order-outcome-{order_id}")
    assert await db.fetchval(talks, lin.person_id) is None
