"""What keeps the program from starting, as one sentence that says how to mend it."""

from __future__ import annotations

from typing import Any


class LaunchError(Exception):
    """`message_id` names a sentence of `cli.ftl`; `args_` fill it in."""

    def __init__(self, message_id: str, **args: Any):
        super().__init__(message_id, args)
        self.message_id = message_id
        self.args_ = {name: str(value) for name, value in args.items()}

    def __str__(self) -> str:
        return f"{self.message_id} {self.args_}" if self.args_ else self.message_id
