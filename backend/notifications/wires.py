"""What is about to go out: one delivery with everything that its channel needs to know."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

REPLACEABLE = ("live", "push")
"""A second one takes the first one's place: by the topic at the push service, the tag on the phone, the id on a page.
What cannot be replaced (a group, a text, a call) is never sent again when nobody knows what became of the first."""


@dataclass(frozen=True, slots=True)
class Said:
    """One message as its sentences need it."""

    id: int
    kind: str
    subject: str
    args: dict[str, Any]
    url: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Wire:
    """A claimed delivery. `attempt` is its fence: a late answer to an earlier attempt is not recorded for this one.

    `carries` are the other messages of a bundle; their deliveries share this one's fate.
    """

    delivery_id: int
    department_id: int
    channel: str
    target_id: int | None
    attempt: int
    person_id: int | None
    name: str
    lang: str | None
    zone: str
    message: Said
    carries: tuple[Said, ...] = field(default=())

    @property
    def replaceable(self) -> bool:
        return self.channel in REPLACEABLE
