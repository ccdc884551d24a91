"""A missed call as the people on the floor see it, in real browsers: it appears by itself, one takes it, it is done."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from playwright.async_api import Browser

from backend.infra import outbox
from tests.e2e.pages import on_shift
from tests.support.browser import a_desk, a_phone, on_page, sign_in
from tests.support.hotline_calls import CALLER, a_line, a_missed_call, a_plan, happens
from tests.support.house import House
from tests.support.shop import Shop

pytestmark = pytest.mark.browser


async def test_a_missed_call_from_the_ring_to_the_end(house: House, browser: Browser, shop: Shop) -> None:
    now = datetime.now(UTC)
    wang, li, boss = await shop.hire("王敏"), await shop.hire("李强"), await shop.manager("陈露")
    for who in (wang, li):
        await on_shift(who, now - timedelta(hours=1))
    line_id = await a_line(shop)
    await a_plan(shop, line_id, now, (wang, "13800000001"))
    screens = {}
    for who, make, path in ((wang, a_phone, "/"), (li, a_phone, "/calls"), (boss, a_desk, "/calls/log")):
        context = await make(browser)
        await sign_in(context, who, house.url)
        screens[who.name] = page = await context.new_page()
        await page.goto(house.url + path)
        await on_page(
            page, "document.querySelector('[data-state=live]') !== null", f"{who.name} hears the house"
        )

    await happens(shop, line_id, a_missed_call(now), now + timedelta(seconds=30))
    outbox.wake()

    strip = (
        "!document.getElementById('calls-strip').hidden && document.getElementById('calls-strip').innerText"
    )
    assert "139****5678" in await on_page(screens["王敏"], strip, "Today shows who waits")
    await on_page(
        screens["李强"], "document.querySelector('#calls-open form button') !== null", "the list shows it"
    )
    await on_page(
        screens["陈露"], "document.querySelectorAll('#calls-log ol li').length === 1", "the log shows it"
    )

    await screens["王敏"].goto(house.url + "/calls")
    await screens["王敏"].click("#calls-open button:has-text('我来回电')")
    await on_page(
        screens["王敏"], f"document.querySelector('a[href=\"tel:{CALLER}\"]') !== null", "there to dial"
    )
    await on_page(
        screens["李强"], "document.getElementById('calls-open').innerText.includes('王敏 在回电')", "taken"
    )

    await screens["王敏"].fill("#calls-open input[name=note]", "要退货")
    await screens["王敏"].click("#calls-open button:has-text('没人接')")
    await on_page(
        screens["王敏"], "document.getElementById('calls-open').innerText.includes('已打 1 次')", "tried"
    )
    assert await screens["王敏"].input_value("#calls-open input[name=note]") == ""
    await screens["王敏"].click("#calls-open button:has-text('联系上了')")
    for name in ("王敏", "李强"):
        await on_page(
            screens[name],
            "document.getElementById('calls-open').innerText.includes('没有人在等回电')",
            "over",
        )
    await on_page(
        screens["陈露"], "document.getElementById('calls-log').innerText.includes('已回电')", "in the log"
    )


async def test_what_is_typed_stays_when_another_call_comes_in(
    house: House, browser: Browser, shop: Shop
) -> None:
    now = datetime.now(UTC)
    wang = await shop.hire("王敏")
    await on_shift(wang, now - timedelta(hours=1))
    line_id = await a_line(shop)
    await a_plan(shop, line_id, now, (wang, "13800000001"))
    await happens(shop, line_id, a_missed_call(now), now)
    phone = await a_phone(browser)
    await sign_in(phone, wang, house.url)
    page = await phone.new_page()
    await page.goto(house.url + "/calls")
    await on_page(page, "document.querySelector('[data-state=live]') !== null", "the phone hears the house")
    await page.click("#calls-open button:has-text('我来回电')")
    await page.fill("#calls-open input[name=note]", "尺码要改成")
    await happens(shop, line_id, a_missed_call(now, "13600001111"), now)
    outbox.wake()
    await on_page(
        page, "document.querySelectorAll('#calls-open > ul > li').length === 2", "the next one is there"
    )
    assert await page.input_value("#calls-open input[name=note]") == "尺码要改成"
