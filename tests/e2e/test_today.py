"""Today in every state that a day goes through, and its big button after each tap."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from playwright.async_api import Browser, Page

from backend.infra.catalogue import catalogue
from tests.e2e.looks import raw_message_ids, runs_off, too_small, violations
from tests.e2e.pages import on_shift
from tests.support.browser import Complaints, a_phone, on_page, sign_in
from tests.support.house import House
from tests.support.shop import Shop

pytestmark = pytest.mark.browser

say = catalogue("zh-Hans").say

BUTTON = "#clock-card form:not([hidden]) .btn-punch"


@pytest.mark.parametrize("look", ["light", "dark"])
async def test_a_day_from_before_the_shift_to_after_it(
    house: House, browser: Browser, shop: Shop, look: str
) -> None:
    lin = await shop.hire("林晓")
    context = await a_phone(browser, color_scheme=look, reduced_motion="reduce", service_workers="block")
    await sign_in(context, lin, house.url)
    page = await context.new_page()
    complaints = Complaints.of(page, house.url)
    complaints.expected = ("Service Worker registration blocked by Playwright",)

    await page.goto(house.url)
    assert say("attendance-no-shift-today") in await page.inner_text("#clock-card")
    await _is_well_made(page, "without a shift")

    await on_shift(lin, datetime.now(UTC) - timedelta(minutes=20))
    await page.reload()
    await page.locator("#clock-card .tone-late").wait_for()
    await _is_well_made(page, "late")

    await page.locator(BUTTON).click()
    await page.locator("#clock-card[data-state=in] [role=status]").wait_for()
    await _is_well_made(page, "just come in")

    await page.get_by_role("button", name=say("attendance-do-break_out")).click()
    await page.locator("#clock-card[data-state=break]").wait_for()
    await _is_well_made(page, "on a break")

    await page.locator(BUTTON).click()
    await page.locator("#clock-card[data-state=in]").wait_for()
    await page.locator(BUTTON).click()
    await page.locator("#ask[open]").wait_for()
    assert await violations(page, "#ask") + await too_small(page, "#ask") == [], (
        "the question before leaving early"
    )
    await page.locator("#ask [data-answer=yes]").click()
    await page.locator("#clock-card[data-state=out]").wait_for()
    await _is_well_made(page, "gone home early")
    assert complaints.take() == []


async def test_outside_of_every_shift_the_reason_is_asked_for(
    house: House, browser: Browser, shop: Shop
) -> None:
    """The moment of the tap counts, however long the answer takes."""
    luo = await shop.hire("罗帆")
    context = await a_phone(browser, reduced_motion="reduce")
    await sign_in(context, luo, house.url)
    page = await context.new_page()
    await page.goto(house.url)
    await on_page(
        page, "() => document.querySelector('[data-live-badge]').dataset.state === 'live'", "a live page"
    )
    await page.locator(BUTTON).click()
    await page.locator("#clock-card [name=why]").wait_for()
    await _is_well_made(page, "asked why")
    await page.locator("#clock-card [name=why]").fill("替何静顶班")
    await page.locator("#clock-card form:has([name=why]) button[type=submit]:not([name=usual])").click()
    await page.locator("#clock-card[data-state=in]").wait_for()
    assert say("attendance-reason-out-of-shift") in await page.inner_text("#clock-card")
    await _is_well_made(page, "waiting for a lead")


async def _is_well_made(page: Page, when: str) -> None:
    found = (
        await violations(page) + await raw_message_ids(page) + await runs_off(page) + await too_small(page)
    )
    assert not found, "\n".join([when, *found])
