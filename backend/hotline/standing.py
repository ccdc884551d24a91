"""How the telephone side of a line stands, as the controller last saw it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import asyncpg

from backend.hotline.queries import Line
from backend.infra import db

LOCK = 0x686F746C  # any number, the same in every process
LONGEST_PAUSE = 30.0


@dataclass(frozen=True, slots=True)
class Standing:
    """`version` is the plan that was handed over; `target` where calls went at the last switch that was written down.

    `failing_since`: it cannot be reached; calls follow the plan it has (R-HOT-5). `drifting_since`: it says something
    else than it should.
    """

    planned_at: datetime | None = None
    version: int = 0
    handed_at: datetime | None = None
    target: dict[str, Any] | None = None
    told_until: datetime | None = None
    next_at: datetime | None = None
    looked_at: datetime | None = None
    reported: str = ""
    drifting_since: datetime | None = None
    failing_since: datetime | None = None
    failures: int = 0
    retry_at: datetime | None = None
    trouble: str = ""

    def rests(self, at: datetime) -> bool:
        """Whether the telephone side is left alone until `retry_at`."""
        return self.retry_at is not None and at < self.retry_at


async def standing_of(line_id: int) -> Standing:
    """All zero before the controller has been there."""
    row = await db.fetchrow(_READ, line_id)
    return Standing(**row) if row else Standing()


async def keep(line: Line, **changed: Any) -> None:
    """Writes down what has changed about it."""
    names = list(changed)
    columns = ", ".join(["department_id", "line_id", *names])
    marks = ", ".join(f"${number}" for number in range(1, len(names) + 3))
    sets = ", ".join(f"{name} = excluded.{name}" for name in names)
    await db.execute(
        f"INSERT INTO hotline_standing ({columns}) VALUES ({marks}) ON CONFLICT (line_id) DO UPDATE SET {sets}",
        line.department_id,
        line.id,
        *changed.values(),
    )


def pause(failures: int, asked: float | None = None) -> float:
    """Seconds until the next try: twice as long each time, and as long as the other side asks for."""
    return max(min(LONGEST_PAUSE, 2.0 ** min(failures, 10)), asked or 0.0)


@asynccontextmanager
async def alone_with(line_id: int) -> AsyncIterator[bool]:
    """Whether this process is the only one that speaks to the telephone side of a line, and holds it so meanwhile.

    The lock belongs to a connection of its own, outside of the pool: many lines at once never wait for each other's
    connections, no transaction stays open for it, and it ends with the process.
    """
    connection = await asyncpg.connect(dsn=db.engine().config["dsn"], timeout=5)
    try:
        yield await connection.fetchval("SELECT pg_try_advisory_lock($1, $2)", LOCK, line_id % 2**31)
    finally:
        await connection.close(timeout=5)


_READ = """
SELECT planned_at, version, handed_at, target, told_until, next_at, looked_at, reported, drifting_since, failing_since,
    failures, retry_at, trouble
FROM hotline_standing WHERE line_id = $1
"""
