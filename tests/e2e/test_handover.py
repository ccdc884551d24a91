"""Two phones at the end of a shift, and a phone and a desk at a call: what one does the other sees by itself."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from playwright.async_api import Browser, Page

from backend.duties.queries import open_logs
from backend.duties.sweeping import sweep_handovers
from backend.infra.catalogue import catalogue
from tests.e2e.looks import raw_message_ids, runs_off, too_small, violations
from tests.e2e.pages import on_shift
from tests.people.test_numbers import with_mobile
from tests.support.browser import Complaints, a_desk, a_phone, on_page, sign_in
from tests.support.house import House
from tests.support.shop import Colleague, Shop

pytestmark = pytest.mark.browser

say = catalogue("zh-Hans").say
BLOCKED = ("Service Worker registration blocked by Playwright",)
LIVE = "() => document.querySelector('[data-live-badge]').dataset.state === 'live'"


async def test_a_shift_is_handed_over_from_phone_to_phone(house: House, browser: Browser, shop: Shop) -> None:
    lin, zhou, now = (
        await shop.hire("林晓"),
        await shop.hire("周敏"),
        datetime.now(UTC).replace(microsecond=0),
    )
    leaving, complaints = await _screen(browser, house, lin, "/")
    coming, others = await _screen(browser, house, zhou, "/")
    await on_shift(lin, now - timedelta(hours=8) + timedelta(minutes=10))
    await on_shift(zhou, now - timedelta(minutes=30))
    assert await sweep_handovers(now, shop.department_id) == 1
    (log,) = await open_logs(shop.department_id)
    await leaving.reload()
    await leaving.locator(f"#handover-turn-{log.id} a.btn").click()
    await leaving.locator(f"#handover-{log.id}").wait_for()

    await leaving.locator("#handover-note textarea").fill("仓库钥匙在前台")
    await leaving.locator("#handover-note select").select_option(label="周敏")
    await leaving.get_by_role("button", name=say("handover-note-save")).click()
    await leaving.get_by_text("仓库钥匙在前台").wait_for()
    assert await leaving.locator("#handover-note textarea").input_value() == "", "ready for the next note"
    await _is_well_made(leaving)
    await leaving.get_by_role("button", name=say("handover-do-leaving")).click()
    await leaving.get_by_text(say("handover-do-leaving")).wait_for(state="detached")

    await coming.reload()
    await coming.locator(f"#handover-turn-{log.id}").get_by_text("仓库钥匙在前台").wait_for()
    await coming.locator(f"#handover-turn-{log.id} a.btn").click()
    await on_page(coming, LIVE, "a live page")
    await _is_well_made(coming)
    await coming.get_by_role("button", name=say("handover-do-coming")).click()
    for page in (coming, leaving):  # hers by itself
        await page.locator(f"#handover-{log.id}").get_by_text(say("handover-state-confirmed")).wait_for()
    await coming.goto(house.url)
    await coming.locator(f"#handover-turn-{log.id}").wait_for(state="detached")
    assert complaints.heard + others.heard == []


async def test_a_log_appears_on_today_by_itself_while_the_phone_lies_there(
    house: House, browser: Browser, shop: Shop
) -> None:
    lin, zhou, now = (
        await shop.hire("林晓"),
        await shop.hire("周敏"),
        datetime.now(UTC).replace(microsecond=0),
    )
    await on_shift(lin, now - timedelta(hours=7))
    await on_shift(zhou, now)
    page, _ = await _screen(browser, house, lin, "/")
    await on_page(page, LIVE, "a live page")
    assert await page.locator("#handover-today section").count() == 0
    await sweep_handovers(now + timedelta(minutes=45), shop.department_id)
    await page.locator("#handover-today section").wait_for()
    assert say("handover-read-and-give") in await page.inner_text("#handover-today")


async def test_a_code_is_read_out_and_the_phone_says_by_itself_that_it_is_done(
    house: House, browser: Browser, shop: Shop
) -> None:
    lin, lead = await with_mobile(shop, "林晓", "13812345678"), await shop.hire("周敏", role="lead")
    desk, wrong = await _screen(browser, house, lead, "/people/numbers", a_desk)
    phone, complaints = await _screen(browser, house, lin, "/me/number")
    await on_page(desk, LIVE, "a live page")
    await phone.get_by_role("button", name=say("numbers-start-call")).click()
    shown = await phone.locator("#my-number [aria-labelledby=my-code-label]").inner_text()
    await on_page(phone, LIVE, "a live page")
    await _is_well_made(phone)
    await desk.locator(f"#heard-{lin.person_id}").fill("000000" if "000 000" not in shown else "111111")
    await desk.get_by_role("button", name=say("numbers-verify")).click()
    await (
        desk.locator(f"#heard-{lin.person_id}-error")
        .get_by_text(say("numbers-code-wrong", left=4))
        .wait_for()
    )
    await desk.locator(f"#heard-{lin.person_id}").fill(shown)
    await desk.get_by_role("button", name=say("numbers-verify")).click()
    await desk.get_by_text(say("people-done-number-verified")).wait_for()
    await phone.get_by_text(say("numbers-mine-verified"), exact=True).wait_for()
    assert complaints.heard == []
    assert [one for one in wrong.heard if "422" not in one] == []


async def _screen(
    browser: Browser, house: House, who: Colleague, path: str, make=a_phone
) -> tuple[Page, Complaints]:  # type: ignore[no-untyped-def]
    context = await make(browser, reduced_motion="reduce", service_workers="block")
    await sign_in(context, who, house.url)
    page = await context.new_page()
    complaints = Complaints.of(page, house.url)
    complaints.expected = BLOCKED
    await page.goto(house.url + path)
    return page, complaints


async def _is_well_made(page: Page) -> None:
    found = (
        await raw_message_ids(page) + await runs_off(page) + await violations(page) + await too_small(page)
    )
    assert found == [], "\n".join(found)
