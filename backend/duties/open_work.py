"""What is open in a department: each domain says what is its own, and knows of no handover."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import structlog

log = structlog.get_logger("duties")


@dataclass(frozen=True, slots=True)
class OpenItem:
    """One thing that somebody has still to do, or has to know.

    `subject` names it within its source and never changes (`correction:17`); `sentence` is the id of its sentence,
    filled in by `args` (an instant as ISO text, read by everybody in their own way); `url` leads to it. Not
    `to_do`: only to be known, so that nobody takes it.
    """

    subject: str
    sentence: str
    args: dict[str, Any] = field(default_factory=dict)
    url: str = ""
    due_at: datetime | None = None
    to_do: bool = True


Source = Callable[[int, datetime], Awaitable[list[OpenItem]]]


def open_work(name: str) -> Callable[[Source], Source]:
    """Registers who knows: `@open_work("callbacks") async def callbacks(department_id, at) -> list[OpenItem]`.

    The heading of its items is the sentence `handover-source-<name>`.
    """

    def register(function: Source) -> Source:
        _sources[name] = function
        return function

    return register


async def all_open(department_id: int, at: datetime) -> dict[str, list[OpenItem]]:
    """By source. One that cannot answer now is left out, so that what is known of it stays as it was."""
    found: dict[str, list[OpenItem]] = {}
    for name, source in _sources.items():
        try:
            found[name] = await source(department_id, at)
        except Exception as error:  # one domain's trouble must not keep a shift from being handed over
            log.error("open_work_unknown", source=name, department_id=department_id, error=repr(error))
    return found


_sources: dict[str, Source] = {}
