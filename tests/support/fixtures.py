"""What a story may ask for by name."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime

import pytest

from tests.support.shop import Shop, found_department


@pytest.fixture
async def a_department(database: str) -> Callable[..., Awaitable[Shop]]:
    """`shop = await a_department("three-shift")`: a real department of its own for one story."""
    return found_department


@pytest.fixture
async def shop(database: str) -> Shop:
    """A mall's service department, where most stories happen."""
    return await found_department("mall-service")


@pytest.fixture
async def drain(database: str) -> AsyncIterator[Callable[[], Awaitable[int]]]:
    """Carries out what the outbox holds now, as the relay would."""
    from backend.infra import outbox

    async def everything() -> int:
        taken = 0
        while count := await outbox.drain():
            taken += count
        return taken

    yield everything


@pytest.fixture
def now() -> datetime:
    """A quiet Monday morning in Shanghai: 2026-11-02 08:24."""
    return datetime(2026, 11, 2, 0, 24, tzinfo=UTC)
