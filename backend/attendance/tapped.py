"""The moment of a tap that still needs its reason, handed to the page and back so that nobody can move it."""

from __future__ import annotations

import hmac
from datetime import datetime, timedelta
from hashlib import sha256

from backend.settings import settings

VALID_FOR = timedelta(minutes=15)


def sealed(person_id: int, kind: str, at: datetime) -> str:
    """`2026-11-02T08:24:16.120000+00:00.<signature>`"""
    written = at.isoformat()
    return f"{written}.{_signature(person_id, kind, written)}"


def opened(token: str, person_id: int, kind: str, now: datetime) -> datetime | None:
    """The moment in a sealed token; None for one that is not ours, is another person's, or is over 15 minutes old."""
    written, _, signature = token.rpartition(".")
    if not written or not hmac.compare_digest(signature, _signature(person_id, kind, written)):
        return None
    at = datetime.fromisoformat(written)
    return at if timedelta(0) <= now - at <= VALID_FOR else None


def _signature(person_id: int, kind: str, written: str) -> str:
    message = f"tapped:{person_id}:{kind}:{written}".encode()
    return hmac.new(settings().secret_bytes, message, sha256).hexdigest()[:32]
