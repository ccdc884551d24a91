"""What the doctor looks at, one finding each: first the house, then the servers, then the way to it."""

from __future__ import annotations

import os
import shutil
import ssl
import stat
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any, Literal

import asyncpg
from redis.asyncio import Redis
from redis.exceptions import RedisError

from backend.infra.embedded import LaunchError, postgres, redis
from backend.infra.push import vapid
from backend.launch import built
from backend.launch.lock import is_running, read_notes
from backend.launch.outside import missing_migrations
from backend.launch.port import listen
from backend.settings import Settings, settings

ROOT = Path(__file__).parent.parent.parent
OLDEST_POSTGRES = 15
LITTLE_MB, NEEDED_MB = 1000, 200
CLOCK_SECONDS = 30
WORKER_SILENT_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Finding:
    """`message_id` says what was seen, `remedy` (a message id too) what to do about it; both know `args`."""

    verdict: Literal["ok", "warn", "fail"]
    message_id: str
    remedy: str = ""
    args: dict[str, Any] = field(default_factory=dict)


async def examine() -> list[Finding]:
    """Everything, in the order of a person's questions. Changes nothing, starts nothing."""
    now = settings()
    found = [*_program(), *_front_end(), *_data_folder(now), *_port(now)]
    found += [finding async for finding in _database(now)]
    found += [finding async for finding in _redis(now)]
    return [*found, *_address(now), *_push()]


def _program() -> Iterator[Finding]:
    version = ".".join(str(part) for part in sys.version_info[:3])
    good = sys.version_info >= (3, 11)
    yield Finding("ok" if good else "fail", "doctor-python", "doctor-python-remedy", {"version": version})
    state = built.libraries(ROOT)
    if state is not None:
        verdict: Any = "ok" if state else "warn"
        yield Finding(verdict, f"doctor-libraries-{verdict}", "doctor-libraries-remedy")


def _front_end() -> Iterator[Finding]:
    version = _node_version()
    if version:
        yield Finding("ok", "doctor-node", args={"version": version})
    else:
        yield Finding("warn", "doctor-node-missing", "doctor-node-remedy")
    if not (ROOT / "frontend" / "dist" / "assets.json").exists():
        yield Finding("fail", "doctor-dist-missing", "doctor-dist-remedy")
    elif built.front_end(ROOT) is False:
        yield Finding("warn", "doctor-dist-old", "doctor-dist-remedy")
    else:
        yield Finding("ok", "doctor-dist-ok")


def _node_version() -> str:
    node = shutil.which("node") or str(Path(sys.prefix) / "bin" / "node")
    try:
        said = subprocess.run([node, "--version"], capture_output=True, text=True, timeout=10, check=False)
        return said.stdout.strip()
    except (OSError, subprocess.TimeoutExpired):
        return ""


def _data_folder(now: Settings) -> Iterator[Finding]:
    folder = now.data_dir.expanduser().absolute()
    if not folder.is_dir():
        yield Finding("warn", "doctor-data-none", "doctor-data-none-remedy", {"folder": str(folder)})
        return
    writable = os.access(folder, os.W_OK | os.X_OK)
    yield Finding("ok" if writable else "fail", "doctor-data", "doctor-data-remedy", {"folder": str(folder)})
    free = shutil.disk_usage(folder).free // 1_000_000
    verdict: Any = "ok" if free >= LITTLE_MB else "warn" if free >= NEEDED_MB else "fail"
    yield Finding(verdict, "doctor-space", "doctor-space-remedy", {"free": free, "folder": str(folder)})
    for name in ("secret", "vapid.pem", "postgres.password", "redis.password"):
        path = folder / name
        if path.exists() and stat.S_IMODE(path.stat().st_mode) & 0o077:
            yield Finding("fail", "doctor-secret-open", "doctor-secret-remedy", {"path": str(path)})
        elif path.exists():
            yield Finding("ok", "doctor-secret", args={"path": str(path)})


def _port(now: Settings) -> Iterator[Finding]:
    folder = now.data_dir.expanduser().absolute()
    if folder.is_dir() and is_running(folder):
        yield Finding("ok", "doctor-running", args={"address": read_notes(folder).get("address", "?")})
        return
    try:
        listen(now.host, now.port).close()
        yield Finding("ok", "doctor-port", args={"port": str(now.port)})
    except LaunchError as error:
        yield Finding("fail", error.message_id, args=error.args_)


