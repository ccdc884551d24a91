"""Where arq finds its Redis. Jobs are enqueued by name; the worker process is never imported here."""

from __future__ import annotations

from arq.connections import RedisSettings

from backend.settings import settings


def redis_settings() -> RedisSettings:
    """Quick to give up: the supervisor starts a worker again that lost its Redis."""
    found = RedisSettings.from_dsn(settings().redis_url)
    found.conn_timeout, found.conn_retries = 2, 1
    return found
