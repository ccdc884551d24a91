"""Hands work to arq by name; the worker process is never imported here."""

from __future__ import annotations

from typing import Any

from arq import create_pool
from arq.connections import ArqRedis, RedisSettings

from backend.settings import settings


async def enqueue(job: str, *ids: Any, key: str | None = None) -> None:
    """Asks the worker to run `job` with ids; the same `key` waits in the queue once only."""
    await (await pool()).enqueue_job(job, *ids, _job_id=key, _queue_name=settings().queue_name)


async def pool() -> ArqRedis:
    global _pool
    if _pool is None:
        _pool = await create_pool(redis_settings(), default_queue_name=settings().queue_name)
    return _pool


def redis_settings() -> RedisSettings:
    """Quick to give up: an outbox event that cannot be handed over now is handed over at the next sweep."""
    found = RedisSettings.from_dsn(settings().redis_url)
    found.conn_timeout, found.conn_retries = 2, 1
    return found


async def close() -> None:
    global _pool
    if _pool is not None:
        await _pool.aclose()
        _pool = None


_pool: ArqRedis | None = None
