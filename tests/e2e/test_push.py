"""Notifications in a real browser: switched on by a tap, shown whatever arrives, answered by one tap, told to the server."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.async_api import Browser, BrowserContext

from backend.infra import db
from backend.infra.push.vapid import public_key
from backend.notifications.actions import tell
from backend.phones.subscriptions import subscribe
from tests.support.browser import a_phone, on_page, sign_in, until
from tests.support.house import House, a_house
from tests.support.push_service import Phone, PushService
from tests.support.pushed_browser import PushedBrowser
from tests.support.shop import Colleague, Shop

pytestmark = pytest.mark.browser

ON = "document.querySelector('#phone-switch')?.dataset.phone"


@pytest.fixture(scope="module")
async def service() -> AsyncIterator[PushService]:
    async with PushService() as service:
        yield service
        assert service.faults == []


@pytest.fixture(scope="module")
async def house(database: str, built: None, service: PushService) -> AsyncIterator[House]:
    async with a_house(DANGBAN_PUSH_HOSTS=service.host) as house:
        yield house


@pytest.fixture(autouse=True)
def _allowed(monkeypatch: pytest.MonkeyPatch, service: PushService) -> Any:
    """What this process writes itself follows the same list as the house does."""
    from backend.settings import settings

    monkeypatch.setenv("DANGBAN_PUSH_HOSTS", service.host)
    settings.cache_clear()
    yield
    settings.cache_clear()


@pytest.fixture
async def lin(shop: Shop) -> Colleague:
    return await shop.hire("林晓")


@pytest.fixture
async def phone(service: PushService) -> Phone:
    return service.phone()


async def _in_hand(
    browser: Browser, house: House, who: Colleague, phone: Phone, path: str = "/"
) -> PushedBrowser:
    context = await a_phone(browser)
    await sign_in(context, who, house.url)
    return await PushedBrowser.open(context, house.url, phone, path)


async def _on_duty(who: Colleague) -> int:
    """`who` is told that their duty begins; returns the message."""
    now = datetime.now(UTC)
    async with db.transaction():
        (message_id,) = await tell(
            "hotline.duty", who.shop.department_id, f"duty:{now.timestamp()}", now, person_ids=[who.person_id],
            url="/rota", start=now.isoformat(), end=(now + timedelta(hours=8)).isoformat(),
        )  # fmt: skip
    return message_id


async def _arrives(phone: Phone, count: int = 1) -> dict[str, Any]:
    """What the push service has got for this phone, opened with the phone's keys."""

    async def look() -> Any:
        return len(phone.got) >= count and phone.got[count - 1].payload

    return await until(look, "the push service has it")


async def _message(message_id: int, what: str) -> Any:
    async def look() -> Any:
        return await db.fetchval(f"SELECT {what} FROM message WHERE id = $1", message_id)

    return await until(look, f"the server knows: {what}")


async def _has(message_id: int, fact: str) -> None:
    """The phone says that it has it on its own way, beside whatever is tapped."""

    async def look() -> Any:
        facts = "SELECT true FROM message_event WHERE message_id = $1 AND what = $2"
        return await db.fetchval(facts, message_id, fact)

    await until(look, f"it stands there: {fact}")


async def test_switched_on_by_a_tap_and_a_test_shows_each_step(
    house: House, browser: Browser, lin: Colleague, phone: Phone
) -> None:
    """Sent, arrived, opened: on the page by itself, while the phone takes and tells it."""
    hand = await _in_hand(browser, house, lin, phone, "/me/phone")
    await on_page(hand.page, f"{ON} === 'off'", "it is off at first")
    await hand.page.click("[data-phone-on]")
    await on_page(hand.page, f"{ON} === 'on'", "it is on after one tap")
    assert await hand.page.evaluate("localStorage.getItem('made-for')") == public_key()
    await hand.page.click("#phone-trial button[type=submit]")
    payload = await _arrives(phone)
    steps = "[...document.querySelectorAll('#phone-trial li')].map((li) => Boolean(li.querySelector('time')))"
    await on_page(hand.page, f"String({steps}) === 'true,false,false'", "the page says that it was sent")
    await hand.deliver(payload)
    await on_page(hand.page, f"String({steps}) === 'true,true,false'", "the page says that it arrived")
    (shown,) = await hand.showing("the phone shows it")
    assert shown["title"] == "测试消息" and "林晓" not in str(shown)
    await hand.tap()
    await on_page(hand.page, f"String({steps}) === 'true,true,true'", "the page says that it was opened")
    await hand.showing("and it is gone from the screen", 0)


