"""The real PostgreSQL and Redis of the tests: the user's own by URL, else embedded ones that end with the run."""

from __future__ import annotations

import asyncio
import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import asyncpg

from backend.infra.embedded import postgres, redis


@dataclass
class Servers:
    """Where they are; `postgres_url` names the maintenance database."""

    postgres_url: str
    redis_url: str
    started: list[object]
    folder: Path

    async def stop(self) -> None:
        for server in reversed(self.started):
            await server.stop()  # type: ignore[attr-defined]
        shutil.rmtree(self.folder, ignore_errors=True)


async def start_servers() -> Servers:
    folder = Path(tempfile.mkdtemp(prefix="dangban-test-"))
    folder.chmod(0o711)  # root lends the servers an account of its own, which must get through
    started: list[object] = []
    postgres_url, redis_url = (
        os.environ.get("DANGBAN_TEST_DATABASE_URL"),
        os.environ.get("DANGBAN_TEST_REDIS_URL"),
    )
    if not postgres_url:
        running = await postgres.start(folder)
        started.append(running)
        postgres_url = running.url
    if not redis_url:
        ears = await redis.start(folder)
        started.append(ears)
        redis_url = ears.url
    return Servers(postgres_url, redis_url, started, folder)


def database_url(server_url: str, name: str) -> str:
    parts = urlsplit(server_url)
    return urlunsplit(parts._replace(path="/" + name))


async def clone_database(server_url: str, template: str, name: str) -> str:
    """A copy of the migrated template: milliseconds instead of migrations."""
    await _maintain(server_url, f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    return database_url(server_url, name)


async def create_database(server_url: str, name: str) -> str:
    await _maintain(server_url, f'CREATE DATABASE "{name}"')
    return database_url(server_url, name)


async def drop_database(server_url: str, name: str) -> None:
    await _maintain(server_url, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


async def _maintain(server_url: str, statement: str) -> None:
    for attempt in range(20):  # a template in use by the worker next door is free again in a moment
        connection = await asyncpg.connect(server_url)
        try:
            await connection.execute(statement)
            return
        except asyncpg.ObjectInUseError:
            if attempt == 19:
                raise
            await asyncio.sleep(0.1)
        finally:
            await connection.close()
