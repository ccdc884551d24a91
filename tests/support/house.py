"""The whole house as separate processes, as a deployment has them: for browsers, faults, anything on the wire."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

ROOT = Path(__file__).parent.parent.parent


@asynccontextmanager
async def a_house(redis_url: str = "", **environment: str) -> AsyncIterator[House]:
    """An open house on a fresh clone of the migrated database; this process acts on the same one meanwhile."""
    async with a_database_apart() as url:
        name = url.rpartition("/")[2]
        apart = {"DANGBAN_BUS_CHANNEL": f"{name}:live", "DANGBAN_QUEUE": f"{name}:queue", **environment}
        folder = Path(tempfile.mkdtemp(prefix="dangban-house-"))
        house = House(url, redis_url or os.environ["DANGBAN_TEST_REDIS_URL"], free_port(), folder, apart)
        try:
            yield await house.open()
        finally:
            house.close()


@asynccontextmanager
async def a_database_apart() -> AsyncIterator[str]:
    """The URL of a fresh clone of the migrated database, on which this process acts meanwhile."""
    from backend.infra import db
    from tests.conftest import TEMPLATE
    from tests.support.servers import clone_database, drop_database

    server, name = os.environ["DANGBAN_TEST_DATABASE_URL"], f"dangban_house_{uuid.uuid4().hex[:8]}"
    url = await clone_database(server, TEMPLATE, name)
    before = db.engine().config["dsn"], db.engine().pool
    db.engine().pool = None
    db.point_at(url)
    await db.open_pool(5)
    try:
        yield url
    finally:
        await db.close_pool()
        db.point_at(before[0])
        db.engine().pool = before[1]
        await drop_database(server, name)


@dataclass
class House:
    """A web process and a worker on a database and a Redis of the caller's."""

    database_url: str
    redis_url: str
    port: int
    folder: Path
    environment: dict[str, str] = field(default_factory=dict)
    web: subprocess.Popen[bytes] | None = None
    worker: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """`localhost`, so that a browser treats it as a secure place: service worker, passkeys, position."""
        return f"http://localhost:{self.port}"

    async def open(self, worker: bool = True) -> House:
        self.start_web()
        if worker:
            self.start_worker()
        await self.answers("/health/ready" if worker else "/health/live")
        return self

    def start_web(self) -> None:
        self.web = self._start("web", sys.executable, "-m", "backend.cli", "web")

    def start_worker(self) -> None:
        self.worker = self._start("worker", sys.executable, "-m", "backend.cli", "worker")

    async def answers(self, path: str = "/health/live", within: float = 60) -> None:
        """Waits until the web process answers 200 there; shows its log when it does not."""
        until, said = time.monotonic() + within, ""
        async with httpx.AsyncClient() as client:
            while time.monotonic() < until:
                try:
                    answer = await client.get(self.url + path)
                    if answer.status_code == 200:
                        return
                    said = answer.text
                except httpx.HTTPError as error:
                    said = repr(error)
                await asyncio.sleep(0.1)
        raise AssertionError(
            f"{path} did not answer 200 within {within} s: {said}\n{self.log('web')}\n{self.log('worker')}"
        )

    def close(self) -> None:
        for process in (self.worker, self.web):
            if process is not None and process.poll() is None:
                process.send_signal(signal.SIGTERM)
        for process in (self.worker, self.web):
            if process is not None:
                _wait(process)

    def kill(self, process: subprocess.Popen[bytes] | None) -> None:
        """As the out-of-memory killer does it."""
        assert process is not None
        process.kill()
        process.wait()

    def log(self, name: str, most: int = 4000) -> str:
        """The last characters of what a process has said."""
        path = self.folder / f"{name}.log"
        return path.read_text("utf-8", errors="replace")[-most:] if path.exists() else ""

    def _start(self, name: str, *command: str) -> subprocess.Popen[bytes]:
        environment = {
            **os.environ,
            "DATABASE_URL": self.database_url,
            "REDIS_URL": self.redis_url,
            "DANGBAN_PORT": str(self.port),
            "DANGBAN_PUBLIC_URL": self.url,
            "DANGBAN_LOG_LEVEL": "info",
            "PYTHONPATH": str(ROOT),
            **self.environment,
        }
        with (self.folder / f"{name}.log").open("ab") as log:
            return subprocess.Popen(command, env=environment, cwd=ROOT, stdout=log, stderr=log)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait(process: subprocess.Popen[bytes]) -> None:
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
