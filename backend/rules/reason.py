"""Why something is so: a rule's id and a sentence of the catalogues, filled in when somebody reads it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

Translate = Callable[..., str]
"""`translate(message_id, **args)` gives the sentence in the reader's language."""


class Reason(NamedTuple):
    """One reason. `args` holds only what JSON can hold: a kept verdict is read again in any language."""

    rule: str
    message: str
    args: Mapping[str, Any] = {}

    def say(self, translate: Translate) -> dict[str, str]:
        """`{"rule": "R-ATT-4", "text": …}` in the reader's language."""
        return {"rule": self.rule, "text": translate(self.message, **self.args)}
