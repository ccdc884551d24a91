"""Whose phone has said something lately, known to every process: a request, or a websocket that is open.

A request only puts a mark into this process's memory; every few seconds all marks and all open sockets of a process are
written together. An open socket is a sign of life: the server pings it, and one that does not answer is closed.

Nobody counts as silent for a time in which nobody could be heard: after a restart, or while the database was away, it
is counted anew from the moment at which some web process listened again.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import structlog

from backend.infra import bus, db

EVERY_SECONDS = 8.0
GAP = timedelta(seconds=30)
"""So long without a word from any web process, and nobody was listening."""

log = structlog.get_logger("presence")


def heard(department_id: int, person_id: int, at: datetime) -> None:
    """Marks somebody who has asked for something."""
    if department_id:
        _marks[department_id, person_id] = at


async def write_heard(at: datetime) -> int:
    """Writes who was heard since the last time, and that somebody listens; returns how many people were heard."""
    global _marks
    marks, _marks = _marks, {}
    for socket in tuple(bus.hub.listeners):
        if socket.department_id:
            marks[socket.department_id, socket.person_id] = at
    await db.execute(_LISTENED, at, at - GAP)
    if marks:
        departments, people = zip(*marks, strict=True)
        await db.execute(_HEARD, departments, people, list(marks.values()))
    return len(marks)


async def calls_somebody(department_id: int, person_id: int, at: datetime, until: datetime) -> None:
    """Somebody dials: a phone at the ear says nothing to us, and is not silent before `until`."""
    await db.execute(_CALLS, department_id, person_id, at, until)


async def hangs_up(department_id: int, person_id: int, until: datetime) -> None:
    """A talk that was to last `until` at most is over: from now on the phone counts as silent when it is. Who has
    dialled again meanwhile goes on talking."""
    await db.execute(_HANGS_UP, department_id, person_id, until)


async def heard_since(department_id: int, person_ids: Iterable[int], since: datetime) -> frozenset[int]:
    """Who of these was heard after `since`, or is on the phone with somebody."""
    rows = await db.fetch(_SINCE, department_id, list(person_ids), since)
    return frozenset(row["person_id"] for row in rows)


async def listened_throughout(since: datetime, at: datetime) -> bool:
    """Whether some web process has listened from `since` to `at`, so that a silence is one."""
    return bool(await db.fetchval(_THROUGHOUT, since, at - GAP))


async def keep_hearing(stopping: asyncio.Event) -> None:
    """Writes until `stopping` is set; a database that is away is tried again."""
    while not stopping.is_set():
        try:
            await write_heard(datetime.now(UTC))
        except Exception as error:
            log.warning("presence_not_written", error=repr(error))
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stopping.wait(), EVERY_SECONDS)


_marks: dict[tuple[int, int], datetime] = {}
db.of_one_database(_marks.clear)

_LISTENED = """
INSERT INTO presence_watch (id, since, until) VALUES (1, $1, $1)
ON CONFLICT (id) DO UPDATE SET until = greatest(presence_watch.until, $1),
    since = CASE WHEN presence_watch.until < $2 THEN $1 ELSE presence_watch.since END
"""
# In one order everywhere, so that two processes never wait for each other; who is gone altogether is left out.
_HEARD = """
INSERT INTO presence (department_id, person_id, heard_at)
SELECT seen.department_id, seen.person_id, seen.at
FROM unnest($1::bigint[], $2::bigint[], $3::timestamptz[]) AS seen (department_id, person_id, at)
JOIN person ON person.id = seen.person_id
ORDER BY 1, 2
ON CONFLICT (department_id, person_id) DO UPDATE SET heard_at = greatest(presence.heard_at, excluded.heard_at)
"""
_CALLS = """
INSERT INTO presence (department_id, person_id, heard_at, calls_until) VALUES ($1, $2, $3, $4)
ON CONFLICT (department_id, person_id) DO UPDATE SET heard_at = greatest(presence.heard_at, $3), calls_until = $4
"""
_HANGS_UP = """
UPDATE presence SET calls_until = NULL WHERE department_id = $1 AND person_id = $2 AND calls_until <= $3
"""
_SINCE = """
SELECT person_id FROM presence WHERE department_id = $1 AND person_id = ANY($2::bigint[])
  AND greatest(heard_at, calls_until) > $3
"""
_THROUGHOUT = "SELECT EXISTS (SELECT FROM presence_watch WHERE since <= $1 AND until >= $2)"
