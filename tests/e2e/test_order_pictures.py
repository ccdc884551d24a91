"""A screenshot of the chat as evidence, chosen on a phone: made small, shown, sent, seen, and nowhere kept."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.async_api import Browser

from backend.infra import db
from backend.orders.holding import claim
from tests.e2e.looks import raw_message_ids, runs_off, too_small, violations
from tests.e2e.test_order_page import new_order
from tests.e2e.test_queue import at_work, opens
from tests.orders.pictures import GPS, a_png
from tests.support.browser import on_page
from tests.support.house import House
from tests.support.shop import Shop

pytestmark = pytest.mark.browser

ADDRESS = "浙江省杭州市滨江区江南大道 9 号"
SIZES = """async () => Promise.all([...document.querySelectorAll('.order-page .picture-list img')].map(async (image) => {
    image.loading = 'eager'; await image.decode(); return [image.naturalWidth, image.naturalHeight];
}))"""
PREVIEWS = "document.querySelectorAll('dialog[open] .picture-list li').length === {}"
KEPT = """async () => {
    const found = [];
    for (const name of await caches.keys())
        for (const request of await (await caches.open(name)).keys()) found.push(request.url);
    return found;
}"""


async def test_three_pictures_one_is_taken_back_two_are_sent(
    house: House, browser: Browser, shop: Shop, tmp_path: Path
) -> None:
    lin, chen = await at_work(shop, "林小满"), await at_work(shop, "陈默")
    order_id = await new_order(shop, "麻烦改一下地址")
    await claim(await lin.viewer(), order_id, datetime.now(UTC))
    page = await opens(browser, house, lin, f"/orders/{order_id}")
    files = {"photo.png": a_png(2400), "chat.png": a_png(300) + GPS, "other.png": a_png(40), "fake.jpg": GPS}
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    await page.click(f"#order-{order_id}-point-note [data-opens=order-amend-address]")
    await page.fill("#order-after-address", ADDRESS)
    field = "#order-picture-address"
    await page.set_input_files(field, [tmp_path / "photo.png", tmp_path / "other.png"])
    await on_page(page, PREVIEWS.format(2), "both are shown")
    await page.set_input_files(field, tmp_path / "fake.jpg")
    await on_page(page, PREVIEWS.format(3), "a third one beside them")
    assert not (await raw_message_ids(page) + await runs_off(page) + await violations(page))
    assert not await too_small(page, "dialog[open]")
    await page.click("dialog[open] form [type=submit]")
    await on_page(
        page, "document.activeElement.name === 'picture'", "what is no picture is told at the field"
    )
    assert "第 3 张不是能用的图片" in await page.inner_text("dialog[open]")
    assert await page.input_value("#order-after-address") == ADDRESS, "what was typed is still there"
    for _ in range(2):
        await page.click("dialog[open] .picture-list li:last-child button")
    await on_page(page, PREVIEWS.format(1), "taken back")
    await page.set_input_files(field, tmp_path / "chat.png")
    await on_page(page, PREVIEWS.format(2), "another one")
    await page.click("dialog[open] form [type=submit]")
    await on_page(page, "document.querySelector('dialog[open]') === null", "the sheet has closed")
    assert await page.evaluate(SIZES) == [[1600, 1600], [300, 300]]
    rows = await db.fetch(
        "SELECT kind, bytes FROM amendment_picture WHERE department_id = $1", shop.department_id
    )
    assert [row["kind"] for row in rows] == ["image/jpeg"] * 2 and not any(
        GPS in row["bytes"] for row in rows
    )
    await page.click(".order-page .picture-list a")
    await on_page(page, "document.querySelector('#picture[open] img').naturalWidth === 1600", "seen whole")
    await page.click("#picture [data-closes]")
    await page.click(f"#order-{order_id}-point-address")
    assert await page.evaluate(f"document.querySelector('{field}').files.length") == 0, (
        "not sent a second time"
    )
    assert not [url for url in await page.evaluate(KEPT) if "/pictures/" in url]

    other = await opens(browser, house, chen, f"/orders/{order_id}")
    assert "图片 2 张" in await other.inner_text(".order-page")
    assert await other.locator(".order-page .picture-list").count() == 0
    await other.click("[data-opens=order-look]")
    await on_page(
        other, "document.querySelectorAll('#order-look .picture-list img').length === 2", "after a look"
    )
    await on_page(
        other, "document.querySelector('#order-look .picture-list img').naturalWidth === 1600", "she sees it"
    )


async def test_a_long_chat_in_one_picture_stays_readable(
    house: House, browser: Browser, shop: Shop, tmp_path: Path
) -> None:
    lin = await at_work(shop, "林小满")
    order_id = await new_order(shop, "麻烦改一下地址")
    await claim(await lin.viewer(), order_id, datetime.now(UTC))
    page = await opens(browser, house, lin, f"/orders/{order_id}")
    await page.click(f"#order-{order_id}-point-note [data-opens=order-amend-address]")
    (tmp_path / "long.png").write_bytes(a_png(1080, height=9000))
    await page.set_input_files("#order-picture-address", tmp_path / "long.png")
    await on_page(page, PREVIEWS.format(1), "it is shown")
    width = "document.querySelector('dialog[open] .picture-list img').naturalWidth"
    assert 500 < await page.evaluate(width) < 600
