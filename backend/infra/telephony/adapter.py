"""What every telephone system must be able to do for a hotline, and how it says that it could not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from backend.rules.hotline import Plan


@dataclass(frozen=True, slots=True)
class Capabilities:
    """`keeps_plan`: it is handed the whole plan and switches by its own clock; else it is told one number at a time.
    `asks`: it asks us at each call. `reads_back`: it can be asked what it has."""

    keeps_plan: bool
    asks: bool
    reads_back: bool


@dataclass(frozen=True, slots=True)
class Reported:
    """What the telephone side says it has now. `version` is that of its plan, None where it knows none."""

    number: str
    version: int | None = None


@dataclass(frozen=True, slots=True)
class Inbound:
    """A request of the telephone side as it came in: `url` whole, as its sender saw it; header names in lower case."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Answer:
    """What we answer it with."""

    body: bytes
    media_type: str
    status: int = 200


@dataclass(frozen=True, slots=True)
class CallEvent:
    """One thing that happened to one call. `kind`: started, answered, missed, ended. Numbers are as the vendor says.

    `call_id` is the vendor's and stays the same for all events of a call; `event_id` is the same for each repetition of
    one event. `seconds` is how long was spoken, on `ended`.
    """

    call_id: str
    kind: str
    at: datetime
    event_id: str
    caller: str = ""
    target: str = ""
    seconds: int | None = None
    details: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Health:
    """`detail` is a message id of the catalogues with its arguments; empty when all is well."""

    ok: bool
    detail: str = ""
    args: dict[str, str] = field(default_factory=dict)


class TelephonyError(Exception):
    """The telephone side could not be reached, refused, or said nonsense. `again_in` seconds, where it said so.

    `reason` is short English for logs and the trail and never holds a secret.
    """

    def __init__(self, reason: str, again_in: float | None = None):
        super().__init__(reason)
        self.reason, self.again_in = reason, again_in


class Forged(TelephonyError):
    """The signature of a request does not fit, or it is too old or was seen before."""


class Telephony(Protocol):
    """One line at one telephone system. Methods that do nothing for a system say so by its `capabilities`."""

    capabilities: Capabilities

    async def apply_plan(self, plan: Plan, at: datetime) -> None:
        """Hands the plan over, whole or not at all; an older version never replaces a newer one. TelephonyError."""

    async def current_target(self, at: datetime) -> Reported | None:
        """What it has now, asked of it; None where it cannot be asked. TelephonyError."""

    def answer_inbound(self, request: Inbound, plan: Plan, at: datetime) -> Answer:
        """What a call that comes in now is answered with, from memory alone. Forged."""

    def parse_events(self, request: Inbound, at: datetime) -> tuple[CallEvent, ...]:
        """What a request tells about calls. Forged for a wrong signature, ValueError for what is not understood."""

    async def health(self) -> Health:
        """Whether it can be reached and is set up as it must be."""
