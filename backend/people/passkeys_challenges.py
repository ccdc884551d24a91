"""Challenges of passkey ceremonies: signed, good for five minutes, answered once.

Nothing is written when one is given out, so that strangers cannot fill a table; the answered ones are kept until they
would have expired anyway.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import struct
from datetime import UTC, datetime, timedelta

from backend.infra import db
from backend.infra.refusal import Refusal
from backend.settings import settings

LIFETIME = timedelta(minutes=5)

_RANDOM, _TAG = 24, 16
_EXPIRY = struct.Struct(">d")


def new_challenge(purpose: str, at: datetime) -> bytes:
    """A challenge that only an answer for the same purpose (`login`, `register:7`) may bring back."""
    body = secrets.token_bytes(_RANDOM) + _EXPIRY.pack((at + LIFETIME).timestamp())
    return body + _tag(body, purpose)


async def answer_challenge(challenge: bytes, purpose: str, at: datetime) -> None:
    """Takes a challenge, in the open transaction. Refuses one of another purpose, an expired and an answered one."""
    body, tag = challenge[:-_TAG], challenge[-_TAG:]
    if len(body) != _RANDOM + _EXPIRY.size or not hmac.compare_digest(tag, _tag(body, purpose)):
        raise Refusal("identity-passkey-failed", 422)
    expires_at = datetime.fromtimestamp(_EXPIRY.unpack(body[_RANDOM:])[0], UTC)
    if expires_at <= at or await db.fetchval(_TAKE, challenge, expires_at) is None:
        raise Refusal("identity-passkey-expired", 422)


_TAKE = """
INSERT INTO used_challenge (challenge, expires_at) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING expires_at
"""


def _tag(body: bytes, purpose: str) -> bytes:
    return hmac.new(
        settings().secret_bytes, b"challenge:" + purpose.encode() + b":" + body, hashlib.sha256
    ).digest()[:_TAG]
