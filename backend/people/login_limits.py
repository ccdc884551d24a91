"""How often somebody may try to log in: 5 wrong passwords per account and 30 per address in 15 minutes."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import math
from datetime import datetime, timedelta

from backend.infra import db
from backend.infra.refusal import Refusal
from backend.settings import settings

WITHIN = timedelta(minutes=15)
PER_ACCOUNT = 5
PER_ADDRESS = 30


async def admit(login: str, address: str, at: datetime) -> int:
    """Counts a try before it is made, so that fifty at once are not fifty tries; returns its id.

    Refuses with the minutes left to wait. A refused try does not count: who waits gets in.
    """
    account, network = account_key(login), address_key(address)
    async with db.transaction():
        for lock in sorted((_lock(account), _lock(network))):
            await db.execute("SELECT pg_advisory_xact_lock($1)", lock)
        waiting = await db.fetchrow(_LIMITS, account, network, at - WITHIN, PER_ACCOUNT - 1, PER_ADDRESS - 1)
        assert waiting is not None
        if waiting["account"] is not None:
            raise _wait("identity-login-wait", waiting["account"], at)
        if waiting["address"] is not None:
            raise _wait("identity-login-wait-address", waiting["address"], at)
        return await db.fetchval(_ATTEMPT, account, network, at)


async def let_in(attempt_id: int) -> None:
    """The try was right: what was wrong before no longer counts against the account."""
    await db.execute("UPDATE login_attempt SET succeeded = true WHERE id = $1", attempt_id)


def account_key(login: str) -> str:
    """The account as attempts know it: keyed, because people type passwords into this field, too."""
    folded = login.strip().casefold()[:200].encode()
    return hmac.new(settings().secret_bytes, b"login:" + folded, hashlib.sha256).hexdigest()[:32]


def address_key(address: str) -> str:
    """The network that is limited: an IPv4 address, or the /64 that a household has in IPv6."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address[:64]
    return str(ipaddress.ip_network((found, 64), strict=False)) if found.version == 6 else str(found)


_LIMITS = """
SELECT (
    SELECT at FROM login_attempt
    WHERE login = $1 AND NOT succeeded AND at > $3
      AND at > coalesce((SELECT max(at) FROM login_attempt WHERE login = $1 AND succeeded), '-infinity')
    ORDER BY at DESC OFFSET $4 LIMIT 1
) AS account, (
    SELECT at FROM login_attempt WHERE address = $2 AND NOT succeeded AND at > $3 ORDER BY at DESC OFFSET $5 LIMIT 1
) AS address
"""
_ATTEMPT = """
INSERT INTO login_attempt (login, address, succeeded, at) VALUES ($1, $2, false, $3) RETURNING id
"""


def _wait(code: str, since: datetime, at: datetime) -> Refusal:
    left = since + WITHIN - at
    return Refusal(code, 429, minutes=max(1, math.ceil(left.total_seconds() / 60)))


def _lock(key: str) -> int:
    return int.from_bytes(hashlib.sha256(key.encode()).digest()[:8], "big", signed=True)
