"""What of a handover stands on Today: open logs are read once for all who open it in the same second."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from backend.duties.queries import Log, open_logs

FRESH_SECONDS = 1.0
MOST_KEPT = 512


@dataclass(frozen=True, slots=True)
class Turn:
    """A log that waits for this person: `side` is leaving (to hand over) or coming (to take over)."""

    log: Log
    side: str


async def turns_of(department_id: int, person_id: int, at: datetime) -> tuple[Turn, ...]:
    """What this person is to hand over or to take over at `at`, the earliest first; at most a second old."""
    known = _kept.get(department_id)
    if known is None or not 0 <= (at - known[0]).total_seconds() < FRESH_SECONDS:
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        known = _kept[department_id] = (at, await open_logs(department_id))
    return tuple(turn for log in known[1] if (turn := turn_of(log, person_id, at)))


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


def forget(department_id: int) -> None:
    """Something has changed: the next look reads anew."""
    _kept.pop(department_id, None)


_kept: dict[int, tuple[datetime, list[Log]]] = {}
