"""`dangban up`: from nothing to an address that opens, and back to nothing."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import signal
import socket
import sys
from dataclasses import dataclass
from pathlib import Path

from backend.infra.embedded import LaunchError, places
from backend.infra.embedded.process import end, same_process
from backend.launch import announce, demonstration, outside, readiness
from backend.launch.lock import DataFolderLock
from backend.launch.parts import WORKER_SECONDS, Program, embedded_postgres, embedded_redis
from backend.launch.port import address_of, listen
from backend.launch.steps import Steps
from backend.launch.supervisor import Supervisor
from backend.settings import Settings
from backend.speech import tell

READY_SECONDS = 90
NEEDED_MB = 50


@dataclass(frozen=True, slots=True)
class Wishes:
    """`demo`: True creates the demo department, False does not, None asks whoever sits there."""

    demo: bool | None = None


def up(settings: Settings, wishes: Wishes) -> None:
    """Runs until Ctrl-C or SIGTERM. Raises `LaunchError` when it cannot start; then nothing is left running."""
    data_dir = places.data_folder(settings.data_dir)
    _check_space(data_dir)
    with DataFolderLock(data_dir) as lock, listen(settings.host, settings.port) as ears:
        lock.note_address(address_of(settings.host, settings.port, settings.public_url))
        asyncio.run(_Run(settings, wishes, data_dir, lock, ears).until_told_to_stop())


class _Run:
    def __init__(
        self, settings: Settings, wishes: Wishes, data_dir: Path, lock: DataFolderLock, ears: socket.socket
    ):
        self._settings, self._wishes = settings, wishes
        self._data_dir, self._lock, self._ears = data_dir, lock, ears
        self._supervisor = Supervisor(data_dir, lock)
        self._environment = {**os.environ, "DANGBAN_DATA_DIR": str(data_dir)}
        self._signals = 0

    async def until_told_to_stop(self) -> None:
        told = self._listen_to_signals()
        life = asyncio.create_task(self._live())
        waiting = asyncio.create_task(told.wait())
        try:
            await asyncio.wait({life, waiting}, return_when=asyncio.FIRST_COMPLETED)
            if told.is_set():
                tell("launch-stopping")
        finally:
            for task in (life, waiting):
                task.cancel()
            outcome = (await asyncio.gather(life, return_exceptions=True))[0]
            await self._supervisor.stop()
        if isinstance(outcome, BaseException) and not isinstance(outcome, asyncio.CancelledError):
            raise outcome
        tell("launch-stopped")

    async def _live(self) -> None:
        steps = Steps()
        await self._end_leftovers()
        await self._start_servers(steps)
        await outside.migrate(self._environment, self._data_dir, steps)
        logins = await demonstration.first_start(self._environment, self._data_dir, self._wishes.demo, steps)
        await self._start_programs()
        watching = asyncio.create_task(self._supervisor.watch())
        with contextlib.closing(_Cancelling(watching)):
            async with steps.doing("launch-step-programs"):
                await self._until_ready(watching)
            self._supervisor.settled = True
            announce.ready(self._settings, steps.seconds, logins)
            await watching

    def _listen_to_signals(self) -> asyncio.Event:
        told = asyncio.Event()

        def hear() -> None:
            self._signals += 1
            told.set()
            if self._signals > 1:
                self._supervisor.hurry()

        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            asyncio.get_running_loop().add_signal_handler(number, hear)
        return told

    async def _end_leftovers(self) -> None:
        """A copy that was killed may have left children where the kernel does not end them for us."""
        for name, (pid, started) in self._lock.left_behind.items():
            if name not in ("PostgreSQL", "Redis") and same_process(pid, started):
                tell("launch-leftover", name=name, pid=str(pid))
                await end(pid, signal.SIGTERM, 10)

    async def _start_servers(self, steps: Steps) -> None:
        """The person's own servers, else embedded ones."""
        if self._settings.database_url:
            await outside.check_database(self._settings.database_url)
        else:
            connections = max(100, (self._settings.web_processes + 2) * self._settings.database_pool + 20)
            server = embedded_postgres(self._data_dir, connections)
            async with steps.doing("launch-step-postgres"):
                await self._supervisor.add(server)
            self._environment["DATABASE_URL"] = server.url
        if self._settings.redis_url:
            await outside.check_redis(self._settings.redis_url)
        else:
            server = embedded_redis(self._data_dir)
            async with steps.doing("launch-step-redis"):
                await self._supervisor.add(server)
            self._environment["REDIS_URL"] = server.url

    async def _start_programs(self) -> None:
        _ = self._settings.secret_bytes  # made once, here, before two processes could make one each
        logs, ear = self._data_dir / "logs", self._ears.fileno()
        for number in range(1, self._settings.web_processes + 1):
            name = "web" if self._settings.web_processes == 1 else f"web-{number}"
            words = ["web", "--fd", str(ear)]
            await self._supervisor.add(
                Program(name, logs / f"{name}.log", words, self._environment, keep=(ear,))
            )
        worker = Program("worker", logs / "worker.log", ["worker"], self._environment, seconds=WORKER_SECONDS)
        await self._supervisor.add(worker)

    async def _until_ready(self, watching: asyncio.Task[None]) -> None:
        failing: tuple[str, ...] = ("web",)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(READY_SECONDS):
                while not watching.done():
                    found = await readiness.ask(self._ears)
                    if found.ready:
                        return
                    failing = found.failing
                    await asyncio.sleep(0.05)
        if watching.done():
            await watching
        raise LaunchError(
            "launch-not-ready",
            failing=", ".join(failing),
            seconds=READY_SECONDS,
            log=self._data_dir / "logs",
        )


class _Cancelling:
    def __init__(self, task: asyncio.Task[None]):
        self._task = task

    def close(self) -> None:
        self._task.cancel()


def _check_space(data_dir: Path) -> None:
    free = shutil.disk_usage(data_dir).free // 1_000_000
    if free < NEEDED_MB:
        raise LaunchError("launch-disk-full", folder=data_dir, free=free, needed=NEEDED_MB)


if sys.platform == "win32":  # pragma: no cover
    raise ImportError("Dangban runs on Linux and macOS")
