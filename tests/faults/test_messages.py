"""Every message reaches its answer or the end of its ladder, and nobody is told twice, whatever breaks meanwhile."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator

import pytest

from backend.infra import bus
from tests.faults.conftest import Ground
from tests.faults.telling import Telling, a_telling_house, through
from tests.support.push_service import PushService
from tests.support.robot_house import RobotHouse

pytestmark = pytest.mark.faults


@pytest.fixture
async def telling(
    ground: Ground, push_service: PushService, robot_house: RobotHouse
) -> AsyncIterator[Telling]:
    async with a_telling_house(ground, push_service, robot_house) as telling:
        yield telling


async def test_a_worker_is_killed_again_and_again(telling: Telling) -> None:
    """Two workers; one of them dies by -9 at a random moment, eight times over five hundred messages; every other time
    while the push service has taken something that it has not confirmed yet: that is sent again, and replaces."""
    chance = random.Random(8)
    telling.service.pause, telling.pace = 0.15, 0.6

    async def murders(telling: Telling) -> None:
        for _ in range(2):
            telling.start_worker()
        await asyncio.sleep(2.5)
        for number in range(8):
            await asyncio.sleep(chance.uniform(0.3, 1.3))
            async with asyncio.timeout(30):
                while number % 2 and not telling.service.on_the_wire:
                    await asyncio.sleep(0.005)
            telling.murder(chance.randrange(2))

    found = await through(telling, murders, within=120)
    assert found["kills"] == 8 and 0 < found["replaced"] <= 8 * 50


async def test_redis_is_emptied_and_restarted(telling: Telling) -> None:
    async def empty(telling: Telling) -> None:
        for _ in range(2):
            telling.start_worker()
        await asyncio.sleep(3)
        await bus.redis().flushall()
        await telling.ground.restart_redis()

    found = await through(telling, empty, within=120)
    assert found["replaced"] <= 100


async def test_the_push_service_is_down_for_a_while(telling: Telling) -> None:
    async def down(telling: Telling) -> None:
        for _ in range(2):
            telling.start_worker()
        async with asyncio.timeout(30):  # it goes down in the middle, not before anything has begun
            while len(telling.service.pushed) < 20:
                await asyncio.sleep(0.05)
        telling.service.always(503)
        await asyncio.sleep(6)
        telling.service.always(201)

    found = await through(telling, down, within=120)
    assert found["replaced"] == 0 and found["group"] > 0


async def test_four_workers_at_once(telling: Telling) -> None:
    async def many(telling: Telling) -> None:
        for _ in range(4):
            telling.start_worker()

    found = await through(telling, many, within=120)
    assert found["replaced"] == 0
