"""One order in real browsers: from the first call to confirmed, by one thumb, while somebody else looks on."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from playwright.async_api import Browser

from backend.infra import db
from backend.orders.holding import claim, give_back, hand_to
from backend.orders.intake import take_in
from backend.orders.problems import open_problem
from backend.rules.orders.draft import Item
from tests.e2e.looks import raw_message_ids, runs_off, too_small, violations
from tests.e2e.test_queue import at_work, opens
from tests.orders.drafts import a_draft
from tests.support.browser import a_desk, on_page, sign_in
from tests.support.house import House
from tests.support.orders import events_of
from tests.support.shop import Shop

pytestmark = pytest.mark.browser

POINTS = ("note", "address", "phone", "goods", "payment", "stock")


def text(words: str) -> str:
    return f"document.querySelector('.order-page').innerText.includes('{words}')"


async def new_order(shop: Shop, note: str = "") -> int:
    drafts = [a_draft(receiver="王芳", phone="13812345678", buyer_note=note)]
    return (await take_in(shop.program, drafts, datetime.now(UTC), source="hand")).new[0]


async def test_one_order_from_intake_to_confirmed(house: House, browser: Browser, shop: Shop) -> None:
    """Lin takes it, records the call, amends the address that the note asks for, ticks everything and confirms; Chen's
    page follows by itself and never shows the customer."""
    lin, chen = await at_work(shop, "林小满"), await at_work(shop, "陈默")
    order_id = await new_order(shop, "麻烦改一下地址，寄到公司")
    page, other = await opens(browser, house, lin), await opens(browser, house, chen, f"/orders/{order_id}")
    await page.click(f"#order-{order_id} .order-claim button")
    await page.wait_for_url(f"**/orders/{order_id}")
    await on_page(other, text("林小满 在跟"), "Chen sees who has it")
    assert "13812345678" not in await other.content()
    assert await page.get_attribute("a[href^='tel:']", "href") == "tel:13812345678"

    await page.click(f"[data-opens=order-outcome-{order_id}]")
    await page.click("dialog[open] button[value=reached]")
    await on_page(page, text("已联系上客户"), "reached")
    await page.click(f"#order-{order_id}-point-note [data-opens=order-amend-address]")
    await page.fill("#order-after-address", "浙江省杭州市滨江区江南大道 9 号")
    await page.select_option("#order-why-address", "call")
    await page.fill("#order-evidence-address", "10:02 电话里说的，已复述")
    await page.click("dialog[open] button[type=submit]")
    await on_page(page, text("江南大道 9 号"), "both addresses stand there")
    await on_page(page, "document.querySelector('dialog[open]') === null", "the sheet has closed")
    for number, point in enumerate(POINTS, 1):
        await page.click(f"#order-{order_id}-point-{point} button.order-tick")
        await on_page(page, text(f"{number} / 6"), f"{point} is ticked")
    await on_page(other, text("6 / 6"), "Chen's page follows")
    await page.click(".order-page .thumb button[type=submit]")
    await on_page(page, text("已确认，可以打包"), "confirmed")
    await on_page(other, text("已确认，可以打包"), "on Chen's page, too")
    assert len(await events_of(order_id, "confirmed")) == 1
    kept = await db.fetchval("SELECT address FROM customer_order WHERE id = $1", order_id)
    assert "江南大道" not in kept


async def test_an_order_handed_to_somebody_who_has_its_page_open(
    house: House, browser: Browser, shop: Shop
) -> None:
    """Chen only reads; the lead hands it over: number, buttons and sheets are there by themselves, and Chen says what is
    wrong at once. When it is taken away again, they are gone, and so is the customer."""
    lead, chen = await shop.manager("赵主管"), await at_work(shop, "陈默")
    lin = await at_work(shop, "林小满")
    order_id = await new_order(shop)
    await claim(await lin.viewer(), order_id, datetime.now(UTC))
    page = await opens(browser, house, chen, f"/orders/{order_id}")
    assert await page.locator("button.order-tick, .order-page .thumb, a[href^='tel:']").count() == 0
    await page.evaluate("window.sameVisit = true")
    await hand_to(await lead.viewer(), order_id, chen.person_id, datetime.now(UTC))
    await on_page(
        page, "document.querySelector('a[href=\"tel:13812345678\"]') !== null", "the number to call"
    )
    await page.click(f"#order-{order_id}-point-address [data-opens=order-point-address]")
    await page.fill("#order-what-address", "门牌号不全")
    await page.click("dialog[open] button[type=submit]")
    await on_page(page, text("门牌号不全"), "the problem stands there")
    assert await page.evaluate("window.sameVisit"), "without a reload"
    (problem,) = await events_of(order_id, "problem")
    assert problem["actor_id"] == chen.person_id
    await give_back(await lead.viewer(), order_id, datetime.now(UTC))
    await on_page(page, "document.querySelector('button.order-tick') === null", "nothing to tick any more")
    assert "13812345678" not in await page.content()


async def test_on_a_desk_nothing_lies_under_the_button(house: House, browser: Browser, shop: Shop) -> None:
    """A wide screen of somebody without a desk: scrolled to the end, the last point of the list is free."""
    lin = await at_work(shop, "林小满")
    order_id = await new_order(shop)
    await claim(await lin.viewer(), order_id, datetime.now(UTC))
    context = await a_desk(browser)
    await sign_in(context, lin, house.url)
    page = await context.new_page()
    await page.goto(f"{house.url}/orders/{order_id}")
    await page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    edges = "selector => { const {top, bottom} = document.querySelector(selector).getBoundingClientRect(); return [top, bottom] }"
    _, list_ends = await page.evaluate(edges, f"#order-check-{order_id}")
    button_starts, button_ends = await page.evaluate(edges, ".order-page .thumb")
    dock_starts, _ = await page.evaluate(edges, ".dock")
    assert list_ends <= button_starts < button_ends <= dock_starts


async def test_a_phone_keeps_nothing_of_the_customer(house: House, browser: Browser, shop: Shop) -> None:
    """Lin has seen the number: neither what the phone stores for the basement nor the page's title holds any of it."""
    lin = await at_work(shop, "林小满")
    order_id = await new_order(shop, "寄到滨江区江南大道 9 号")
    page = await opens(browser, house, lin)
    await on_page(
        page, "navigator.serviceWorker.controller !== null", "the phone keeps pages for the basement"
    )
    await page.click(f"#order-{order_id} .order-claim button")
    await page.wait_for_url(f"**/orders/{order_id}")
    await on_page(page, text("13812345678"), "the number is on the page")
    await page.reload()
    await page.click(".dock a[href='/orders']")
    await page.locator(f"#order-{order_id} a.row").wait_for()
    await on_page(page, STORED + ".then(all => all.pages.includes('/orders'))", "the queue is kept")
    stored = await page.evaluate(STORED)
    assert f"/orders/{order_id}" not in stored["pages"]
    for told in ("13812345678", "王芳", "江南大道", "文三路"):
        assert told not in stored["text"], told
    assert "王" not in await page.title()


