"""Pages that stay open while parts of the house go away and come back: they say so, heal and catch up by themselves."""

from __future__ import annotations

import tempfile
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from playwright.async_api import Browser, Page

from backend.attendance.actions import clock_in
from backend.infra.embedded import redis
from backend.people.devices import end_device
from tests.e2e.pages import on_shift
from tests.support.browser import a_desk, on_page, sign_in
from tests.support.house import House, a_house
from tests.support.shop import Colleague, Shop

pytestmark = pytest.mark.browser

STATE = "document.querySelector('[data-live-badge]').dataset.state"


@dataclass
class Ears:
    """A Redis that a story may stop and start."""

    folder: Path
    server: Any

    async def stop(self) -> None:
        await self.server.stop()

    async def start(self) -> None:
        self.server = await redis.start(self.folder)


@pytest.fixture(scope="module")
async def ears() -> AsyncIterator[Ears]:
    folder = Path(tempfile.mkdtemp(prefix="dangban-ears-"))
    ears = Ears(folder, await redis.start(folder))
    yield ears
    await ears.stop()


@pytest.fixture(scope="module")
async def house(database: str, built: None, ears: Ears) -> AsyncIterator[House]:
    async with a_house(ears.server.url) as house:
        yield house


async def test_the_web_process_restarts(house: House, browser: Browser, shop: Shop) -> None:
    board, lin, zhou = await _a_board(house, browser, shop)
    house.kill(house.web)
    await on_page(board, f"() => {STATE} !== 'live'", "the badge says that the line is gone")
    await on_page(board, f"() => {STATE} === 'offline'", "the badge says offline")
    assert await board.locator("[data-stale]").is_visible(), "and since when the page is old"
    await clock_in(await lin.viewer(), "in", datetime.now(UTC), uuid4())

    house.start_web()
    await house.answers()
    await on_page(board, f"() => {STATE} === 'live'", "live again", 60)
    await _shows(board, lin, "present")
    await clock_in(await zhou.viewer(), "in", datetime.now(UTC), uuid4())
    await _shows(board, zhou, "present")
    assert await board.evaluate("() => window.neverLeft === true")


async def test_redis_restarts(house: House, browser: Browser, shop: Shop, ears: Ears) -> None:
    board, lin, zhou = await _a_board(house, browser, shop)
    await ears.stop()
    await clock_in(await lin.viewer(), "in", datetime.now(UTC), uuid4())
    await ears.start()
    await _shows(board, lin, "present")
    await clock_in(await zhou.viewer(), "in", datetime.now(UTC), uuid4())
    await _shows(board, zhou, "present")
    await on_page(board, f"() => {STATE} === 'live'", "live")
    assert await board.evaluate("() => window.neverLeft === true")


async def test_a_session_that_is_ended_elsewhere_leads_to_the_log_in(
    house: House, browser: Browser, shop: Shop
) -> None:
    board, lin, _ = await _a_board(house, browser, shop)
    phone = await (await a_desk(browser)).new_page()
    await sign_in(phone.context, lin, house.url)
    await phone.goto(house.url + "/me")
    await on_page(phone, f"() => {STATE} === 'live'", "a live page")
    viewer = await lin.viewer()
    assert viewer.device_id is not None
    await end_device(viewer, viewer.device_id, datetime.now(UTC))
    await phone.wait_for_url("**/login?next=%2Fme")
    assert await board.evaluate(STATE) == "live", "nobody else is touched"


async def _a_board(house: House, browser: Browser, shop: Shop) -> tuple[Page, Colleague, Colleague]:
    """The manager's open board, and two who are expected."""
    manager = await shop.hire("陈露", role="director")
    staff = await shop.hire("林晓"), await shop.hire("周敏")
    for colleague in staff:
        await on_shift(colleague, datetime.now(UTC) - timedelta(minutes=5))
    page = await (await a_desk(browser)).new_page()
    await sign_in(page.context, manager, house.url)
    await page.goto(house.url + "/floor")
    await on_page(page, f"() => {STATE} === 'live'", "a live board")
    await page.evaluate("() => { window.neverLeft = true; }")
    return page, *staff


async def _shows(board: Page, colleague: Colleague, state: str) -> None:
    row = f"document.getElementById('floor-row-{colleague.person_id}')?.dataset.state"
    await on_page(board, f"() => {row} === '{state}'", f"{colleague.name} {state}", 60)
