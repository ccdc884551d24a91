"""Where arq finds its Redis. Jobs are enqueued by name; the worker process is never imported here."""

from __future__ import annotations

from typing import Any

from arq.connections import ArqRedis, RedisSettings

from backend.infra import bus
from backend.settings import settings


def redis_settings() -> RedisSettings:
    """Quick to give up: the supervisor starts a worker again that lost its Redis."""
    found = RedisSettings.from_dsn(settings().redis_url)
    found.conn_timeout, found.conn_retries = 2, 1
    return found


async def enqueue(job: str, *ids: Any) -> None:
    """Has a worker run `job` at once. For effects and for after a commit: a job may run before a transaction ends.

    Raises what redis raises when it is away; an effect is then tried again by its relay.
    """
    queue = ArqRedis(bus.redis().connection_pool, default_queue_name=settings().queue_name)
    await queue.enqueue_job(job, *ids)