async def test_one_tap_acknowledges_without_opening_anything(
    house: House, browser: Browser, lin: Colleague, phone: Phone
) -> None:
    hand = await _in_hand(browser, house, lin, phone)
    await subscribe(await lin.viewer(), phone.subscription, datetime.now(UTC))
    message_id = await _on_duty(lin)
    await hand.deliver(await _arrives(phone))
    (shown,) = await hand.showing("the phone shows it")
    assert shown["actions"] == ["acknowledge"] and shown["requireInteraction"]
    await _has(message_id, "delivered")
    before = hand.page.url
    await hand.tap("acknowledge")
    assert await _message(message_id, "acknowledged_at")
    await hand.showing("nothing is left on the screen", 0)
    assert hand.page.url == before and len(hand.context.pages) == 1
    facts = await db.fetch("SELECT what FROM message_event WHERE message_id = $1 ORDER BY id", message_id)
    assert [row["what"] for row in facts if row["what"] in ("delivered", "acknowledged")] == [
        "delivered",
        "acknowledged",
    ]


async def test_a_tap_without_a_network_is_kept_and_told_later(
    house: House, browser: Browser, lin: Colleague, phone: Phone
) -> None:
    """The server is away when the finger comes down; the person is told that it is kept; it arrives by itself."""
    hand = await _in_hand(browser, house, lin, phone)
    await subscribe(await lin.viewer(), phone.subscription, datetime.now(UTC))
    message_id = await _on_duty(lin)
    payload = await _arrives(phone)
    house.kill(house.web)
    await hand.deliver(payload)
    await hand.showing("shown all the same")
    await hand.tap("acknowledge")

    async def said() -> Any:
        return any("自动送出" in each["body"] for each in await hand.shown())

    await until(said, "the person is told that it is kept")
    house.start_web()
    await house.answers("/health/live")
    await hand.page.goto(house.url + "/rota")
    assert await _message(message_id, "acknowledged_at")


async def test_a_tap_that_comes_too_late_is_told_so(
    house: House, browser: Browser, lin: Colleague, phone: Phone
) -> None:
    hand = await _in_hand(browser, house, lin, phone)
    await subscribe(await lin.viewer(), phone.subscription, datetime.now(UTC))
    message_id = await _on_duty(lin)
    await hand.deliver(await _arrives(phone))
    await hand.showing("the phone shows it")
    await db.execute("UPDATE message SET until = now() WHERE id = $1", message_id)
    await hand.tap("acknowledge")

    async def said() -> Any:
        return any("已经过去" in each["body"] for each in await hand.shown())

    await until(said, "the person is told that it is over")
    assert await db.fetchval("SELECT acknowledged_at FROM message WHERE id = $1", message_id) is None


