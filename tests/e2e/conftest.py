"""One house for each module of stories, on a database of its own, and a browser to look at it."""

from __future__ import annotations

from collections.abc import AsyncIterator

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
