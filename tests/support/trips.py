"""Counting the statements that one request sends to the database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import asyncpg


@contextmanager
def round_trips() -> Iterator[list[str]]:
    """Every statement that any connection sends meanwhile, however it is sent.

    The wake of the relay is left out: it goes by itself when the answer is already under way.
    """
    sent: list[str] = []
    kept = {
        name: getattr(asyncpg.Connection, name)
        for name in ("execute", "fetch", "fetchrow", "fetchval", "executemany")
    }

    def counted(verb: Any) -> Any:
        async def run(self: Any, sql: str, *args: Any, **options: Any) -> Any:
            if "pg_notify" not in sql:
                sent.append(sql)
            return await verb(self, sql, *args, **options)

        return run

    for name, verb in kept.items():
        setattr(asyncpg.Connection, name, counted(verb))
    try:
        yield sent
    finally:
        for name, verb in kept.items():
            setattr(asyncpg.Connection, name, verb)
