"""Open log-ins: begun, kept, ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from backend.infra import db, outbox
from backend.people import sessions_live  # noqa: F401  # registers what follows
from backend.people.devices_browser import Browser, browser_hash, device_hash
from backend.people.secrets import new_token, token_hash

LIFETIME = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class OpenSession:
    """What goes back to the browser: two cookies' worth of secrets."""

    token: str
    device_token: str
    session_id: int
    device_id: int


async def begin_session(
    person_id: int,
    at: datetime,
    *,
    device_token: str | None = None,
    user_agent: str = "",
    device_name: str = "",
    replaces: int | None = None,
) -> OpenSession:
    """Opens a session with a fresh token on the device that `device_token` names, or on a new one.

    `replaces` is the session that this browser had before: it ends, so that a token never outlives a log-in.
    """
    token = new_token()
    async with db.transaction():
        if replaces:
            await end_session(replaces, at)
        device_id, device_token = await _device(person_id, device_token, user_agent, device_name, at)
        session_id = await db.fetchval(_SESSION, person_id, device_id, token_hash(token), at, at + LIFETIME)
    return OpenSession(token, device_token, session_id, device_id)


async def begin_on(person_id: int, at: datetime, browser: Browser) -> OpenSession:
    """Opens a session in the browser that a request came from."""
    return await begin_session(
        person_id,
        at,
        device_token=browser.device_token,
        user_agent=browser.user_agent,
        replaces=browser.session_id,
    )


async def end_session(session_id: int, at: datetime) -> None:
    """Logs one browser out; its sockets close. Ending it twice is harmless."""
    async with db.transaction():
        ended = await db.fetchrow(_END_ONE, session_id, at)
        if ended is not None:
            await outbox.record("session.ended", ended["department_id"], session_ids=[session_id])


async def end_sessions(person_id: int, at: datetime, *, but: int | None = None) -> int:
    """Logs a person out everywhere, except where the session is `but`. Returns how many sessions ended."""
    async with db.transaction():
        ended = await db.fetch(_END_ALL, person_id, at, but or 0)
        if ended:
            ids = [row["id"] for row in ended]
            await outbox.record("session.ended", ended[0]["department_id"], session_ids=ids)
    return len(ended)


_SESSION = """
INSERT INTO session (department_id, person_id, device_id, token_hash, created_at, last_seen_at, expires_at)
SELECT department_id, id, $2, $3, $4, $4, $5 FROM person WHERE id = $1 RETURNING id
"""
_END_ONE = "UPDATE session SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL RETURNING department_id"
_END_ALL = """
UPDATE session SET ended_at = $2 WHERE person_id = $1 AND ended_at IS NULL AND id <> $3 RETURNING id, department_id
"""
_SEEN = """
UPDATE device SET last_seen_at = $3, user_agent = $4, browser_hash = $5
WHERE token_hash = $1 AND person_id = $2 AND ended_at IS NULL RETURNING id
"""
_DEVICE = """
INSERT INTO device (department_id, person_id, token_hash, browser_hash, name, user_agent, first_seen_at, last_seen_at)
SELECT department_id, id, $2, $3, $4, $5, $6, $6 FROM person WHERE id = $1 RETURNING id
"""
_USED_UP = "SELECT EXISTS (SELECT 1 FROM device WHERE token_hash = $1)"


async def _device(
    person_id: int, token: str | None, user_agent: str, name: str, at: datetime
) -> tuple[int, str]:
    """The browser keeps its cookie whoever logs in with it; a device that was ended gets another one."""
    agent = user_agent[:400]
    if token is not None:
        hashed = device_hash(token, person_id)
        known = await db.fetchval(_SEEN, hashed, person_id, at, agent, browser_hash(token))
        if known is not None:
            return known, token
        if await db.fetchval(_USED_UP, hashed):
            token = None
    token = token or new_token()
    hashed = device_hash(token, person_id)
    return await db.fetchval(_DEVICE, person_id, hashed, browser_hash(token), name, agent, at), token
