"""The parts of a ladder and of a chain."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

LIVE, PUSH, ROBOT, SMS, CALL = "live", "push", "robot", "sms", "call"
CHANNELS = (LIVE, PUSH, ROBOT, SMS, CALL)
"""From the quietest to the loudest: an open page, a phone in the pocket, the group, a text, a ringing phone."""

PERSONAL = (PUSH, SMS, CALL)
"""What disturbs one person alone: quiet hours, a mute and their own choices hold it back."""

AUDIENCES = ("persons", "on_shift", "leads", "managers", "robot")
ABOVE = ("on_shift", "leads", "managers")
"""Whom a chain may name, besides single persons (`person:17`)."""


class Fault(ValueError):
    """What is wrong with a ladder or a chain that somebody wrote; `message` is a sentence of the catalogues."""

    def __init__(self, message: str, **args: str | int):
        super().__init__(message)
        self.message = message
        self.values: dict[str, Any] = dict(args)


@dataclass(frozen=True, slots=True)
class Step:
    """One rung: this channel, so many seconds after the ladder was begun."""

    channel: str
    after: int

    @property
    def wait(self) -> timedelta:
        return timedelta(seconds=self.after)

    @property
    def disturbs(self) -> bool:
        """Whether quiet hours and a mute hold it back. An open page and the group disturb nobody's sleep."""
        return self.channel in PERSONAL


@dataclass(frozen=True, slots=True)
class Climb:
    """Who is told as well, so many seconds after the message began, when nobody has answered by then."""

    who: str
    after: int

    @property
    def wait(self) -> timedelta:
        return timedelta(seconds=self.after)
