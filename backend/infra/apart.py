"""The same work for many, where the trouble of one is not the next one's."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from typing import TypeVar

Each = TypeVar("Each")


async def apart(name: str, work: Callable[[Each], Awaitable[int]], each: Iterable[Each]) -> int:
    """Does `work` for one after the other and returns the sum of what it says. What failed is raised at the end, all of
    it together under `name`, when everybody else has been served."""
    done, failed = 0, []
    for one in each:
        try:
            done += await work(one)
        except Exception as error:
            failed.append(error)
    if failed:
        raise ExceptionGroup(name, failed)
    return done
