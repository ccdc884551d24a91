"""What the supervisor looks after: each part is started, asked whether it lives, and stopped the same way."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Protocol

from backend.infra.embedded import postgres, redis
from backend.infra.embedded.postgres import RunningPostgres
from backend.infra.embedded.process import end, spawn
from backend.infra.embedded.redis import RunningRedis

WEB_SECONDS = 15
WORKER_SECONDS = 20


class Part(Protocol):
    """A server or a process of ours."""

    name: str
    log: Path

    async def start(self) -> None: ...
    async def stop(self) -> None: ...
    def alive(self) -> bool: ...
    def hurry(self) -> None: ...
    @property
    def pid(self) -> int | None: ...


class Server:
    """An embedded PostgreSQL or Redis."""

    def __init__(self, name: str, log: Path, begin: Callable[[], Awaitable[RunningPostgres | RunningRedis]]):
        self.name, self.log, self._begin = name, log, begin
        self.running: RunningPostgres | RunningRedis | None = None

    async def start(self) -> None:
        self.running = await self._begin()

    async def stop(self) -> None:
        if self.running is not None:
            await self.running.stop()

    def alive(self) -> bool:
        return self.running is not None and self.running.alive()

    def hurry(self) -> None:
        """Databases are never hurried: their fast stop is quick enough and loses nothing."""

    @property
    def pid(self) -> int | None:
        return self.running.pid if self.running else None

    @property
    def url(self) -> str:
        assert self.running is not None
        return self.running.url


class Program:
    """A process of this program: `dangban web`, `dangban worker`."""

    def __init__(
        self,
        name: str,
        log: Path,
        words: list[str],
        environment: dict[str, str],
        *,
        keep: tuple[int, ...] = (),
        seconds: float = WEB_SECONDS,
    ):
        self.name, self.log = name, log
        self._command = [sys.executable, "-m", "backend.cli", *words]
        self._environment, self._keep, self._seconds = environment, keep, seconds
        self._child: subprocess.Popen[bytes] | None = None

    async def start(self) -> None:
        self._child = spawn(self._command, self.log, environment=self._environment, keep=self._keep)

    async def stop(self) -> None:
        if self._child is not None:
            await end(self._child.pid, signal.SIGTERM, self._seconds, self._child)

    def alive(self) -> bool:
        return self._child is not None and self._child.poll() is None

    def hurry(self) -> None:
        if self.alive():
            assert self._child is not None
            self._child.kill()

    @property
    def pid(self) -> int | None:
        return self._child.pid if self._child else None


def embedded_postgres(data_dir: Path, max_connections: int) -> Server:
    return Server(
        "PostgreSQL",
        data_dir / "logs" / "postgres.log",
        lambda: postgres.start(data_dir, max_connections=max_connections),
    )


def embedded_redis(data_dir: Path) -> Server:
    return Server("Redis", data_dir / "logs" / "redis.log", lambda: redis.start(data_dir))