async def test_every_push_shows_something(
    house: House, browser: Browser, lin: Colleague, phone: Phone
) -> None:
    """A browser that is pushed to in silence loses its permission; the same tag takes the place of what it showed."""
    hand = await _in_hand(browser, house, lin, phone)
    await hand.worker.evaluate("navigator.setAppBadge = async (n) => { self.badge = n }")
    for count, data in enumerate(
        ("", "not json", "[]", "null", {"title": "热线", "body": "一", "tag": "m1"}), 1
    ):
        await hand.deliver(data)
        await hand.showing(f"shown: {data!r}", count)
    await hand.deliver({"title": "热线", "body": "二", "tag": "m1"})

    async def replaced() -> Any:
        return [each["body"] for each in await hand.shown() if each["tag"] == "m1"] == ["二"]

    await until(replaced, "the second one takes the first one's place")
    shown = await hand.shown()
    assert len(shown) == 5 and {each["title"] for each in shown} == {"当班有新消息", "热线"}

    async def counted() -> Any:
        return await hand.worker.evaluate("self.badge") == 5

    await until(counted, "the app's icon says how many stand there")


async def test_a_tap_leads_to_the_window_that_is_open(
    house: House, browser: Browser, lin: Colleague, phone: Phone
) -> None:
    hand = await _in_hand(browser, house, lin, phone, "/me")
    await hand.deliver({"title": "班表有变动", "url": "/rota", "tag": "m1"})
    await hand.showing("the phone shows it")
    await hand.tap()
    await hand.page.wait_for_url(house.url + "/rota")
    await hand.deliver({"title": "骗人的", "url": "https://evil.example/login", "tag": "m2"})
    await hand.showing("the phone shows it")
    await hand.tap()
    await hand.page.wait_for_url(house.url + "/")


async def test_without_a_window_a_tap_opens_one(
    house: House, browser: Browser, lin: Colleague, phone: Phone
) -> None:
    hand = await _in_hand(browser, house, lin, phone)
    await hand.worker.evaluate("clients.openWindow = async (url) => { self.opened = url }")
    await hand.worker.evaluate("clients.matchAll = async () => []")
    await hand.deliver({"title": "班表有变动", "url": "/rota", "tag": "m1"})
    await hand.showing("the phone shows it")
    await hand.tap()

    async def opened() -> Any:
        return await hand.worker.evaluate("self.opened")

    assert await until(opened, "a window opens") == house.url + "/rota"


async def test_who_looks_at_the_page_needs_no_notification_of_it(
    house: House, browser: Browser, lin: Colleague, phone: Phone
) -> None:
    hand = await _in_hand(browser, house, lin, phone, "/me")
    await hand.deliver({"title": "班表有变动", "url": "/rota", "tag": "m1"})
    await hand.showing("the first one stands there")
    await hand.deliver(
        {
            "title": "热线值班",
            "url": "/rota",
            "tag": "m2",
            "actions": [{"action": "acknowledge", "title": "知道了"}],
        }
    )
    await hand.showing("both stand there", 2)
    await hand.page.goto(house.url + "/rota")
    (left,) = await hand.showing("what must be answered stays")
    assert left["tag"] == "m2"


async def test_a_new_address_reaches_the_server_without_anybody_doing_anything(
    house: House, browser: Browser, service: PushService, lin: Colleague, phone: Phone
) -> None:
    hand = await _in_hand(browser, house, lin, phone)
    await subscribe(await lin.viewer(), phone.subscription, datetime.now(UTC))
    fresh = service.phone().subscription
    given = {"endpoint": fresh.endpoint, "keys": {"p256dh": fresh.p256dh, "auth": fresh.auth}}
    await hand.worker.evaluate(
        """(given) => {
            const event = new ExtendableEvent("pushsubscriptionchange");
            Object.assign(event, { newSubscription: given, oldSubscription: null });
            self.dispatchEvent(event);
        }""",
        given,
    )
    await _address_is(lin, fresh.endpoint)


