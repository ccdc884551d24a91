"""Open log-ins: begun, kept, ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from backend.infra import db
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
) -> OpenSession:
    """Opens a session with a fresh token on the device that `device_token` names, or on a new one."""
    token = new_token()
    async with db.transaction():
        device_id, device_token = await _device(person_id, device_token, user_agent, device_name, at)
        session_id = await db.fetchval(_SESSION, person_id, device_id, token_hash(token), at, at + LIFETIME)
    return OpenSession(token, device_token, session_id, device_id)


_SESSION = """
INSERT INTO session (department_id, person_id, device_id, token_hash, created_at, last_seen_at, expires_at)
SELECT department_id, id, $2, $3, $4, $4, $5 FROM person WHERE id = $1 RETURNING id
"""
_SEEN = """
UPDATE device SET last_seen_at = $3, user_agent = $4
WHERE token_hash = $1 AND person_id = $2 AND ended_at IS NULL RETURNING id
"""
_DEVICE = """
INSERT INTO device (department_id, person_id, token_hash, name, user_agent, first_seen_at, last_seen_at)
SELECT department_id, id, $2, $3, $4, $5, $5 FROM person WHERE id = $1 RETURNING id
"""


async def _device(
    person_id: int, token: str | None, user_agent: str, name: str, at: datetime
) -> tuple[int, str]:
    if token is not None:
        known = await db.fetchval(_SEEN, token_hash(token), person_id, at, user_agent)
        if known is not None:
            return known, token
    token = new_token()
    return await db.fetchval(_DEVICE, person_id, token_hash(token), name, user_agent, at), token