async def test_a_problem_and_every_sheet_are_readable_by_everybody(
    house: House, browser: Browser, shop: Shop
) -> None:
    lin = await at_work(shop, "林小满")
    order_id, now = await new_order(shop, "请开发票"), datetime.now(UTC)
    await claim(await lin.viewer(), order_id, now)
    await open_problem(await lin.viewer(), order_id, "stock", "红色断货", now)
    page = await opens(browser, house, lin, f"/orders/{order_id}")
    found = (
        await raw_message_ids(page) + await runs_off(page) + await violations(page) + await too_small(page)
    )
    names = "() => [...document.querySelectorAll('dialog.sheet[id^=order-]')].map(one => one.id)"
    for name in await page.evaluate(names):
        await page.evaluate("id => document.getElementById(id).showModal()", name)
        found += await violations(page, f"#{name}") + await too_small(page, f"#{name}") + await runs_off(page)
        await page.evaluate("id => document.getElementById(id).close()", name)
    assert found == []


async def test_without_a_network_nothing_is_confirmed_and_ticks_wait(
    house: House, browser: Browser, shop: Shop
) -> None:
    """In the basement: a tick waits on the phone and arrives by itself; confirming says that it did not happen."""
    lin = await at_work(shop, "林小满")
    order_id, now = await new_order(shop), datetime.now(UTC)
    by = await lin.viewer()
    await claim(by, order_id, now)
    for point in POINTS[:-1]:
        await db.execute(
            _TICK,
            shop.department_id, order_id, point, lin.person_id, now,
        )  # fmt: skip
    await db.execute(
        "UPDATE order_work SET reached_at = $2, state = 'reached' WHERE order_id = $1", order_id, now
    )
    page = await opens(browser, house, lin, f"/orders/{order_id}")
    await page.context.set_offline(True)
    await page.click(f"#order-{order_id}-point-stock button.order-tick")
    await page.wait_for_timeout(300)
    assert await events_of(order_id, "checked") == []
    await page.context.set_offline(False)
    await on_page(page, text("6 / 6"), "the tick has arrived")
    await page.context.set_offline(True)
    await page.click(".order-page .thumb button[type=submit]")
    await on_page(page, "document.body.innerText.includes('没有网络，还没有确认')", "it says so")
    await page.context.set_offline(False)
    assert await events_of(order_id, "confirmed") == []


