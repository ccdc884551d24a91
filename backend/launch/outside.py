"""What the supervisor asks of the database before it starts anything: does it answer, is it up to date."""

from __future__ import annotations

import asyncio
import contextlib
import re
import sys
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg
from redis.asyncio import Redis
from redis.exceptions import RedisError

from backend.infra.embedded import LaunchError
from backend.infra.embedded.process import last_words, spawn
from backend.launch.steps import Steps

CONNECT_SECONDS = 10
MIGRATIONS = Path(__file__).parent.parent.parent / "migrations"
_ID = re.compile(r"^ID\s*=\s*[\"']([^\"']+)[\"']", re.MULTILINE)


async def check_database(url: str) -> None:
    """Raises `LaunchError` if the person's own PostgreSQL does not answer."""
    try:
        connection = await asyncpg.connect(url, timeout=CONNECT_SECONDS)
    except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError, ValueError) as error:
        raise LaunchError(
            "launch-database-away", address=_without_password(url), reason=_short(error)
        ) from None
    await connection.close()


async def check_redis(url: str) -> None:
    """Raises `LaunchError` if the person's own Redis does not answer."""
    try:
        ears = Redis.from_url(url, socket_connect_timeout=CONNECT_SECONDS)
        try:
            await ears.ping()
        finally:
            await ears.aclose()
    except (OSError, RedisError, ValueError) as error:
        raise LaunchError("launch-redis-away", address=_without_password(url), reason=_short(error)) from None


async def migrate(environment: dict[str, str], data_dir: Path, steps: Steps) -> None:
    """Brings the database up to date in a process of its own; a look at the table of migrations spares that process."""
    if not await missing_migrations(environment["DATABASE_URL"]):
        return
    async with steps.doing("launch-step-migrate"):
        log = data_dir / "logs" / "migrate.log"
        before = log.stat().st_size if log.exists() else 0
        child = spawn([sys.executable, "-m", "backend.cli", "migrate"], log, environment=environment)
        try:
            while child.poll() is None:
                await asyncio.sleep(0.02)
        finally:
            with contextlib.suppress(ProcessLookupError):
                child.terminate()
        if child.returncode != 0:
            words = last_words(log, before).strip().splitlines() or ["?"]
            raise LaunchError("launch-migrate-failed", reason=words[-1], log=log)


async def missing_migrations(url: str) -> list[str]:
    """The migrations of this program that the database has not seen."""
    connection = await asyncpg.connect(url, timeout=CONNECT_SECONDS)
    try:
        seen = {row["name"] for row in await connection.fetch("SELECT name FROM migration")}
    except asyncpg.UndefinedTableError:
        seen = set()
    finally:
        await connection.close()
    return [name for name in _ours() if name not in seen]


def _ours() -> list[str]:
    files = sorted(MIGRATIONS.glob("*.py"))
    return [found[1] for file in files if (found := _ID.search(file.read_text("utf-8")))]


def _without_password(url: str) -> str:
    parts = urlsplit(url)
    return url.replace(f":{parts.password}@", ":…@") if parts.password else url


def _short(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
