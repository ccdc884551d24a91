"""What of a handover stands on one person's Today."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from backend.duties.queries import Log


@dataclass(frozen=True, slots=True)
class Turn:
    """A log that waits for this person: `side` is leaving (to hand over) or coming (to take over)."""

    log: Log
    side: str


def turns_of(logs: Iterable[Log], person_id: int, at: datetime) -> tuple[Turn, ...]:
    """What of these open logs this person is to hand over or to take over at `at`, in their order."""
    return tuple(turn for log in logs if (turn := turn_of(log, person_id, at)))


def turn_of(log: Log, person_id: int, at: datetime) -> Turn | None:
    """Until one's own side has confirmed. Those who come see it once they are there, or those who leave are gone."""
    if log.state != "open":
        return None
    mine = log.handed_over_by
    if (
        log.leaves(person_id)
        and mine is None
        and (log.taken_over_by is None or log.taken_over_by.id != person_id)
    ):
        return Turn(log, "leaving")
    begun = log.handed_over_at is not None or at >= min(log.ends_at, log.comes_at or log.ends_at)
    if (
        log.comes(person_id)
        and log.taken_over_by is None
        and begun
        and (mine is None or mine.id != person_id)
    ):
        return Turn(log, "coming")
    return None
