"""Real Chromium, as a phone and as a desk."""

from __future__ import annotations

import asyncio
import os
import shutil
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.async_api import Browser, BrowserContext, Page, async_playwright
from playwright.async_api import Error as PageError

from backend.web.authentication import DEVICE_COOKIE, SESSION_COOKIE
from tests.support.shop import Colleague

PHONE: dict[str, Any] = {
    "viewport": {"width": 360, "height": 800},
    "device_scale_factor": 2,
    "has_touch": True,
    "is_mobile": True,
}
DESK: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}}

QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def chromium() -> str:
    """The installed Chromium or Chrome; `make test` has seen to it that there is one."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
    found = os.environ.get("DANGBAN_CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    assert found, "no Chromium here: run the tests by `make test`, which brings one, or set DANGBAN_CHROMIUM"
    return found


@asynccontextmanager
async def a_browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium(), args=QUIET)
        try:
            yield browser
        finally:
            await browser.close()


async def a_phone(browser: Browser, lang: str = "zh-CN", **options: Any) -> BrowserContext:
    """A phone of its own: own cookies, own storage."""
    return await browser.new_context(**{**PHONE, "locale": lang, "service_workers": "allow", **options})


async def a_desk(browser: Browser, lang: str = "zh-CN", **options: Any) -> BrowserContext:
    return await browser.new_context(**{**DESK, "locale": lang, **options})


async def sign_in(context: BrowserContext, colleague: Colleague, url: str) -> None:
    """The colleague's session as cookies: what the log-in page would have given this browser."""
    await colleague.viewer()
    assert colleague.session is not None
    tokens = {SESSION_COOKIE: colleague.session.token, DEVICE_COOKIE: colleague.session.device_token}
    await context.add_cookies(
        [{"name": name, "value": token, "url": url, "httpOnly": True} for name, token in tokens.items()]
    )


async def until(look: Callable[[], Awaitable[Any]], what: str, within: float = 45) -> Any:
    """Looks again and again, until there is something; fails with `what` was awaited. Answers what was seen."""
    late = f"not within {within} s: {what}"
    end = time.monotonic() + within
    while True:
        try:  # a page that answers nothing at all is late as well, and says what was awaited
            seen = await asyncio.wait_for(look(), max(1.0, end - time.monotonic()))
        except TimeoutError:
            raise AssertionError(late) from None
        if seen:
            return seen
        assert time.monotonic() < end, late
        await asyncio.sleep(0.02)


BETWEEN_PAGES = (
    "context was destroyed",
    "navigation",
    "properties of null",
)  # an old page gone, the new one not there


async def on_page(page: Page, expression: str, what: str, within: float = 45) -> Any:
    """`until` for a JavaScript expression; a page that is just being left is asked again."""

    async def look() -> Any:
        try:
            return await page.evaluate(expression)
        except PageError as error:
            if any(words in str(error) for words in BETWEEN_PAGES):
                return None
            raise

    return await until(look, what, within)


@dataclass
class Complaints:
    """What a page must never do: complain on the console, break its own policy, ask other sites, answer 5xx."""

    heard: list[str] = field(default_factory=list)
    expected: tuple[str, ...] = ()

    @classmethod
    def of(cls, page: Page, url: str) -> Complaints:
        complaints = cls()
        page.on("console", lambda message: complaints._console(message))
        page.on("pageerror", lambda error: complaints._add(f"script: {error}"))
        page.on("request", lambda request: complaints._request(request.url, urlsplit(url).netloc))
        page.on(
            "response",
            lambda answer: answer.status >= 500 and complaints._add(f"{answer.status} {answer.url}"),
        )
        return complaints

    def _console(self, message: Any) -> None:
        if message.type in ("error", "warning"):
            self._add(f"console: {message.text} {message.location.get('url', '')}")

    def _request(self, address: str, ours: str) -> None:
        parts = urlsplit(address)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.netloc != ours:
            self._add(f"asked elsewhere: {address}")

    def _add(self, text: str) -> None:
        if not any(word in text for word in self.expected):
            self.heard.append(text)

    def take(self) -> list[str]:
        """What was heard since the last time."""
        heard, self.heard = self.heard, []
        return heard
