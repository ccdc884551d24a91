"""What a story may ask for by name."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime

import pytest

from backend.infra.push import outbound
from backend.settings import settings
from tests.support.push_service import PushService
from tests.support.robot_house import RobotHouse
from tests.support.shop import Shop, found_department
from tests.support.vendor import Vendor


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


@pytest.fixture
async def push_service(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[PushService]:
    """A strict push service that the operator has allowed; whatever it had to refuse fails the story."""
    async with PushService() as service:
        _allow(monkeypatch, "DANGBAN_PUSH_HOSTS", service.host)
        yield service
        assert not service.faults
    await _forget(monkeypatch)


@pytest.fixture
async def robot_house(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[RobotHouse]:
    """WeCom, DingTalk and Feishu in one place, allowed by the operator."""
    async with RobotHouse() as house:
        _allow(monkeypatch, "DANGBAN_OUTBOUND_HOSTS", house.host)
        yield house
        assert not house.faults
    await _forget(monkeypatch)


@pytest.fixture
async def vendor(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Vendor]:
    """A vendor of short messages and spoken calls, allowed by the operator."""
    async with Vendor() as service:
        _allow(monkeypatch, "DANGBAN_OUTBOUND_HOSTS", service.host)
        yield service
        assert not service.faults
    await _forget(monkeypatch)


def _allow(monkeypatch: pytest.MonkeyPatch, setting: str, host: str) -> None:
    """Adds to what another service of the same story has been allowed."""
    monkeypatch.setenv(setting, ",".join(filter(None, [os.environ.get(setting, ""), host])))
    settings.cache_clear()


async def _forget(monkeypatch: pytest.MonkeyPatch) -> None:
    await outbound.close()
    monkeypatch.undo()
    settings.cache_clear()
