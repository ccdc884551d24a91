"""Real Chromium, as a phone and as a desk."""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from playwright.async_api import Browser, BrowserContext, async_playwright

PHONE: dict[str, Any] = {
    "viewport": {"width": 360, "height": 800},
    "device_scale_factor": 2,
    "has_touch": True,
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
