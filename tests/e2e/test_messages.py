"""A message comes while a page is open: it stands over the page, is seen, and one thumb answers it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from playwright.async_api import Browser, BrowserContext, Page

from backend.infra import db
from backend.infra.catalogue import catalogue
from backend.notifications.actions import tell
from tests.e2e.looks import runs_off, too_small, violations
from tests.e2e.pages import on_shift
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


async def _warnings(shop: Shop, lin: Colleague) -> list[int]:
    """Five orders that were not reached in time, the newest last, after a duty that is an emergency."""
    duty = await _duty(shop, lin, "duty:0:2")
    now = datetime.now(UTC)
    async with db.transaction():
        missed = [
            await tell(
                "order.missed", shop.department_id, f"order:{number}", now, person_ids=[lin.person_id],
                url="/orders", number=f"33{number:02}", name="林晓", due=now.isoformat(),
            )
            for number in range(5)
        ]  # fmt: skip
    return [duty, *(ids[0] for ids in missed)]


LOOKS = [("zh-CN", "light"), ("en-GB", "dark")]
PUNCH = "#clock-card form:not([hidden]) .btn-punch"


async def _looking(house: House, browser: Browser, lin: Colleague, lang: str, look: str) -> Page:
    context: BrowserContext = await a_phone(browser, lang, color_scheme=look, **QUIETLY)
    await sign_in(context, lin, house.url)
    page = await context.new_page()
    await page.goto(house.url)
    return page


@pytest.mark.parametrize(("lang", "look"), LOOKS)
async def test_six_warnings_leave_the_clock_on_the_screen(
    house: House, browser: Browser, shop: Shop, lang: str, look: str
) -> None:
    """The most pressing as a card, the others one tap away; each answer brings the next."""
    lin = await shop.hire("林晓")
    await on_shift(lin, datetime.now(UTC) - timedelta(minutes=20))
    duty, *missed = await _warnings(shop, lin)
    page = await _looking(house, browser, lin, lang, look)
    cards = page.locator("#message-today article")
    assert await cards.count() == 1 and await cards.get_attribute("id") == f"today-message-{duty}"
    assert "5" in await page.inner_text("#message-today-more")
    button, dock = await page.locator(PUNCH).bounding_box(), await page.locator(".dock").bounding_box()
    assert button and dock and button["y"] + button["height"] <= dock["y"], (button, dock)
    assert await violations(page, "#message-today") + await runs_off(page) == []
    assert await too_small(page, "#message-today") == []
    await page.locator(f"#today-message-{duty} button").click()
    await page.locator(f"#today-message-{missed[-1]}").wait_for()
    assert await cards.count() == 1 and "4" in await page.inner_text("#message-today-more")


_CUT = """() => [...document.querySelectorAll("#message-banner *")].filter((each) =>
    each.scrollWidth > each.clientWidth + 1 && getComputedStyle(each).overflowX === "hidden").map((each) => each.outerHTML)"""
_UNDER = """() => { scrollTo(0, document.body.scrollHeight);
    return [...document.querySelectorAll("main > :not(.thumb)")].at(-1).getBoundingClientRect().bottom
        - document.querySelector("#message-banner").getBoundingClientRect().top; }"""


@pytest.mark.parametrize(("lang", "look"), LOOKS)
async def test_elsewhere_it_is_a_slim_bar_that_ends_below_the_page(
    house: House, browser: Browser, shop: Shop, lang: str, look: str
) -> None:
    """Not a word is cut off, and the last line of a page can be scrolled above it; an answer brings the next."""
    lin = await shop.hire("林晓")
    duty, *missed = await _warnings(shop, lin)
    page = await _looking(house, browser, lin, lang, look)
    for path in ("/rota", "/orders", "/me", "/attendance/mine"):
        await page.goto(house.url + path)
        await page.locator(f"#banner-message-{duty}").wait_for()
        assert await page.evaluate(_CUT) == []
        assert await page.evaluate(_UNDER) <= 0, path
    assert await violations(page, "#message-banner") + await runs_off(page) == []
    assert await too_small(page, "#message-banner") == []
    await page.get_by_role(
        "button", name=catalogue("en" if lang == "en-GB" else "zh-Hans").say("messages-understood")
    ).click()
    await page.locator(f"#banner-message-{missed[-1]}").wait_for()
    box = await page.locator("#message-banner").bounding_box()
    assert box and box["height"] <= 76
    assert await page.inner_text(".message-bar-count") == "+4"
