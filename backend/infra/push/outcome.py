"""What became of one attempt to reach somebody, in the same words for every channel."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Literal

State = Literal["sent", "gone", "later", "refused", "too_large", "failed"]

AGAIN_SECONDS = 15.0
LONGEST_SECONDS = 86_400.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """`state`:

    - `sent`: the other side has taken it;
    - `gone`: this address is dead and must be forgotten;
    - `later`: the other side is away or wants a pause; the same again in `again_in` seconds;
    - `refused`: it answered, and will not take this (a wrong key, a wrong signature): repeating helps nothing;
    - `too_large`: a shorter one may pass;
    - `failed`: it never left this house: the address is not allowed, or what was set up here is wrong.

    `status` is the HTTP status, 0 without an answer. `reason` is short English for logs and never holds a secret.
    """

    state: State
    status: int = 0
    reason: str = ""
    again_in: float | None = None


def outcome_of(status: int, headers: Mapping[str, str], at: datetime) -> Outcome:
    """What an HTTP status means wherever it is not said otherwise in a body."""
    if 200 <= status < 300:
        return Outcome("sent", status)
    if status in (404, 410):
        return Outcome("gone", status, "no longer exists")
    if status == 413:
        return Outcome("too_large", status, "too large")
    if status in (408, 425, 429) or status >= 500:
        return Outcome("later", status, f"answered {status}", wanted_pause(headers, at))
    return Outcome("refused", status, f"answered {status}")


def unreachable(reason: str) -> Outcome:
    """No answer: a timeout, a broken connection, a name that does not resolve now."""
    return Outcome("later", 0, reason, AGAIN_SECONDS)


def wanted_pause(headers: Mapping[str, str], at: datetime) -> float:
    """Seconds by Retry-After, which is a number or a date; some seconds where it is missing or nonsense."""
    said = headers.get("Retry-After", "").strip()
    seconds = AGAIN_SECONDS
    if said.isascii() and said.isdigit():
        seconds = float(said[:9])
    elif said:
        with contextlib.suppress(ValueError):
            seconds = (_utc(parsedate_to_datetime(said)) - at).total_seconds()
    return min(max(seconds, 1.0), LONGEST_SECONDS)


def _utc(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
