"""Without a network nothing that a person does is lost, and nothing is done twice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from playwright.async_api import Browser, BrowserContext, Page, Route

from backend.attendance.actions import clock_in
from backend.infra import db
from backend.infra.catalogue import catalogue
from tests.e2e.pages import on_shift
from tests.support.browser import a_phone, on_page, sign_in, until
from tests.support.house import House
from tests.support.shop import Colleague, Shop

pytestmark = pytest.mark.browser

say = catalogue("zh-Hans").say

BUTTON = "#clock-card form:not([hidden]) .btn-punch"
BADGE = "() => document.querySelector('[data-live-badge]').dataset.state"
RULED = "() => Boolean(navigator.serviceWorker.controller)"
LIVE = f"() => ({BADGE})() === 'live'"

OUTBOX = """async () => {
  const open = indexedDB.open("dangban", 1);
  const database = await new Promise((resolve, reject) => { open.onsuccess = () => resolve(open.result); open.onerror = reject; });
  const all = database.transaction("outbox").objectStore("outbox").getAll();
  const entries = await new Promise((resolve) => { all.onsuccess = () => resolve(all.result); });
  database.close();
  return entries.map(({ key, person, state, reason, fields }) => ({ key, person, state, reason, fields: Object.fromEntries(fields) }));
}"""


async def test_a_tap_without_a_network_is_kept_shown_and_recorded_once(
    house: House, browser: Browser, shop: Shop
) -> None:
    lin = await _on_shift_now(shop, "林晓")
    page = await _phone_of(lin, house, browser)

    await page.context.set_offline(True)
    await on_page(page, f"() => ({BADGE})() === 'offline'", "the badge says offline")
    tapped = datetime.now(UTC)
    await page.locator(BUTTON).click()
    await _waits_visibly(page)
    assert await _punches(lin) == []

    await page.reload()
    assert await page.locator("h1").inner_text()
    await _waits_visibly(page)
    assert await page.evaluate(RULED), "Today came from the phone's own store"

    await page.evaluate(_LONGER_AGO, 40)
    await page.context.set_offline(False)
    await until(lambda: _punches(lin), "the punch in the books")
    await page.locator("#clock-card[data-state=in]").wait_for()
    await on_page(page, LIVE, "the badge is live again, nothing waits")
    (punch,) = await _punches(lin)
    assert await page.evaluate(OUTBOX) == []
    assert (punch["source"], punch["standing"]) == ("offline", "counted")
    made = tapped - timedelta(minutes=40)
    assert abs(punch["at"] - made) < timedelta(seconds=5), "it counts when it was made (R-ATT-8)"


_LONGER_AGO = """async (minutes) => {
  const open = indexedDB.open("dangban", 1);
  const database = await new Promise((resolve) => { open.onsuccess = () => resolve(open.result); });
  const store = database.transaction("outbox", "readwrite").objectStore("outbox");
  const all = store.getAll();
  await new Promise((resolve) => { all.onsuccess = resolve; });
  for (const entry of all.result) {
    for (const field of entry.fields) if (field[0] === "made_at") field[1] = new Date(Date.parse(field[1]) - minutes * 60000).toISOString();
    await new Promise((resolve) => { store.put(entry).onsuccess = resolve; });
  }
  database.close();
}"""


async def test_an_answer_that_got_lost_makes_no_second_punch(
    house: House, browser: Browser, shop: Shop
) -> None:
    """The house has recorded the tap, the phone never hears of it and sends it again."""
    zhou = await _on_shift_now(shop, "周敏")
    page = await _phone_of(zhou, house, browser)
    lost = await _lose_the_first_answer(page.context)

    await page.locator(BUTTON).click()
    await page.locator("#clock-card[data-state=in]").wait_for()
    await until(lambda: _nothing_kept(page), "an empty outbox")
    assert lost == [200]
    assert house.log("web", 100_000).count('"path": "/attendance/punches"') >= 2, "it was sent again"
    assert len(await _punches(zhou)) == 1


async def test_what_the_house_refuses_comes_back_with_its_reason(
    house: House, browser: Browser, shop: Shop
) -> None:
    """She goes to the break on a phone without a network; meanwhile she has clocked out on the tablet in the office."""
    he = await _on_shift_now(shop, "何静")
    page = await _phone_of(he, house, browser)
    await page.locator(BUTTON).click()
    await page.locator("#clock-card[data-state=in]").wait_for()

    await page.context.set_offline(True)
    await clock_in(await he.viewer(), "out", datetime.now(UTC), uuid4())
    await page.get_by_role("button", name=say("attendance-do-break_out")).click()
    await _waits_visibly(page)
    await page.context.set_offline(False)

    back = page.locator("[data-came-back] [role=alert]")
    await back.wait_for()
    (entry,) = await page.evaluate(OUTBOX)
    assert (entry["state"], entry["reason"]) == ("refused", say("attendance-break-before-in"))
    assert entry["reason"] in await back.inner_text()
    assert await page.evaluate(BADGE) == "refused"
    assert [punch["kind"] for punch in await _punches(he)] == ["in", "out"]
    await back.get_by_role("button").click()
    await on_page(page, LIVE, "read and put away")
    assert await page.evaluate(OUTBOX) == []


async def test_a_tap_outside_of_every_shift_is_not_lost_for_want_of_a_reason(
    house: House, browser: Browser, shop: Shop
) -> None:
    """Delivered in the background nobody can be asked why: it is recorded and a lead looks at it."""
    xu = await shop.hire("许诺")
    page = await _phone_of(xu, house, browser)
    await page.context.set_offline(True)
    await page.locator(BUTTON).click()
    await _waits_visibly(page)
    await page.context.set_offline(False)
    (punch,) = await until(lambda: _punches(xu), "the punch in the books")
    assert [reason["message"] for reason in punch["reasons"]] == ["attendance-reason-out-of-shift"]


async def test_somebody_else_on_the_same_phone_does_not_send_it(
    house: House, browser: Browser, shop: Shop
) -> None:
    lin, luo = await _on_shift_now(shop, "林晓"), await _on_shift_now(shop, "罗帆")
    page = await _phone_of(lin, house, browser)
    await page.context.set_offline(True)
    await page.locator(BUTTON).click()
    await _waits_visibly(page)

    await page.context.clear_cookies()
    await sign_in(page.context, luo, house.url)
    await page.context.set_offline(False)
    await page.goto(house.url)
    await on_page(page, LIVE, "罗帆 sees nothing that waits")
    await page.locator(BUTTON).click()
    await until(lambda: _punches(luo), "his own tap")
    assert await _punches(lin) == []

    async def only_hers() -> bool:
        return [entry["person"] for entry in await page.evaluate(OUTBOX)] == [str(lin.person_id)]

    await until(only_hers, "her tap, still kept")

    await page.context.clear_cookies()
    await sign_in(page.context, lin, house.url)
    await page.goto(house.url)
    await until(lambda: _punches(lin), "sent when she is back")
    assert len(await _punches(luo)) == 1


async def test_a_kept_page_and_the_offline_page_live_under_the_servers_policy(
    house: House, browser: Browser, shop: Shop
) -> None:
    """Also one that htmx fetched, whose answer carries no policy of its own."""
    xu = await _on_shift_now(shop, "许诺")
    page = await _phone_of(xu, house, browser)
    answer = await page.request.get(house.url)
    policies = {name: answer.headers[name] for name in ("content-security-policy", "x-frame-options")}
    await page.evaluate(_FETCHED_BY_HTMX)
    await until(lambda: page.evaluate(_KEPT_ANEW, str(xu.person_id)), "the page that htmx fetched, kept")
    await page.context.set_offline(True)
    for path in ("/", "/me/devices"):
        came = await page.goto(house.url + path)
        assert came is not None and came.from_service_worker
        assert {name: came.headers.get(name) for name in policies} == policies, path
    assert await page.evaluate(_INLINE) is False, "what somebody slipped into a page does not run"


_FETCHED_BY_HTMX = """async () => {
  const [name] = (await caches.keys()).filter((each) => each.startsWith("pages-"));
  await (await caches.open(name)).delete("/");
  await fetch("/", { headers: { "HX-Request": "true", "HX-Boosted": "true" } });
}"""
_KEPT_ANEW = """async (person) => Boolean(await (await caches.open("pages-" + person)).match("/"))"""
_INLINE = """() => {
  const script = document.createElement("script");
  script.textContent = "window.slipped = true";
  document.body.append(script);
  return Boolean(window.slipped);
}"""


async def test_a_page_that_was_never_opened_says_so(house: House, browser: Browser, shop: Shop) -> None:
    xu = await _on_shift_now(shop, "许诺")
    page = await _phone_of(xu, house, browser)
    await page.context.set_offline(True)
    await page.goto(house.url + "/me/devices")
    assert say("shell-offline-title") in await page.inner_text("body")
    await page.context.set_offline(False)
    await page.goto(house.url + "/me/devices")
    assert await page.locator("main").count()


async def _on_shift_now(shop: Shop, name: str) -> Colleague:
    colleague = await shop.hire(name)
    await on_shift(colleague, datetime.now(UTC) - timedelta(minutes=50))
    return colleague


async def _phone_of(colleague: Colleague, house: House, browser: Browser) -> Page:
    """Today on a phone whose service worker rules the page and has stored what it must."""
    context = await a_phone(browser)
    await sign_in(context, colleague, house.url)
    page = await context.new_page()
    await page.goto(house.url)
    await on_page(page, RULED, "a service worker that rules the page")
    await until(lambda: page.evaluate(_STORED, str(colleague.person_id)), "Today in the phone's store")
    await on_page(page, LIVE, "a live page")
    return page


_STORED = """async (person) => {
  const today = await (await caches.open("pages-" + person)).match("/");
  return Boolean(today);
}"""


async def _waits_visibly(page: Page) -> None:
    """The badge counts it, the form says since when, and its list names it."""
    await on_page(page, f"() => ({BADGE})() === 'waiting'", "the badge says that something waits")
    assert "1" in await page.locator("[data-live-text]").inner_text()
    await page.locator("[data-offline-note]:visible").first.wait_for()
    assert [entry["state"] for entry in await page.evaluate(OUTBOX)] == ["waiting"]


async def _punches(colleague: Colleague) -> list[Any]:
    return await db.fetch("SELECT * FROM punch WHERE person_id = $1 ORDER BY id", colleague.person_id)


async def _nothing_kept(page: Page) -> bool:
    return await page.evaluate(OUTBOX) == []


async def _lose_the_first_answer(context: BrowserContext) -> list[int]:
    """The house hears the first tap, but its answer never arrives; answers the list of what was lost."""
    lost: list[int] = []

    async def lose(route: Route) -> None:
        if lost:
            await route.continue_()
            return
        answer = await route.fetch()
        lost.append(answer.status)
        await route.abort("connectionreset")

    await context.route("**/attendance/punches", lose)
    return lost
