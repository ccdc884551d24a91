"""The first day of a department: from the preset to the verdict, all of it on screens, on phones and on a desk."""

from __future__ import annotations

import asyncio
import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.async_api import Browser, Page

from backend.attendance.verdicts import judge_days
from backend.infra import db
from backend.infra.catalogue import catalogue
from backend.people.invitations_program import create_admin
from tests.support.browser import Complaints, a_desk, a_phone, on_page, sign_in
from tests.support.house import House
from tests.support.shop import Shop

pytestmark = pytest.mark.browser

PASSWORD = "Lantern-Harbour-42"
WITHIN = 5.0
"""Seconds after which a change that has not arrived counts as lost; on a quiet machine it takes a fraction of one."""

say = catalogue("zh-Hans").say


async def test_the_first_day(house: House, browser: Browser, capsys: pytest.CaptureFixture[str]) -> None:
    desk = await (await a_desk(browser)).new_page()
    lins, zhous = await (await a_phone(browser)).new_page(), await (await a_phone(browser)).new_page()
    complaints = [Complaints.of(page, house.url) for page in (desk, lins, zhous)]

    department_id = await _an_administrator_founds_the_department(desk, house)
    shop = Shop(department_id, "three-shift")
    await _takes_on(desk, house, "陈露", say_post="经理")
    await _comes_in(desk, await _link_on(desk), "陈露")
    zhou = await shop.hire("周敏")
    await _takes_on(desk, house, "林晓")
    lins_link = await _link_on(desk)

    start = datetime.now(UTC) + timedelta(minutes=5)
    await _puts_into_the_rota(desk, house, shop, "林晓", start)
    await _puts_into_the_rota(desk, house, shop, "周敏", start - timedelta(minutes=10))
    await _publishes(desk)

    await _comes_in(lins, lins_link, "林晓")
    wall = f"{start.astimezone(shop.zone):%H:%M}"
    assert wall in await lins.locator("#clock-card").inner_text()
    await sign_in(zhous.context, zhou, house.url)
    await zhous.goto(house.url)
    await desk.goto(house.url + "/floor")
    for page in (desk, lins, zhous):
        await on_page(page, _LIVE, "a live page")
        await page.evaluate("() => { window.neverLeft = true; }")

    lin_id = await db.fetchval("SELECT id FROM person WHERE name = '林晓'")
    seconds = await _taps_in_and_everybody_sees(lins, desk, zhous, lin_id)
    with capsys.disabled():
        print(f"\n  tap to change: desk {seconds['desk']:.2f} s, colleague's phone {seconds['phone']:.2f} s")
    for page in (desk, lins, zhous):
        assert await page.evaluate("() => window.neverLeft === true"), "somebody's page was loaded anew"

    await _the_day_is_judged(lins, house, start + timedelta(days=2))
    assert [complaint for one in complaints for complaint in one.take()] == []


_LIVE = "() => document.querySelector('[data-live-badge]')?.dataset.state === 'live'"


async def _an_administrator_founds_the_department(page: Page, house: House) -> int:
    link = await create_admin("xunuo", "许诺", datetime.now(UTC))
    await _comes_in(page, house.url + link.path, "许诺")
    await page.goto(house.url + "/departments")
    await page.get_by_role("link", name=say("company-found")).first.click()
    await page.get_by_role("link", name=re.compile("三班")).click()
    await page.wait_for_url("**preset=three-shift")
    await page.locator("#name").fill("五步商城")
    await page.get_by_role("button", name=say("company-found-now")).click()
    await page.wait_for_url("**/people")
    return await db.fetchval("SELECT id FROM department WHERE name = '五步商城'")


async def _takes_on(page: Page, house: House, name: str, say_post: str = "") -> None:
    """Adds somebody on the screen and asks for their link."""
    await page.goto(house.url + "/people")
    await page.locator(".thumb a").click()
    await page.locator("#name").fill(name)
    await page.locator("#login").fill({"陈露": "chenlu", "林晓": "linxiao"}[name])
    if say_post:
        await page.locator("#post").select_option(label=await _post_named(page, say_post))
    await page.get_by_role("button", name=say("people-hire-now")).click()
    await page.wait_for_url("**done=hired")
    await page.get_by_role("link", name=say("people-invite-join")).click()
    await page.get_by_role("button", name=say("identity-invite-make")).click()


async def _post_named(page: Page, part: str) -> str:
    labels = await page.locator("#post option").all_inner_texts()
    return next(label for label in labels if part in label)


