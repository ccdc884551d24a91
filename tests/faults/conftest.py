"""Servers of their own for what is broken on purpose."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from backend.infra.embedded import postgres, redis
from tests.support.house import House, free_port


@dataclass
class Ground:
    """A database and a Redis that a story may stop and start, and the house on top."""

    folder: Path
    database: Any
    redis: Any
    house: House

    async def restart_database(self) -> None:
        await self.database.stop()
        self.database = await postgres.start(self.folder)

    async def restart_redis(self) -> None:
        await self.redis.stop()
        self.redis = await redis.start(self.folder)


@pytest.fixture
async def ground(tmp_path: Path) -> AsyncIterator[Ground]:
    database, cache = await postgres.start(tmp_path), await redis.start(tmp_path)
    house = House(database.url, cache.url, free_port(), tmp_path)
    ground = Ground(tmp_path, database, cache, house)
    yield ground
    house.close()
    await ground.redis.stop()
    await ground.database.stop()
