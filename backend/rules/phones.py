"""Can somebody be reached when no page is open? Asked of what their phone has proven, never of what it has promised."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

PROVEN, OPEN, LIKELY, SILENT, OFF = STATES = ("proven", "open", "likely", "silent", "off")
REACHABLE = (PROVEN, OPEN, LIKELY)

PROOF_LASTS = timedelta(hours=12)
"""A notification that arrived proves the phone for one shift."""
HABIT_LASTS = timedelta(days=7)
"""Before a shift: a phone that took its notifications all along will take the next one."""
ANSWER_WITHIN = timedelta(minutes=5)
"""A push that is not confirmed by then went nowhere, or to a phone that is off."""
PAGE_STAYS = timedelta(minutes=10)
"""How long after a sign of life a page may still be taken for open."""


@dataclass(frozen=True, slots=True)
class Signs:
    """What is known of somebody's phones.

    `on`: notifications are switched on somewhere. `arrived_at`: the last that a phone confirmed. `waits_since`: the
    oldest that was sent after it and that none has confirmed. `page_at`: the last sign of life of an open page.
    """

    on: bool = False
    arrived_at: datetime | None = None
    waits_since: datetime | None = None
    page_at: datetime | None = None


def how_reachable(signs: Signs, at: datetime) -> str:
    """`proven` (a push arrived within 12 hours), `open` (a page is), `likely` (pushes arrived all week), `silent` (they
    do not arrive, or never have), `off` (nothing but the group, a text or a call is left)."""
    unanswered = signs.waits_since is not None and at - signs.waits_since >= ANSWER_WITHIN
    if signs.on and not unanswered and _within(signs.arrived_at, at, PROOF_LASTS):
        return PROVEN
    if _within(signs.page_at, at, PAGE_STAYS):
        return OPEN
    if signs.on and not unanswered and _within(signs.arrived_at, at, HABIT_LASTS):
        return LIKELY
    return SILENT if signs.on else OFF


def can_be_reached(signs: Signs, at: datetime) -> bool:
    """Whether a message would reach this person by itself, without the group, a text or a call."""
    return how_reachable(signs, at) in REACHABLE


def needs_proof(signs: Signs, at: datetime) -> bool:
    """At clock-in: whether a test is to be sent. A phone that has just proven itself is left in peace."""
    return signs.on and how_reachable(signs, at) != PROVEN


def _within(moment: datetime | None, at: datetime, length: timedelta) -> bool:
    return moment is not None and at - moment < length
