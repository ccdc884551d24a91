"""The embedded Redis: behind a password, on a socket only, found again."""

from __future__ import annotations

import os
import signal
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
from redis.asyncio import Redis
from redis.exceptions import ConnectionError

from backend.infra.embedded import account, redis
from tests.launch.running import a_folder, until


@pytest.fixture
def data_dir() -> Iterator[Path]:
    with a_folder() as folder:
        yield folder / "var"


async def test_a_second_start_finds_the_first(data_dir: Path) -> None:
    first = await redis.start(data_dir)
    second = await redis.start(data_dir)
    assert (second.pid, second.url) == (first.pid, first.url)
    assert await redis.find(data_dir) == first.url
    await second.stop()
    assert not first.alive()
    assert await redis.find(data_dir) is None


async def test_nobody_enters_without_the_password(data_dir: Path) -> None:
    server = await redis.start(data_dir)
    ears: Any = Redis.from_url(server.url.replace("://:", "://:x"))
    with pytest.raises(ConnectionError, match="password"):
        await ears.ping()
    await ears.aclose()
    process = psutil.Process(server.pid)
    password = (data_dir / "redis.password").read_text().strip()
    assert not any(password in word for word in process.cmdline()), "a command line is open to everybody"
    assert not process.net_connections("inet"), "it listens on the network"
    assert process.uids().real == account.account().uid
    assert stat.S_IMODE((data_dir / "redis.password").stat().st_mode) == 0o600
    await server.stop()


async def test_after_a_kill_it_starts_again_under_the_same_address(data_dir: Path) -> None:
    server = await redis.start(data_dir)
    os.kill(server.pid, signal.SIGKILL)
    until(lambda: not server.alive())
    again = await redis.start(data_dir)
    assert again.url == server.url and again.pid != server.pid
    await again.stop()
