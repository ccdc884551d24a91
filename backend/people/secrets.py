"""Opaque secrets: what is handed out, and the hash that is kept of it."""

from __future__ import annotations

import hashlib
import hmac
import secrets

from backend.settings import settings


def new_token() -> str:
    """256 random bits for a cookie or an address; only its hash is ever stored."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> bytes:
    """What the database keeps. A plain hash will do: a random token cannot be guessed offline."""
    return hashlib.sha256(token.encode()).digest()


def csrf_token(session_token: str) -> str:
    """Bound to the session, so that it needs no storage and dies with it."""
    return hmac.new(settings().secret_bytes, b"csrf:" + session_token.encode(), hashlib.sha256).hexdigest()[
        :32
    ]