async def _database(now: Settings) -> AsyncIterator[Finding]:
    url = now.database_url or postgres.find(now.data_dir)
    if url is None:
        yield Finding("warn", "doctor-database-off", "doctor-off-remedy")
        return
    try:
        connection = await asyncpg.connect(url, timeout=5)
    except Exception as error:
        yield Finding("fail", "doctor-database-away", "doctor-database-remedy", {"reason": str(error)})
        return
    try:
        version = connection.get_server_version()
        verdict: Any = "ok" if version.major >= OLDEST_POSTGRES else "fail"
        facts = {"version": f"{version.major}.{version.minor}", "oldest": str(OLDEST_POSTGRES)}
        yield Finding(verdict, "doctor-database", "doctor-database-old-remedy", facts)
        missing = await missing_migrations(url)
        verdict = "fail" if missing else "ok"
        yield Finding(
            verdict, f"doctor-migrations-{verdict}", "doctor-migrations-remedy", {"count": len(missing)}
        )
        if not missing:
            yield _worker(
                await connection.fetchval("SELECT max(at) FROM heartbeat WHERE name LIKE 'worker%'")
            )
            drift = abs((await connection.fetchval("SELECT now()") - datetime.now(UTC)).total_seconds())
            verdict = "ok" if drift < 2 else "warn"
            yield Finding(verdict, "doctor-clock", "doctor-clock-remedy", {"seconds": f"{drift:.1f}"})
            for row in await connection.fetch(HOTLINES):
                yield hotline_finding(row)
    finally:
        await connection.close()


HOTLINES = """
SELECT line.id, department.name, line.number, standing.version, standing.trouble, standing.reported,
    standing.failing_since, standing.drifting_since,
    (SELECT max(version) FROM hotline_plan WHERE line_id = line.id) AS newest
FROM hotline_line AS line JOIN department ON department.id = line.department_id AND department.archived_at IS NULL
LEFT JOIN hotline_standing AS standing ON standing.line_id = line.id
WHERE line.enabled AND (department.rules -> 'hotline' ->> 'enabled')::boolean ORDER BY line.id
"""


def hotline_finding(row: Any) -> Finding:
    """R-HOT-3, R-HOT-5: whether the telephone side has the newest plan and says so."""
    facts = {"name": row["name"], "number": row["number"], "version": row["version"] or 0}
    if row["failing_since"] is not None:
        since = f"{row['failing_since']:%Y-%m-%d %H:%M} UTC"
        reason = {**facts, "since": since, "reason": row["trouble"]}
        return Finding("fail", "doctor-hotline-away", "doctor-hotline-away-remedy", reason)
    if row["drifting_since"] is not None:
        return Finding(
            "fail", "doctor-hotline-drift", "doctor-hotline-drift-remedy", {**facts, "found": row["reported"]}
        )
    if row["version"] is None or row["version"] != row["newest"]:
        return Finding("warn", "doctor-hotline-behind", "doctor-hotline-behind-remedy", facts)
    return Finding("ok", "doctor-hotline", args=facts)


def _worker(seen: datetime | None) -> Finding:
    if seen is None:
        return Finding("warn", "doctor-worker-never", "doctor-off-remedy")
    silent = (datetime.now(UTC) - seen).total_seconds()
    verdict: Any = "ok" if silent < WORKER_SILENT_SECONDS else "fail"
    return Finding(verdict, "doctor-worker", "doctor-worker-remedy", {"seconds": f"{silent:.0f}"})


async def _redis(now: Settings) -> AsyncIterator[Finding]:
    url = now.redis_url or await redis.find(now.data_dir)
    if url is None:
        yield Finding("warn", "doctor-redis-off", "doctor-off-remedy")
        return
    ears: Any = Redis.from_url(url, socket_connect_timeout=5)
    try:
        facts = await ears.info("server")
        yield Finding("ok", "doctor-redis", args={"version": facts["redis_version"]})
    except (RedisError, OSError) as error:
        yield Finding("fail", "doctor-redis-away", "doctor-redis-remedy", {"reason": str(error)})
    finally:
        await ears.aclose()


def _address(now: Settings) -> Iterator[Finding]:
    """A phone installs the app, scans and gets pushes over HTTPS only."""
    url = now.public_url
    if not url:
        yield Finding("warn", "doctor-public-none", "doctor-public-none-remedy")
        return
    if not url.startswith("https://"):
        yield Finding("warn", "doctor-public-plain", "doctor-public-plain-remedy", {"address": url})
        return
    try:
        with urllib.request.urlopen(f"{url.rstrip('/')}/health/live", timeout=8) as answer:  # noqa: S310
            date = answer.headers.get("date")
    except (OSError, ssl.SSLError, urllib.error.URLError, ValueError) as error:
        facts = {"address": url, "reason": str(getattr(error, "reason", error))}
        yield Finding("fail", "doctor-public-away", "doctor-public-away-remedy", facts)
        return
    yield Finding("ok", "doctor-public", args={"address": url})
    if date:
        drift = abs((parsedate_to_datetime(date) - datetime.now(UTC)).total_seconds())
        if drift > CLOCK_SECONDS:
            yield Finding("warn", "doctor-clock", "doctor-clock-remedy", {"seconds": f"{drift:.0f}"})


def _push() -> Iterator[Finding]:
    """The key that phones subscribe to, where one is given, and whom push services may write to."""
    if settings().vapid_private_key:
        try:
            vapid.key()
        except ValueError:
            yield Finding("fail", "doctor-push-key", "doctor-push-key-remedy")
            return
    if settings().public_url.startswith("https://"):  # elsewhere no phone can subscribe
        subject = vapid.subject()
        verdict: Any = "warn" if subject.endswith(".example") else "ok"
        yield Finding(verdict, f"doctor-push-{verdict}", "doctor-push-remedy", {"subject": subject})
