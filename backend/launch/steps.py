"""One line per step of the start, with the time that it took; a spinner meanwhile where somebody watches."""

from __future__ import annotations

import contextlib
import time
from collections.abc import AsyncIterator

from rich.console import Console
from rich.status import Status

from backend.speech import console, say


class Steps:
    """The start as a person sees it."""

    def __init__(self, to: Console = console):
        self._console, self._began = to, time.monotonic()

    @property
    def seconds(self) -> float:
        """Since the first step."""
        return time.monotonic() - self._began

    @contextlib.asynccontextmanager
    async def doing(self, message_id: str) -> AsyncIterator[None]:
        """Around a step; its line is printed when it has succeeded."""
        words, began = say(message_id), time.monotonic()
        with self._waiting(words):
            yield
        self._console.print(f"  ✓ {words} ({time.monotonic() - began:.1f} s)", markup=False)

    def _waiting(self, words: str) -> contextlib.AbstractContextManager[object]:
        if self._console.is_terminal:
            return Status(f"{words} …", console=self._console)
        return contextlib.nullcontext()
