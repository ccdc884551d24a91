"""When a session, its device or an API token was last seen, written beside the requests and in batches.

A request only puts a mark into this process's memory. So the question who asks stays one round trip, and a busy phone
costs one write in five minutes. What a killed process forgets is at most five minutes of a date.
"""

from __future__ import annotations

import asyncio
from collections.abc import Hashable
from datetime import datetime, timedelta
from typing import Generic, TypeVar

import structlog

from backend.infra import db

EVERY = timedelta(minutes=5)
GATHER_SECONDS = 2.0

Key = TypeVar("Key", bound=Hashable)

log = structlog.get_logger("sessions")


def saw_session(session_id: int, at: datetime) -> None:
    """Marks a session, and with it its device; it lasts for another 30 days from now on."""
    _mark(_sessions, session_id, at)


def saw_token(hashed: bytes, at: datetime) -> None:
    """Marks an API token, by its hash."""
    _mark(_tokens, hashed, at)


async def write_seen() -> int:
    """Writes the marks that wait; returns how many sessions and tokens were marked."""
    sessions, tokens = _take(_sessions), _take(_tokens)
    if sessions:
        await db.execute(_SESSIONS, list(sessions), list(sessions.values()))
    if tokens:
        await db.execute(_TOKENS, list(tokens), list(tokens.values()))
    return len(sessions) + len(tokens)


class _Marks(Generic[Key]):
    """What was seen, and which of it is not written yet."""

    def __init__(self) -> None:
        self.last: dict[Key, datetime] = {}
        self.waiting: dict[Key, datetime] = {}


_sessions: _Marks[int] = _Marks()
_tokens: _Marks[bytes] = _Marks()
_writing: asyncio.Task[None] | None = None

_SESSIONS = """
WITH seen AS (SELECT * FROM unnest($1::bigint[], $2::timestamptz[]) AS seen (id, at)),
kept AS (
    UPDATE session SET last_seen_at = seen.at, expires_at = seen.at + interval '30 days'
    FROM seen WHERE session.id = seen.id AND session.last_seen_at < seen.at RETURNING session.device_id, seen.at
)
UPDATE device SET last_seen_at = kept.at FROM kept WHERE device.id = kept.device_id AND device.last_seen_at < kept.at
"""
_TOKENS = """
UPDATE api_token SET last_used_at = seen.at
FROM unnest($1::bytea[], $2::timestamptz[]) AS seen (token_hash, at) WHERE api_token.token_hash = seen.token_hash
"""


def _mark(marks: _Marks[Key], key: Key, at: datetime) -> None:
    global _writing
    last = marks.last.get(key)
    if last is not None and at - last < EVERY:
        return
    marks.last[key] = marks.waiting[key] = at
    if _writing is None or _writing.done():
        _writing = asyncio.get_running_loop().create_task(_write_soon())


def _take(marks: _Marks[Key]) -> dict[Key, datetime]:
    taken, marks.waiting = marks.waiting, {}
    if taken:
        oldest = max(taken.values()) - EVERY
        marks.last = {key: at for key, at in marks.last.items() if at > oldest}
    return taken


async def _write_soon() -> None:
    await asyncio.sleep(GATHER_SECONDS)
    try:
        await write_seen()
    except Exception as error:  # a date that is five minutes old harms nobody
        log.warning("seen_not_written", error=repr(error))
