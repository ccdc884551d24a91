"""The database for a command: the person's own, the one that `dangban up` runs, or one just for this moment."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from backend.infra.embedded import LaunchError, places, postgres, redis
from backend.launch.lock import DataFolderLock
from backend.launch.outside import check_database, check_redis, missing_migrations
from backend.settings import settings


@asynccontextmanager
async def open_database() -> AsyncIterator[None]:
    """An open pool on an up-to-date database. What was started for it is stopped at the end."""
    from backend.infra import bus, db, migrations
    from backend.web.logs import configure_logs

    configure_logs()  # to stderr: what a command prints may be read by a program
    async with AsyncExitStack() as ending:
        await _find_or_start(ending)
        db.point_at(settings().database_url)
        ending.push_async_callback(db.close_pool)
        ending.push_async_callback(bus.close)
        await db.open_pool(4)
        if await missing_migrations(settings().database_url):
            await migrations.migrate()
        yield


async def use_the_running_servers() -> None:
    """For one process by itself: fills in the servers of this data folder where the environment names none."""
    if not settings().database_url:
        found = postgres.find(settings().data_dir)
        if found is None:
            raise LaunchError("launch-no-database")
        os.environ["DATABASE_URL"] = found
    if not settings().redis_url:
        heard = await redis.find(settings().data_dir)
        if heard is None:
            raise LaunchError("launch-no-redis")
        os.environ["REDIS_URL"] = heard
    settings.cache_clear()


async def servers_answer() -> None:
    """Raises `LaunchError`, one line, where PostgreSQL or Redis is away."""
    await check_database(settings().database_url)
    await check_redis(settings().redis_url)


async def _find_or_start(ending: AsyncExitStack) -> None:
    if settings().database_url:
        await check_database(settings().database_url)
        return
    data_dir = places.data_folder(settings().data_dir)
    found = postgres.find(data_dir)
    if found is None:
        ending.enter_context(DataFolderLock(data_dir))
        server = await postgres.start(data_dir)
        ending.push_async_callback(server.stop)
        found = server.url
    os.environ["DATABASE_URL"] = found
    if not settings().redis_url and (heard := await redis.find(data_dir)) is not None:
        os.environ["REDIS_URL"] = heard
    settings.cache_clear()
