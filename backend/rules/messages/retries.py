"""When something that could not be sent is tried again."""

from __future__ import annotations

from datetime import timedelta

FIRST, LONGEST = timedelta(seconds=5), timedelta(minutes=5)


def again_after(attempts: int, asked: float | None = None) -> timedelta:
    """How long to wait after `attempts` in vain (1 for the first): twice as long each time, and never shorter than the
    other side `asked` for, in seconds (Retry-After)."""
    wait = min(LONGEST, FIRST * 2 ** min(max(attempts - 1, 0), 10))
    return max(wait, timedelta(seconds=min(asked, 86_400))) if asked else wait
