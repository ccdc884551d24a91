"""The one-time key of a delivery: what a phone shows when it reports back without a session.

Guarantees: nobody can make one without our secret, it names one delivery alone, and what it can do is done once.
"""

from __future__ import annotations

import base64
import hashlib
import hmac

from backend.settings import settings

PURPOSE = b"dangban:delivery:"
MAC_BYTES = 18


def key_of(delivery_id: int) -> str:
    """34 letters that stand in an address."""
    number = delivery_id.to_bytes(8, "big")
    return base64.urlsafe_b64encode(number + _mac(number)).rstrip(b"=").decode()


def delivery_of(key: str) -> int | None:
    """Whose key it is; None for one that we did not make."""
    try:
        raw = base64.urlsafe_b64decode(key.encode() + b"=" * (-len(key) % 4))
    except ValueError:
        return None
    number, mac = raw[:8], raw[8:]
    if len(raw) != 8 + MAC_BYTES or not hmac.compare_digest(mac, _mac(number)):
        return None
    return int.from_bytes(number, "big")


def _mac(number: bytes) -> bytes:
    return hmac.new(settings().secret_bytes, PURPOSE + number, hashlib.sha256).digest()[:MAC_BYTES]
