"""One PostgreSQL and one Redis for the whole run; one database of its own for each test process."""

from __future__ import annotations

import asyncio
import os
import tempfile
from collections.abc import AsyncIterator
from typing import Any

import pytest

os.environ.setdefault("DANGBAN_DATA_DIR", tempfile.mkdtemp(prefix="dangban-test-data-"))
os.environ.setdefault("DANGBAN_SECRET", "a secret of the tests, thirty-two bytes or more")
os.environ.setdefault("DANGBAN_LOG_LEVEL", "warning")
os.environ.setdefault("PICCOLO_CONF", "backend.piccolo_conf")

TEMPLATE = "dangban_template"
_servers: Any = None

pytest_plugins = ["tests.support.fixtures"]


def pytest_configure(config: pytest.Config) -> None:
    """The first process starts the servers and migrates the template; its helpers inherit the addresses."""
    global _servers
    if hasattr(config, "workerinput") or config.option.collectonly:
        return
    from tests.support.servers import start_servers

    _servers = asyncio.run(start_servers())
    os.environ["DANGBAN_TEST_DATABASE_URL"] = _servers.postgres_url
    os.environ["DANGBAN_TEST_REDIS_URL"] = os.environ["REDIS_URL"] = _servers.redis_url
    asyncio.run(_make_template())


def pytest_unconfigure(config: pytest.Config) -> None:
    if _servers is not None:
        asyncio.run(_servers.stop())


async def _make_template() -> None:
    from backend.infra import db, migrations
    from tests.support.servers import create_database, drop_database

    server = os.environ["DANGBAN_TEST_DATABASE_URL"]
    await drop_database(server, TEMPLATE)
    url = await create_database(server, TEMPLATE)
    os.environ["DATABASE_URL"] = url
    db.point_at(url)
    await migrations.migrate()


@pytest.fixture(scope="session")
async def database() -> AsyncIterator[str]:
    """This process's own copy of the migrated database, with the pool open on it."""
    from backend.infra import bus, db
    from backend.settings import settings
    from tests.support.servers import clone_database, drop_database

    name = f"dangban_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_{os.getpid()}"
    server = os.environ["DANGBAN_TEST_DATABASE_URL"]
    os.environ["DATABASE_URL"] = await clone_database(server, TEMPLATE, name)
    os.environ["DANGBAN_BUS_CHANNEL"], os.environ["DANGBAN_QUEUE"] = f"{name}:live", f"{name}:queue"
    settings.cache_clear()
    db.point_at(os.environ["DATABASE_URL"])
    await db.open_pool()
    yield os.environ["DATABASE_URL"]
    await bus.close()
    await db.close_pool()
    await drop_database(server, name)
