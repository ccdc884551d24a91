"""The six digits: made from a random seed by a keyed hash, so that they can be shown again and are nowhere stored."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Awaitable, Callable

from backend.settings import settings

WAYS = ("call", "message")
DIGITS = 6

Asked = Callable[[int], Awaitable[bool]]


def new_seed() -> bytes:
    """128 random bits; without our own secret nobody gets from them to the code."""
    return secrets.token_bytes(16)


def code_of(seed: bytes) -> str:
    """The code that belongs to a seed: `042917`."""
    digest = hmac.new(settings().secret_bytes, b"number:" + seed, hashlib.sha256).digest()
    return f"{int.from_bytes(digest[:8], 'big') % 10**DIGITS:0{DIGITS}}"


def same_code(seed: bytes, said: str) -> bool:
    """Compared in a time that tells nothing."""
    return hmac.compare_digest(code_of(seed).encode(), said.encode())


async def sendable(department_id: int) -> bool:
    """Whether codes can be sent to mobiles here: the department has a provider."""
    return any([await asked(department_id) for asked in _senders])


def sends_codes(function: Asked) -> Asked:
    """Who carries codes (`numbers_sending`): `@sends_codes async def possible(department_id) -> bool`."""
    _senders.append(function)
    return function


_senders: list[Asked] = []
