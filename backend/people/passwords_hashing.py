"""argon2id beside the event loop: a hash takes 20 ms of a processor on purpose, and nobody else may wait for it."""

from __future__ import annotations

import asyncio
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
AT_ONCE = 3  # 19 MB each


async def hash_password(password: str) -> str:
    """What is kept of a password."""
    return await _beside(_hash, password)


async def password_fits(kept: str | None, password: str) -> bool:
    """Whether `password` is the one of which `kept` was kept.

    Without `kept` it works just as long and answers no: how long it takes tells nobody which log-in names exist.
    """
    fits = await _beside(_fits, kept or decoy(), password)
    return fits and kept is not None


def is_outdated(kept: str) -> bool:
    """Whether the hash was made with weaker parameters than today's."""
    return HASHER.check_needs_rehash(kept)


@cache
def decoy() -> str:
    """A hash that no password opens, made with today's parameters."""
    return _hash("nobody has this password")


_workers = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="argon2")


def _hash(password: str) -> str:
    return HASHER.hash(_same_keys(password))


def _fits(kept: str, password: str) -> bool:
    try:
        return HASHER.verify(kept, _same_keys(password))
    except (VerificationError, InvalidHashError):
        return False


def _same_keys(password: str) -> str:
    """Keyboards write the same letter in several ways."""
    return unicodedata.normalize("NFKC", password)


async def _beside(function, *args):  # type: ignore[no-untyped-def]  # passes through what the function takes and gives
    return await asyncio.get_running_loop().run_in_executor(_workers, function, *args)
