"""Parts of every page in a real browser: links that look like links, long names, lists that are read on by keyboard."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from playwright.async_api import Browser, Page

from backend.infra import db
from backend.infra.catalogue import catalogue
from tests.e2e.looks import violations
from tests.support.browser import a_desk, on_page, sign_in
from tests.support.house import House
from tests.support.orders import an_order
from tests.support.shop import Colleague, Shop

pytestmark = pytest.mark.browser

say = catalogue("zh-Hans").say
LONG = "杭州五步商城旗舰店客户服务与售后中心（城西仓二部）"


async def _at_the_desk(
    house: House, browser: Browser, boss: Colleague, path: str, look: str = "light"
) -> Page:
    context = await a_desk(browser, color_scheme=look, service_workers="block", reduced_motion="reduce")
    await sign_in(context, boss, house.url)
    page = await context.new_page()
    await page.goto(house.url + path)
    return page


@pytest.mark.parametrize("look", ["light", "dark"])
async def test_a_link_among_words_is_seen_to_be_one(
    house: House, browser: Browser, shop: Shop, look: str
) -> None:
    page = await _at_the_desk(house, browser, await shop.manager(), "/messages/rules", look)
    link = page.locator("main a.link").first
    line = "link => { const style = getComputedStyle(link); return [style.textDecorationLine, style.textDecorationThickness]; }"
    assert await link.evaluate(line) == ["underline", "auto"]
    await link.focus()
    assert await link.evaluate(line) == ["underline", "2px"]
    assert await violations(page, "main") == []


async def test_a_long_name_ends_before_the_arrow_and_the_departments_can_be_read_whole(
    house: House, browser: Browser, shop: Shop
) -> None:
    await db.execute("UPDATE department SET name = $2 WHERE id = $1", shop.department_id, LONG)
    for name in (LONG, "乙店"):
        await an_order(shop, datetime.now(UTC), shop=name)
    page = await _at_the_desk(house, browser, await shop.manager(), f"/orders/desk?shop={LONG}")
    kept = await page.locator("select[name=shop]").evaluate(
        """field => { const style = getComputedStyle(field);
            return [style.overflowX, style.overflowClipMargin, parseFloat(style.paddingInlineEnd) >= 28]; }"""
    )
    assert kept == ["clip", "content-box", True]
    assert await page.locator(f'.sidebar [title="{LONG}"]').inner_text() == LONG


async def test_whoever_reads_on_by_keyboard_goes_on_at_the_first_new_line(
    house: House, browser: Browser, shop: Shop
) -> None:
    """Sixty changes; Enter on "earlier ones" brings the rest and the focus is where the reading goes on."""
    boss = await shop.manager()
    await db.execute(
        "INSERT INTO audit_event (department_id, at, verb, subject, details) "
        "SELECT $1, now(), 'person.hired', 'person:' || n, '{}' FROM generate_series(1, 60) AS n",
        shop.department_id,
    )
    page = await _at_the_desk(house, browser, boss, "/audit")
    last = await page.locator("#audit-lines > li:not(#audit-more)").last.get_attribute("id")
    await page.locator("#audit-more button").focus()
    await page.keyboard.press("Enter")
    await on_page(page, "() => document.activeElement.matches('#audit-lines > li')", "a line has the focus")
    assert await page.evaluate("() => document.activeElement.previousElementSibling.id") == last
