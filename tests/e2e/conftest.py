"""One house for each module of stories, on a database of its own, and a browser to look at it."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser

from backend.infra.catalogue import FRONTEND
from tests.support.browser import a_browser
from tests.support.house import House, a_house
from tests.support.shop import Shop, found_department


@pytest.fixture(scope="session")
def built() -> None:
    """The front end as browsers get it."""
    assert (FRONTEND / "dist" / "assets.json").exists(), (
        "the front end is not built: run `make test`, or `npm ci && npm run build` in frontend/"
    )


@pytest.fixture(scope="module")
async def house(database: str, built: None) -> AsyncIterator[House]:
    async with a_house() as house:
        yield house


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    async with a_browser() as browser:
        yield browser


@pytest.fixture
async def shop(house: House) -> Shop:
    """A department of the story's own, in this module's house."""
    return await found_department("mall-service")


@pytest.fixture(autouse=True)
async def tidy(browser: Browser, request: pytest.FixtureRequest) -> AsyncIterator[None]:
    """Every story leaves the browser as it found it; one that failed leaves pictures of what was on the screens."""
    before = list(browser.contexts)
    yield
    failed = getattr(request.node, "failed", False)
    for number, context in enumerate(browser.contexts):
        for page in context.pages if failed else ():
            path = PICTURES / f"{re.sub(r'[^a-z0-9]+', '-', request.node.name)}-{number}.png"
            await page.screenshot(path=path, timeout=5000)
            print(f"{page.url}: {path}")
        if context not in before:
            await context.close()
    house = request.node.funcargs.get("house")
    if failed and house is not None:
        print(house.log("web"))


PICTURES = Path(os.environ.get("DANGBAN_PICTURES") or tempfile.mkdtemp(prefix="dangban-pictures-"))


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    outcome: Any = yield
    if outcome.get_result().when == "call":
        item.failed = outcome.get_result().failed  # type: ignore[attr-defined]  # read by `tidy`
