"""Every page, in two looks that have nothing in common: readable by everybody, silent on the console, nothing from elsewhere."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
from playwright.async_api import Browser, BrowserContext, Page

from tests.e2e.looks import raw_message_ids, runs_off, too_small, violations
from tests.e2e.pages import Address, Lived, a_lived_in_department, addresses
from tests.support.browser import Complaints, a_desk, a_phone, sign_in
from tests.support.house import House

QUIETLY = {"service_workers": "block", "reduced_motion": "reduce"}
BLOCKED = ("Service Worker registration blocked by Playwright",)

STANDING = {"ask", "waiting"}
"""Sheets that stand on every page, looked at in stories of their own."""

pytestmark = pytest.mark.browser


@dataclass
class Glass:
    """One screen with one look."""

    name: str
    page: Page
    complaints: Complaints

    async def wrong(self, url: str) -> list[str]:
        """Everything that is wrong with a page; nothing when the address gives no page but a fragment or a file."""
        answer = await self.page.request.get(url, max_redirects=0)
        if b"<!doctype html" not in (await answer.body())[:100].lower():
            return [] if answer.status < 400 else [f"{self.name}: {answer.status} {url}"]
        answer = await self.page.goto(url)
        assert answer is not None
        await self.page.wait_for_load_state("load")
        found = [] if answer.status == 200 else [f"answered {answer.status}"]
        found += await raw_message_ids(self.page) + await runs_off(self.page) + await violations(self.page)
        if self.name == "phone":
            found += await too_small(self.page) + await self._wrong_in_sheets()
        return [f"{self.name} {self.page.url}: {one}" for one in found + self.complaints.take()]

    async def _wrong_in_sheets(self) -> list[str]:
        """The sheets of the page, opened one after the other; of those made alike, with a number in the id, the first."""
        found, alike = [], set()
        for name in await self.page.evaluate(
            "() => [...document.querySelectorAll('dialog.sheet')].map(one => one.id)"
        ):
            if (kind := name.rstrip("0123456789")) in alike | STANDING:
                continue
            alike.add(kind)
            sheet = await self.page.evaluate(_OPEN, name)
            found += [f"in the sheet {sheet}: {one}" for one in await violations(self.page, sheet)]
            found += [f"in the sheet {sheet}: {one}" for one in await too_small(self.page, sheet)]
            found += [f"in the sheet {sheet}: {one}" for one in await runs_off(self.page)]
            await self.page.evaluate("sheet => document.querySelector(sheet).close()", sheet)
        return found


_OPEN = """id => {
  document.getElementById(id).showModal();
  return "#" + id;
}"""


@dataclass
class Glasses:
    """The lived-in department through a phone in Chinese by day and a desk in English by night; and as a stranger."""

    lived: Lived
    mine: list[Glass]
    strangers: list[Glass]


@pytest.fixture(scope="module")
async def glasses(house: House, browser: Browser) -> AsyncIterator[Glasses]:
    lived = await a_lived_in_department()
    contexts: list[BrowserContext] = []

    async def look(name: str, signed_in: bool) -> Glass:
        make, lang, light = (a_phone, "zh-CN", "light") if name == "phone" else (a_desk, "en-US", "dark")
        context = await make(browser, lang, color_scheme=light, **QUIETLY)
        contexts.append(context)
        if signed_in:
            await sign_in(context, lived.boss, house.url)
        page = await context.new_page()
        complaints = Complaints.of(page, house.url)
        complaints.expected = BLOCKED
        return Glass(name, page, complaints)

    yield Glasses(
        lived,
        [await look("phone", True), await look("desk", True)],
        [await look("phone", False), await look("desk", False)],
    )
    for context in contexts:
        await context.close()


@pytest.mark.parametrize("address", addresses(), ids=lambda address: address.path)
async def test_page(address: Address, glasses: Glasses, house: House) -> None:
    url = house.url + address.filled(glasses.lived.values)
    found = []
    for glass in glasses.strangers if address.public else glasses.mine:
        found += await glass.wrong(url)
    failed = any(" 500 " in one for one in found)
    assert not found, "\n".join(["", *found, house.log("web") if failed else ""])
