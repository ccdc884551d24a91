"""What a phone has to fetch: the first visit, a page later on, and nothing twice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Browser, Page

from backend.orders.amending import amend
from backend.orders.holding import claim
from backend.orders.intake import take_in
from backend.orders.problems import open_problem
from backend.rules.orders.draft import Item
from tests.e2e.pages import on_shift
from tests.e2e.test_queue import at_work
from tests.orders.drafts import a_draft
from tests.support.browser import a_phone, on_page, sign_in
from tests.support.house import House
from tests.support.shop import Shop

pytestmark = pytest.mark.browser

FIRST_LOAD, PAGE_SWAP = 60 * 1024, 15 * 1024


async def test_first_visit_and_pages_later_on(
    house: House, browser: Browser, shop: Shop, capsys: pytest.CaptureFixture[str]
) -> None:
    """Bytes over the wire, heads included, of Today as the first page ever and of each place of the dock after it."""
    lin = await shop.hire("林晓")
    for name in ("周敏", "何静", "许诺", "陈露", "罗帆"):
        await on_shift(await shop.hire(name), datetime.now(UTC) - timedelta(minutes=5))
    await on_shift(lin, datetime.now(UTC) - timedelta(minutes=5))
    context = await a_phone(browser, service_workers="block")
    await sign_in(context, lin, house.url)
    page = await context.new_page()
    wire = await _wire(page)

    await page.goto(house.url)
    await on_page(
        page, "() => document.querySelector('[data-live-badge]').dataset.state === 'live'", "a live page"
    )
    await page.wait_for_load_state("networkidle")
    first = sum(wire.values())
    told = [
        f"first visit {first / 1024:.1f} KiB: " + ", ".join(f"{path} {size}" for path, size in wire.items())
    ]

    for place in ("/rota", "/me", "/"):
        wire.clear()
        await page.locator(f".dock a[href='{place}']").click()
        await page.locator(f".dock a[href='{place}'][aria-current=page]").wait_for()
        await page.wait_for_load_state("networkidle")
        told.append(f"{place} {sum(wire.values()) / 1024:.1f} KiB")
        assert 0 < sum(wire.values()) <= PAGE_SWAP, told
        again = [path for path in wire if path.startswith("/static/") and "favicon" not in path]
        assert again == [], "nothing that is already here"
    with capsys.disabled():
        print("\n  " + "\n  ".join(told))
    assert first <= FIRST_LOAD, told


async def test_an_order_and_each_tap_in_it(
    house: House, browser: Browser, shop: Shop, capsys: pytest.CaptureFixture[str]
) -> None:
    """Bytes over the wire of an order's page, with all its sheets, opened from the queue, and of a tick there."""
    lin = await at_work(shop, "林晓")
    note = "麻烦改一下地址，寄到公司；电话换成 13900001111，要发票"
    items = tuple(
        Item(f"丝绒口红 {colour}", 1, Decimal("85.00"), spec=colour) for colour in ("正红", "豆沙", "砖红")
    )
    draft = a_draft(receiver="王芳", buyer_note=note, items=items)
    (order_id,) = (await take_in(shop.program, [draft], datetime.now(UTC), source="hand")).new
    now, by = datetime.now(UTC), await lin.viewer()
    await claim(by, order_id, now)
    for point, missing in (("address", ()), ("stock", ("丝绒口红 正红 正红",)), ("payment", ())):
        await open_problem(by, order_id, point, "不对，要再看一下", now, missing=missing)
    await amend(by, order_id, "phone", "13900001111", now, why="chat", evidence="聊天截图 10:05")
    context = await a_phone(browser, service_workers="block")
    await sign_in(context, lin, house.url)
    page = await context.new_page()
    wire = await _wire(page)
    await page.goto(f"{house.url}/orders")
    await page.wait_for_load_state("networkidle")
    told = {}
    for what, tapped, came in (
        ("the page", f"#order-{order_id} a.row", ".order-page"),
        ("a tick", f"#order-{order_id}-point-goods button.order-tick", "button.order-tick.is-passed"),
    ):
        wire.clear()
        await page.click(tapped)
        await page.locator(came).wait_for()
        await page.wait_for_load_state("networkidle")
        told[what] = sum(wire.values())
    with capsys.disabled():
        print("\n  " + ", ".join(f"{what} {size / 1024:.1f} KiB" for what, size in told.items()))
    assert all(0 < size <= PAGE_SWAP for size in told.values()), told


async def _wire(page: Page) -> dict[str, int]:
    """Bytes that came over the wire, by path; filled while the page loads."""
    devtools = await page.context.new_cdp_session(page)
    await devtools.send("Network.enable")
    paths: dict[str, str] = {}
    wire: dict[str, int] = {}

    def asked(event: dict[str, Any]) -> None:
        paths[event["requestId"]] = urlsplit(event["request"]["url"]).path

    def came(event: dict[str, Any]) -> None:
        path = paths.get(event["requestId"])
        if path and event["encodedDataLength"]:
            wire[path] = wire.get(path, 0) + int(event["encodedDataLength"])

    devtools.on("Network.requestWillBeSent", asked)
    devtools.on("Network.loadingFinished", came)
    return wire
