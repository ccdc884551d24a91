"""What an operator asks: is it alive, is it ready, how is it doing."""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

from litestar import Request, Response, get
from prometheus_client import CONTENT_TYPE_LATEST, Gauge, generate_latest

from backend.infra import bus, db, outbox
from backend.infra.refusal import Refusal
from backend.settings import settings

WORKER_SILENT_SECONDS = 30
OUTBOX_LATE_SECONDS = 30
CHECK_SECONDS = 2

SOCKETS = Gauge("dangban_open_sockets", "Open websockets of this process")
OUTBOX_AGE = Gauge("dangban_outbox_age_seconds", "How long the oldest event that is due has waited")


@get(
    "/health/live",
    opt={"public": "says that the process answers, nothing else"},
    tags=["health"],
    sync_to_thread=False,
)
def alive() -> dict[str, str]:
    """200 as long as the event loop turns."""
    return {"status": "live"}


@get(
    "/health/ready",
    opt={"public": "names parts and says ok or not, no figures of the business"},
    tags=["health"],
)
async def ready() -> Response[dict[str, Any]]:
    """200 when everything that a tap needs is there; 503 naming what is not."""
    parts = dict(
        zip(CHECKS, await asyncio.gather(*(_checked(check) for check in CHECKS.values())), strict=True)
    )
    failing = [name for name, verdict in parts.items() if verdict != "ok"]
    body = {"status": "not ready" if failing else "ready", "failing": failing, "parts": parts}
    return Response(body, status_code=503 if failing else 200)


@get(
    "/metrics",
    opt={"public": "guards itself: a bearer token of its own, or a company administrator"},
    include_in_schema=False,
)
async def metrics(request: Request) -> Response[bytes]:
    """Prometheus' text format."""
    viewer, wanted = request.scope.get("user"), settings().metrics_token
    given = request.headers.get("authorization", "").removeprefix("Bearer ").strip()
    if not (viewer and viewer.company_admin) and not (
        wanted and hmac.compare_digest(given.encode(), wanted.encode())
    ):
        raise Refusal("shell-error-forbidden", 403)
    SOCKETS.set(len(bus.hub.listeners))
    OUTBOX_AGE.set(await outbox.oldest_age_seconds())
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)


async def _database() -> str:
    await db.fetchval("SELECT 1")
    return "ok"


async def _redis() -> str:
    await bus.redis().ping()
    return "ok"


async def _worker() -> str:
    seen = await db.fetchval("SELECT max(at) FROM heartbeat WHERE name LIKE 'worker%'")
    if seen is None:
        return "never seen"
    silent = (datetime.now(UTC) - seen).total_seconds()
    return "ok" if silent < WORKER_SILENT_SECONDS else f"silent for {silent:.0f} s"


async def _outbox() -> str:
    age = await outbox.oldest_age_seconds()
    return "ok" if age < OUTBOX_LATE_SECONDS else f"waiting for {age:.0f} s"


CHECKS: dict[str, Callable[[], Awaitable[str]]] = {
    "database": _database,
    "redis": _redis,
    "worker": _worker,
    "outbox": _outbox,
}


async def _checked(check: Callable[[], Awaitable[str]]) -> str:
    """The kind of failure is enough here; its text may hold an address or a password and stays in the log."""
    try:
        return await asyncio.wait_for(check(), CHECK_SECONDS)
    except Exception as error:
        return type(error).__name__
