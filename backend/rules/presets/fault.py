"""A preset that cannot be used."""

from __future__ import annotations

from typing import Any

from backend.rules.reason import Translate


class PresetError(ValueError):
    """`key` is the dotted place (`shifts.A.segments[1]`), `message` and `args` the reason, `line` where it is known."""

    def __init__(self, key: str, message: str, args: dict[str, Any] | None = None, line: int | None = None):
        super().__init__(f"{key}: {message}")
        self.key, self.message, self.values, self.line = key, message, args or {}, line

    def say(self, translate: Translate) -> str:
        """The reason in the reader's language, without the place."""
        return translate(self.message, **self.values)
