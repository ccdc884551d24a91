"""Secrets of others (a robot's key, a vendor's token) that the database must keep, readable only with our own secret.

Guarantees:
- what stands in the database, in a dump or in a log of statements says nothing without `DANGBAN_SECRET`;
- what was locked for one purpose cannot be opened for another.
"""

from __future__ import annotations

import base64
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from backend.settings import settings


def lock(purpose: str, secret: str) -> bytes:
    """`secret` as it may be kept, for instance `lock("robot", "https://…?access_token=…")`."""
    return _box(settings().secret_bytes, purpose).encrypt(secret.encode())


def unlock(purpose: str, kept: bytes) -> str:
    """What was locked; ValueError where our own secret is another than it was then, or the purpose is."""
    try:
        return _box(settings().secret_bytes, purpose).decrypt(kept).decode()
    except InvalidToken:
        raise ValueError(
            f"locked for something else than {purpose}, or with another DANGBAN_SECRET"
        ) from None


def derived(purpose: str) -> str:
    """A token that need not be kept anywhere: the same for the same purpose as long as `DANGBAN_SECRET` is the same."""
    return base64.urlsafe_b64encode(_key(settings().secret_bytes, "derived:" + purpose)).decode().rstrip("=")


@lru_cache(maxsize=64)
def _box(secret: bytes, purpose: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(_key(secret, purpose)))


def _key(secret: bytes, purpose: str) -> bytes:
    return HKDF(hashes.SHA256(), 32, salt=None, info=b"dangban:" + purpose.encode()).derive(secret)
