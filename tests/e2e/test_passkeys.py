"""Joining and getting in by a passkey, in Chromium with a virtual authenticator, on a phone's screen."""

from __future__ import annotations

from playwright.async_api import Browser, BrowserContext, Page, expect

from tests.support.browser import a_phone
from tests.support.doors import GOOD, link_for, with_password
from tests.support.house import House
from tests.support.shop import Shop


async def test_chen_lu_joins_by_passkey_and_comes_back_by_it(
    shop: Shop, house: House, browser: Browser
) -> None:
    chen = await shop.hire("陈露")
    link = await link_for(chen)
    context = await a_phone(browser, lang="en-GB")
    page = await _with_authenticator(context)
    await page.goto(house.url + link.path)
    await page.get_by_role("button", name="Set up a passkey").click()
    await page.wait_for_url("**/?welcome=1")
    await expect(page.get_by_text("Welcome, 陈露")).to_be_visible()
    await page.goto(house.url + "/me")
    await page.get_by_role("button", name="Log out").click()
    await page.wait_for_url(lambda url: "/login" in url)
    await page.goto(house.url + "/login?next=/me/devices")
    await page.get_by_role("button", name="Log in with a passkey").click()
    await page.wait_for_url("**/me/devices")
    await expect(page.get_by_text("This device")).to_be_visible()


async def test_lin_xiao_adds_names_and_removes_a_passkey(shop: Shop, house: House, browser: Browser) -> None:
    lin = await with_password(await shop.hire("林晓"))
    page = await _with_authenticator(await a_phone(browser, lang="zh-CN"))
    await page.goto(house.url + "/login?next=/me/passkeys")
    await page.fill("#login", lin.login)
    await page.fill("#password", GOOD)
    await page.click("button[type=submit]")
    await page.wait_for_url("**/me/passkeys")
    await page.get_by_role("button", name="添加通行密钥").click()
    await expect(page.get_by_text("已添加，下次可以用它登录")).to_be_visible()
    await page.get_by_role("button", name="添加通行密钥").click()
    await expect(page.locator("#toasts")).to_contain_text("这台设备已经有你的通行密钥了")
    await page.get_by_text("改名").click()
    await page.get_by_label("通行密钥名称").fill("店里的手机")
    await page.get_by_role("button", name="保存").click()
    await expect(page.get_by_text("店里的手机")).to_be_visible()
    await page.get_by_role("button", name="删除").click()
    await page.locator("#ask [data-answer=yes]").click()
    await expect(page.get_by_text("还没有通行密钥")).to_be_visible()


async def _with_authenticator(context: BrowserContext) -> Page:
    """A page whose phone holds passkeys and whose owner always puts the finger on it."""
    page = await context.new_page()
    devtools = await context.new_cdp_session(page)
    await devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    await devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return page