async def test_after_a_new_log_in_it_is_on_again_by_itself(
    house: House, browser: Browser, lin: Colleague, phone: Phone
) -> None:
    """Ended with the log-in, and wanted by its owner: the next page tells the server anew, and asks nothing."""
    hand = await _in_hand(browser, house, lin, phone, "/me/phone")
    await hand.page.click("[data-phone-on]")
    await _address_is(lin, phone.subscription.endpoint)
    await db.execute("UPDATE push_subscription SET ended_at = now() WHERE person_id = $1", lin.person_id)
    await hand.page.evaluate("sessionStorage.clear()")
    await hand.page.goto(house.url + "/")
    await _address_is(lin, phone.subscription.endpoint)
    await hand.page.goto(house.url + "/me/phone")
    await on_page(hand.page, f"{ON} === 'on'", "it is on")
    await hand.page.click("[data-phone-off]")
    await on_page(hand.page, f"{ON} === 'off'", "it is off")
    await hand.page.evaluate("sessionStorage.clear()")
    await hand.page.goto(house.url + "/me/phone")
    await on_page(hand.page, f"{ON} === 'off'", "and stays off")


async def test_another_key_of_ours_has_the_browser_subscribe_anew(
    house: House, browser: Browser, lin: Colleague, phone: Phone
) -> None:
    """As after a restore without the key: the next page mends it, and asks nothing."""
    hand = await _in_hand(browser, house, lin, phone, "/me/phone")
    await hand.page.click("[data-phone-on]")
    await _address_is(lin, phone.subscription.endpoint)
    await db.execute("UPDATE push_subscription SET server_key = 'old' WHERE person_id = $1", lin.person_id)
    await hand.page.evaluate("localStorage.setItem('made-for', 'B' + 'A'.repeat(86)), sessionStorage.clear()")
    await hand.page.goto(house.url + "/")
    await on_page(
        hand.page, f"localStorage.getItem('made-for') === '{public_key()}'", "subscribed to the new key"
    )

    async def mended() -> Any:
        return await db.fetchval(
            "SELECT true FROM push_subscription WHERE person_id = $1 AND server_key = $2 AND ended_at IS NULL",
            lin.person_id,
            public_key(),
        )

    await until(mended, "the server knows")


async def _address_is(who: Colleague, endpoint: str) -> None:
    async def look() -> Any:
        return await db.fetchval(
            "SELECT true FROM push_subscription WHERE person_id = $1 AND endpoint = $2 AND ended_at IS NULL",
            who.person_id,
            endpoint,
        )

    await until(look, "the server knows the address")


WECHAT = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130.0 Mobile MicroMessenger/8.0.50"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5 Mobile/15E148 Safari/604.1"
CHROME_ON_IPHONE = IPHONE.replace("Version/17.5", "CriOS/130.0")


@pytest.mark.parametrize(
    ("agent", "able", "granted", "state", "way_out"),
    [
        (WECHAT, True, True, "in-app", "[data-copy]"),
        (IPHONE, False, True, "ios-install", "a[href='/install']"),
        (CHROME_ON_IPHONE, False, True, "ios-other", "[data-copy]"),
        ("", False, True, "unsupported", "p"),
        ("", True, False, "denied", "p"),
        ("", True, True, "off", "[data-phone-on]"),
    ],
)
async def test_what_is_not_possible_is_explained_with_the_way_out(
    house: House,
    browser: Browser,
    lin: Colleague,
    agent: str,
    able: bool,
    granted: bool,
    state: str,
    way_out: str,
) -> None:
    context: BrowserContext = await a_phone(browser, **({"user_agent": agent} if agent else {}))
    if granted:
        await context.grant_permissions(["notifications"], origin=house.url)
    else:
        await context.add_init_script(
            "Object.defineProperty(Notification, 'permission', { get: () => 'denied' })"
        )
    if not able:
        await context.add_init_script("delete window.PushManager")
    await sign_in(context, lin, house.url)
    page = await context.new_page()
    await page.goto(house.url + "/me/phone")
    await on_page(page, f"{ON} === '{state}'", f"the state is {state}")
    part = page.locator(f"#phone-switch [data-phone-state='{state}']")
    assert await part.is_visible() and await part.locator(way_out).first.is_visible()
    assert await page.locator("#phone-switch > [data-phone-state]:visible").count() == 1
    assert await page.locator("[data-in-app]:visible").count() == 0, "the same is not said twice"