STORED = """(async () => {
  const pages = [], texts = [JSON.stringify({...localStorage}), JSON.stringify({...sessionStorage}), JSON.stringify(history.state)];
  for (const name of await caches.keys()) if (!name.startsWith("shell-")) {
    const store = await caches.open(name);
    for (const request of await store.keys()) {
      pages.push(new URL(request.url).pathname);
      texts.push(await (await store.match(request)).text());
    }
  }
  return {pages, text: texts.join("\\n")};
})()"""
_TICK = """
INSERT INTO order_tick (department_id, order_id, point, passed, person_id, at) VALUES ($1, $2, $3, true, $4, $5)
"""


async def test_what_is_missing_is_ticked_and_the_problem_goes_on(
    house: House, browser: Browser, shop: Shop
) -> None:
    """Of three goods one is gone: Lin ticks it, gives the problem to Chen, and Chen, who has the page open, puts it
    off; both sheets close by themselves and each page follows."""
    lin, chen = await at_work(shop, "林小满"), await at_work(shop, "陈默")
    goods = [Item("陶瓷马克杯 420ml", 2), Item("围巾", 1, spec="蓝色"), Item("围巾", 1, spec="红色")]
    order_id = (
        await take_in(shop.program, [a_draft(items=tuple(goods))], datetime.now(UTC), source="hand")
    ).new[0]
    await claim(await lin.viewer(), order_id, datetime.now(UTC))
    page = await opens(browser, house, lin, f"/orders/{order_id}")
    other = await opens(browser, house, chen, f"/orders/{order_id}")
    await page.click("[data-opens=order-point-stock]")
    await page.fill("#order-what-stock", "红色断货")
    await page.click("dialog[open] button[type=submit]")
    await page.wait_for_selector("dialog[open] >> text=请勾选哪些商品没货")
    await page.click("dialog[open] label:has-text('红色')")
    await page.click("dialog[open] button[type=submit]")
    await on_page(page, text("缺货：围巾 红色"), "the problem names it")
    await on_page(page, SHUT, "the sheet has closed")

    await page.click(".order-page button:has-text('交给别人')")
    await page.select_option("dialog[open] select", label="陈默")
    await page.click("dialog[open] button[type=submit]")
    await on_page(page, text("陈默 负责"), "it is Chen's")
    await on_page(page, SHUT, "the sheet has closed")
    await on_page(other, text("陈默 负责"), "Chen's page follows")
    await other.click(".order-page button:has-text('改期限')")
    tomorrow = (datetime.now(shop.zone) + timedelta(days=1)).strftime("%Y-%m-%dT10:00")
    await other.fill("dialog[open] input[name=due_at]", tomorrow)
    await other.fill("dialog[open] textarea", "明天到货")
    await other.click("dialog[open] button[type=submit]")
    await on_page(other, text("“明天到货”"), "put off")
    await on_page(other, SHUT, "the sheet has closed")
    await on_page(page, text("“明天到货”"), "Lin's page follows")


SHUT = "document.querySelector('dialog[open]') === null"
