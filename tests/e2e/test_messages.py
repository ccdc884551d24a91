"""A message comes while a page is open: it stands over the page, is seen, and one thumb answers it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from playwright.async_api import Browser, Page

from backend.infra import db
from backend.infra.catalogue import catalogue
from backend.notifications.actions import tell
from tests.e2e.looks import runs_off, too_small, violations
from tests.support.browser import Complaints, a_desk, a_phone, on_page, sign_in, until
from tests.support.house import House
from tests.support.shop import Colleague, Shop

pytestmark = pytest.mark.browser

say = catalogue("zh-Hans").say
QUIETLY = {"service_workers": "block", "reduced_motion": "reduce"}
BLOCKED = ("Service Worker registration blocked by Playwright",)


async def _duty(shop: Shop, lin: Colleague, subject: str) -> int:
    now = datetime.now(UTC)
    async with db.transaction():
        (message_id,) = await tell(
            "hotline.duty", shop.department_id, subject, now, person_ids=[lin.person_id], url="/rota",
            start=now.isoformat(), end=(now + timedelta(hours=2)).isoformat(),
        )  # fmt: skip
    return message_id


async def _column(message_id: int, name: str) -> object:
    return await db.fetchval(f"SELECT {name} FROM message WHERE id = $1", message_id)


async def test_it_stands_over_the_open_page_until_one_thumb_answers_it(
    house: House, browser: Browser, shop: Shop
) -> None:
    """Lin Xiao looks at the rota; the duty comes; the bell counts; the answer is in the books and the page is free."""
    lin = await shop.hire("林晓")
    context = await a_phone(browser, **QUIETLY)
    await sign_in(context, lin, house.url)
    page = await context.new_page()
    complaints = Complaints.of(page, house.url)
    complaints.expected = BLOCKED
    await page.goto(house.url + "/rota")
    await on_page(page, "() => document.querySelector('[data-live-badge]').dataset.state === 'live'", "live")
    message_id = await _duty(shop, lin, "duty:0:0")
    card = page.locator(f"#banner-message-{message_id}")
    await card.wait_for()
    await until(lambda: _column(message_id, "seen_at"), "the page says that it was seen")
    assert await page.inner_text("[data-bell]:visible") == "1"
    assert await violations(page, "#message-banner") + await runs_off(page) == []
    assert await too_small(page, "#message-banner") == []
    await card.get_by_role("button", name=say("messages-understood")).click()
    await card.wait_for(state="detached")
    assert await _column(message_id, "state") == "acknowledged"
    assert await page.locator("[data-bell]:visible").count() == 0
    assert complaints.take() == []


async def test_another_page_of_the_same_person_follows_and_news_are_said_in_passing(
    house: House, browser: Browser, shop: Shop
) -> None:
    """Answered on Today, it leaves the desk's page too; news appear as a word that leads to what they are about."""
    boss = await shop.manager()
    pages: list[Page] = []
    for make in (a_phone, a_desk):
        context = await make(browser, **QUIETLY)
        await sign_in(context, boss, house.url)
        pages.append(await context.new_page())
    phone, desk = pages
    await phone.goto(house.url)
    await desk.goto(house.url + "/audit")
    message_id = await _duty(shop, boss, "duty:0:1")
    await phone.locator(f"#today-message-{message_id}").wait_for()
    await desk.locator(f"#banner-message-{message_id}").wait_for()
    assert not await phone.locator("#message-banner").is_visible(), "Today shows it itself"
    await phone.locator(f"#today-message-{message_id} button").click()
    await phone.locator(f"#today-message-{message_id}").wait_for(state="detached")
    await desk.locator(f"#banner-message-{message_id}").wait_for(state="detached")
    async with db.transaction():
        (news,) = await tell(
            "attendance.waiting", shop.department_id, "punch:1", datetime.now(UTC), person_ids=[boss.person_id],
            url="/attendance", name="林晓",
        )  # fmt: skip
    await desk.locator(".toast-card").get_by_text(say("message-attendance-waiting-title")).wait_for()
    await desk.locator(".toast-card").get_by_role("button", name=say("messages-look")).click()
    await desk.wait_for_url(house.url + "/attendance")
    assert await _column(news, "state") == "told"
