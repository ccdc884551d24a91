"""It is an app: installable, with a worker of its own, updated when asked to, in the language and look that one chooses."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from playwright.async_api import Browser, BrowserContext, Page

from backend.infra.catalogue import FRONTEND, catalogue
from tests.e2e.pages import on_shift
from tests.support.browser import a_phone, on_page, sign_in
from tests.support.house import House
from tests.support.shop import Colleague, Shop

pytestmark = pytest.mark.browser

WECHAT = (
    "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/142.0 "
    "Mobile Safari/537.36 XWEB/1420 MicroMessenger/8.0.60 NetType/WIFI Language/zh_CN"
)
RULED = "() => Boolean(navigator.serviceWorker.controller)"


@pytest.fixture
async def lin(shop: Shop) -> Colleague:
    colleague = await shop.hire("林晓")
    await on_shift(colleague, datetime.now(UTC) - timedelta(minutes=5))
    return colleague


async def test_a_phone_can_install_it(house: House, browser: Browser, lin: Colleague) -> None:
    page = await _today(lin, house, await a_phone(browser))
    await on_page(page, RULED, "a service worker that rules the page")
    devtools = await page.context.new_cdp_session(page)
    manifest = await devtools.send("Page.getAppManifest")
    assert manifest["errors"] == []
    said = json.loads(manifest["data"])
    assert (said["display"], said["scope"], said["lang"]) == ("standalone", "/", "zh-Hans")
    assert said["name"] == catalogue("zh-Hans").say("shell-app-name")
    faults = (await devtools.send("Page.getInstallabilityErrors"))["installabilityErrors"]
    assert [fault for fault in faults if fault["errorId"] != "in-incognito"] == []
    for icon in said["icons"]:
        answer = await page.request.get(house.url + icon["src"])
        assert (answer.status, answer.headers["content-type"]) == (200, "image/png")


async def test_its_worker_stands_at_the_root(house: House, browser: Browser, lin: Colleague) -> None:
    page = await _today(lin, house, await a_phone(browser))
    await on_page(page, RULED, "a service worker that rules the page")
    scopes = await page.evaluate(
        "async () => (await navigator.serviceWorker.getRegistrations()).map((one) => [one.scope, one.active.scriptURL])"
    )
    assert scopes == [[house.url + "/", house.url + "/sw.js"]]


async def test_a_new_version_is_offered_and_taken_over_when_asked_to(
    house: House, browser: Browser, lin: Colleague
) -> None:
    page = await _today(lin, house, await a_phone(browser))
    await on_page(page, RULED, "a service worker that rules the page")
    await page.evaluate("() => { window.oldVersion = true; }")
    worker = FRONTEND / "dist" / "sw.js"
    before = worker.read_bytes()
    try:
        worker.write_bytes(before + b"\n// another version\n")
        await page.evaluate(
            "async () => { await (await navigator.serviceWorker.getRegistration()).update(); }"
        )
        offer = page.locator("#toasts .toast-card", has_text=catalogue("zh-Hans").say("shell-update"))
        await offer.wait_for()
        assert await page.evaluate("() => window.oldVersion === true"), "nothing is forced upon anybody"
        await offer.get_by_role("button", name=catalogue("zh-Hans").say("shell-update-now")).click()
        await on_page(page, "() => window.oldVersion === undefined", "the page of the new version")
    finally:
        worker.write_bytes(before)


async def test_inside_of_wechat_it_says_how_to_get_out(
    house: House, browser: Browser, lin: Colleague
) -> None:
    page = await _today(lin, house, await a_phone(browser, user_agent=WECHAT))
    notice = page.locator("[data-in-app]")
    await notice.wait_for()
    assert catalogue("zh-Hans").say("shell-in-app-text") in await notice.inner_text()
    await notice.locator("[data-in-app-close]").click()
    await notice.wait_for(state="hidden")
    await page.reload()
    assert await notice.is_hidden(), "once is enough"


async def test_elsewhere_it_says_nothing_of_the_kind(house: House, browser: Browser, lin: Colleague) -> None:
    page = await _today(lin, house, await a_phone(browser))
    assert await page.locator("[data-in-app]").is_hidden()


@pytest.mark.parametrize("lang", ["zh-Hant", "en", "zh-Hans"])
async def test_another_language_is_there_at_once(
    house: House, browser: Browser, lin: Colleague, lang: str
) -> None:
    page = await _today(lin, house, await a_phone(browser, "en-US" if lang == "zh-Hans" else "zh-CN"))
    await page.goto(house.url + "/me")
    await page.locator(f"[data-set-lang='{lang}']").click()
    await on_page(page, f"() => document.documentElement.lang === '{lang}'", f"the page in {lang}")
    say = catalogue(lang).say
    assert [await one.inner_text() for one in await page.locator(".dock-label").all()][-1] == say(
        "shell-place-me"
    )
    elsewhere = await _today(lin, house, await a_phone(browser, "de-DE"))
    assert await elsewhere.locator("html").get_attribute("lang") == lang, (
        "kept for the person, not for the phone"
    )


async def test_another_look_is_there_at_once(house: House, browser: Browser, lin: Colleague) -> None:
    page = await _today(lin, house, await a_phone(browser, color_scheme="light"))
    await page.goto(house.url + "/me")
    light = await _ground(page)
    await page.locator("[data-set-theme=ink]").click()
    await on_page(page, "() => document.documentElement.dataset.theme === 'ink'", "the dark look")
    dark = await _ground(page)
    assert light > 200 > 60 > dark
    await page.locator("[data-set-theme=auto]").click()
    await on_page(page, "() => document.documentElement.dataset.theme === undefined", "as the phone likes it")
    assert await _ground(page) == light


async def test_a_dark_phone_gets_a_dark_page_by_itself(
    house: House, browser: Browser, lin: Colleague
) -> None:
    page = await _today(lin, house, await a_phone(browser, color_scheme="dark"))
    assert await _ground(page) < 60


async def test_the_waiting_sheet_and_the_question_are_readable_by_everybody(
    house: House, browser: Browser, lin: Colleague
) -> None:
    from tests.e2e.looks import too_small, violations

    page = await _today(lin, house, await a_phone(browser, reduced_motion="reduce"))
    await page.locator("[data-live-badge]").click()
    await page.locator("#waiting[open]").wait_for()
    assert await violations(page, "#waiting") + await too_small(page, "#waiting") == []
    await page.keyboard.press("Escape")
    await page.locator("#waiting[open]").wait_for(state="detached")
    assert await page.evaluate("() => document.activeElement.matches('[data-live-badge]')"), "focus is back"


async def _today(colleague: Colleague, house: House, context: BrowserContext) -> Page:
    await sign_in(context, colleague, house.url)
    page = await context.new_page()
    await page.goto(house.url)
    return page


async def _ground(page: Page) -> float:
    """How light the page's ground is, 0 to 255."""
    return await page.evaluate("""() => {
      const canvas = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d");
      canvas.fillStyle = getComputedStyle(document.body).backgroundColor;
      if (getComputedStyle(document.body).backgroundColor === "rgba(0, 0, 0, 0)")
        canvas.fillStyle = getComputedStyle(document.documentElement).backgroundColor;
      canvas.fillRect(0, 0, 1, 1);
      const [red, green, blue] = canvas.getImageData(0, 0, 1, 1).data;
      return (red + green + blue) / 3;
    }""")
