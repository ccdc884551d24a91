"""What a bench plays on: servers of its own, databases small and large, people with shifts and sessions, processes."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import asyncpg

from backend.company.actions import create_department
from backend.infra import db, migrations
from backend.infra.embedded import postgres, redis
from backend.people.hiring import hire
from backend.people.secrets import csrf_token
from backend.people.sessions import begin_session
from backend.people.viewer import Program
from backend.settings import settings
from backend.web.authentication import DEVICE_COOKIE, SESSION_COOKIE

ROOT = Path(__file__).parent.parent.parent
PRESET = "three-shift"
FLAGS = ("--loop", "uvloop", "--http", "httptools", "--ws", "websockets-sansio", "--no-access-log")
LOG_LEVEL = "warning"


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody with a phone: who they are and the headers that their phone sends."""

    person_id: int
    headers: dict[str, str]


@dataclass(frozen=True, slots=True)
class Stage:
    """The servers, and the folder that everything lives in."""

    folder: Path
    postgres_url: str
    redis_url: str
    extra: dict[str, str] = field(default_factory=dict)
    """Further settings of its processes."""

    def database(self, name: str) -> str:
        return urlunsplit(urlsplit(self.postgres_url)._replace(path=f"/{name}"))

    def environment(self, database: str) -> dict[str, str]:
        return {
            **os.environ,
            "DATABASE_URL": self.database(database),
            "REDIS_URL": self.redis_url,
            "DANGBAN_BUS_CHANNEL": f"bench:{database}",
            "DANGBAN_QUEUE": f"bench:{database}",
            "DANGBAN_DATA_DIR": str(self.folder),
            "DANGBAN_SECRET": settings().secret_bytes.decode(),
            "DANGBAN_LOG_LEVEL": LOG_LEVEL,
            "PYTHONPATH": str(ROOT),
            **self.extra,
        }


@asynccontextmanager
async def a_stage(folder: Path) -> AsyncIterator[Stage]:
    """Embedded servers in `folder`, stopped at the end whatever happens."""
    database, cache = await postgres.start(folder), await redis.start(folder)
    try:
        yield Stage(folder, database.url, cache.url)
    finally:
        await db.close_pool()
        await cache.stop()
        await database.stop()


async def make_database(stage: Stage, name: str, connections: int, departments: int) -> list[list[Caller]]:
    """A migrated database with `departments` of as many people as there are connections, all on shift for hours.

    Returns for each connection the people who take turns on it, one of each department: so many that nobody taps more
    often in a day than a busy person might.
    """
    await new_database(stage, name)
    now = datetime.now(UTC)
    ids = [await create_department(f"测速{number}部", PRESET, now) for number in range(departments)]
    return [[await _caller(department_id, turn, now) for department_id in ids] for turn in range(connections)]


async def new_database(stage: Stage, name: str) -> None:
    """A migrated database without anybody in it; this process points at it from now on."""
    await _maintain(stage, f'CREATE DATABASE "{name}"')
    await use(stage, name)
    await migrations.migrate()


async def copy_database(stage: Stage, source: str, name: str) -> None:
    await db.close_pool()
    await _maintain(stage, f'CREATE DATABASE "{name}" TEMPLATE "{source}"')


async def use(stage: Stage, name: str) -> None:
    """Points this process at a database of the stage."""
    await db.close_pool()
    db.point_at(stage.database(name))
    await db.open_pool(5)


async def old_punches(count: int) -> None:
    """Adds punches of past days, spread evenly over everybody, in and out in turns."""
    await db.execute("SET synchronous_commit = off")
    await db.execute(_OLD_PUNCHES, count)
    await db.execute("ANALYZE punch")


@asynccontextmanager
async def a_web_process(
    stage: Stage, database: str, app: str, port: int
) -> AsyncIterator[subprocess.Popen[bytes]]:
    """One uvicorn process, the flags of production, until the block ends."""
    command = [sys.executable, "-m", "uvicorn", app, "--host", "127.0.0.1", "--port", str(port), *FLAGS]
    async with running(stage, database, command) as process:
        await _answers(port, process)
        yield process


@asynccontextmanager
async def a_worker(stage: Stage, database: str) -> AsyncIterator[subprocess.Popen[bytes]]:
    async with running(
        stage, database, [sys.executable, "-m", "arq", "workers.main.WorkerSettings"]
    ) as process:
        yield process


_OLD_PUNCHES = """
INSERT INTO punch (department_id, person_id, sequence, kind, at, day, recorded_at, request_key)
SELECT person.department_id, person.id, turn, CASE WHEN turn % 2 = 1 THEN 'in' ELSE 'out' END, moment,
    (moment AT TIME ZONE 'Asia/Shanghai')::date, moment, gen_random_uuid()
FROM person
CROSS JOIN LATERAL generate_series(1, ($1::bigint / (SELECT count(*) FROM person))::int) AS turn
CROSS JOIN LATERAL (
    SELECT now() - interval '2 days' - (turn * interval '11 minutes') AS moment
) AS old
"""


async def _caller(department_id: int, number: int, now: datetime) -> Caller:
    person_id = await hire(Program(department_id), f"同事{number}", f"bench{number}-{department_id}", now)
    await db.execute(
        "INSERT INTO shift (department_id, person_id, day, segments, in_draft, in_force) "
        "VALUES ($1, $2, $3, tstzmultirange(tstzrange($4, $5)), true, true)",
        department_id, person_id, (now + timedelta(hours=8)).date(), now - timedelta(hours=1), now + timedelta(hours=8),
    )  # fmt: skip
    session = await begin_session(person_id, now)
    cookies = f"{SESSION_COOKIE}={session.token}; {DEVICE_COOKIE}={session.device_token}"
    return Caller(person_id, {"cookie": cookies, "x-csrf-token": csrf_token(session.token)})


async def _maintain(stage: Stage, statement: str) -> None:
    connection = await asyncpg.connect(stage.postgres_url)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


@asynccontextmanager
async def running(stage: Stage, database: str, command: list[str]) -> AsyncIterator[subprocess.Popen[bytes]]:
    """One process of the stage, until the block ends; what it says is in bench.log."""
    with (stage.folder / "bench.log").open("ab") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=stage.environment(database), stdout=log, stderr=log)
    try:
        yield process
    finally:
        process.terminate()
        try:
            await asyncio.to_thread(process.wait, 10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


async def _answers(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until and process.poll() is None:
        try:
            await asyncio.to_thread(urllib.request.urlopen, f"http://127.0.0.1:{port}/health/live", timeout=1)
            return
        except urllib.error.HTTPError:  # the bare application knows no such address: it answers all the same
            return
        except OSError:
            await asyncio.sleep(0.05)
    raise RuntimeError("the web process of the bench did not start: see bench.log")