async def _link_on(page: Page) -> str:
    """The one-time link as the screen shows it."""
    return await page.locator("[data-share]").get_attribute("data-share") or ""


async def _comes_in(page: Page, link: str, name: str) -> None:
    """Opens the link, sets a password and is in."""
    await page.goto("about:blank")  # a page that finds itself signed out would go its own way meanwhile
    await page.context.clear_cookies()
    await page.goto(link)
    assert name in await page.locator("h1").inner_text()
    await page.locator("#password").fill(PASSWORD)
    await page.locator("form[action^='/join/'] button[type=submit]").click()
    await page.wait_for_url(re.compile(r"/(\?welcome=1)?$"))


async def _puts_into_the_rota(page: Page, house: House, shop: Shop, name: str, start: datetime) -> None:
    """Times of one's own, in the sheet of the person's day."""
    begins, ends = start.astimezone(shop.zone), (start + timedelta(hours=8)).astimezone(shop.zone)
    await page.goto(f"{house.url}/rota/months/{begins:%Y-%m}?day={begins:%Y-%m-%d}")
    await page.locator("#rota-board li", has_text=name).get_by_role("button").click()
    sheet = page.locator("#rota-sheet")
    await sheet.locator("input[name=choice][value=custom]").check()
    await sheet.locator("summary").click()
    await sheet.locator("input[name=start]").first.fill(f"{begins:%H:%M}")
    await sheet.locator("input[name=end]").first.fill(f"{ends:%H:%M}")
    await sheet.get_by_role("button", name=say("rota-save-draft")).click()
    await page.locator("#rota-board li", has_text=f"{begins:%H:%M}").first.wait_for()


async def _publishes(page: Page) -> None:
    await page.get_by_role("button", name=say("rota-publish"), exact=True).click()
    sheet = page.locator("#rota-sheet")
    await sheet.get_by_role("button", name=say("rota-publish-now")).wait_for()
    if await sheet.locator("[name=reason]").count():
        await sheet.locator("[name=reason]").fill("开业第一天，人还没招齐")
    await sheet.get_by_role("button", name=say("rota-publish-now")).click()
    await page.locator("#rota-board [role=status]").wait_for()


async def _taps_in_and_everybody_sees(lins: Page, desk: Page, zhous: Page, lin_id: int) -> dict[str, float]:
    """Seconds from the tap until the row has changed."""
    row = f"document.getElementById('floor-row-{lin_id}')?.dataset.state"
    strip = f"document.querySelector('#strip-{lin_id} .tone-ok') !== null"
    assert await desk.evaluate(row) == "later"
    assert not await zhous.evaluate(strip)
    button = lins.locator("#clock-card .btn-punch:visible")
    assert (await button.inner_text()).startswith(say("attendance-do-in"))
    await lins.evaluate(_NOTE_THE_TAP)
    for page, change in ((desk, row + " === 'present'"), (zhous, strip)):
        await page.evaluate(_NOTE_THE_CHANGE % change)
    await asyncio.gather(
        button.click(),
        on_page(desk, "() => window.changedAt", "her row on the manager's board", WITHIN),
        on_page(
            zhous, "() => window.changedAt", "her name among those present, on a colleague's phone", WITHIN
        ),
    )
    await lins.locator("#clock-card[data-state=in]").wait_for()
    tapped = await lins.evaluate("() => window.tappedAt")
    return {
        "desk": (await desk.evaluate("() => window.changedAt") - tapped) / 1000,
        "phone": (await zhous.evaluate("() => window.changedAt") - tapped) / 1000,
    }


_NOTE_THE_TAP = (
    "() => addEventListener('click', () => { window.tappedAt = Date.now(); }, { capture: true, once: true })"
)
_NOTE_THE_CHANGE = """() => {
  const look = () => { if (%s) window.changedAt ??= Date.now(); };
  new MutationObserver(look).observe(document.body, { subtree: true, childList: true, attributes: true });
}"""


async def _the_day_is_judged(page: Page, house: House, at: datetime) -> None:
    """What the worker's sweep does when the day is over; she never tapped out, and is told so with the rule."""
    assert await judge_days(at) > 0
    await page.goto(house.url + "/attendance/mine")
    day = page.locator("#main").get_by_text(say("rules-status-missing-out")).first
    await day.wait_for()
    assert "R-ATT-" in await page.locator("#main").inner_text()
