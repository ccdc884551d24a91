"""Whether turns are fair (R-ROTA-5): weekdays, weekends and holidays counted apart."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from backend.rules.rota.generation import sort_of_day


class Turn(Protocol):
    """Anything that says who has which day, such as a planned shift."""

    @property
    def person(self) -> int: ...

    @property
    def day(self) -> date: ...


@dataclass(slots=True)
class Turns:
    """How many shifts somebody has, by sort of day."""

    weekday: int = 0
    weekend: int = 0
    holiday: int = 0

    @property
    def total(self) -> int:
        return self.weekday + self.weekend + self.holiday


@dataclass(frozen=True, slots=True)
class Fairness:
    """Everybody's turns, and how far the most and the least are apart."""

    turns: dict[int, Turns] = field(default_factory=dict)
    spread: Turns = field(default_factory=Turns)

    @property
    def fair(self) -> bool:
        """Nobody has had more than one turn more than anybody else, in any sort of day."""
        return max(self.spread.weekday, self.spread.weekend, self.spread.holiday) <= 1


def fairness(shifts: Iterable[Turn], people: Iterable[int], holidays: Iterable[date] = ()) -> Fairness:
    """Counts the turns of `people`; who has none counts too. Several shifts of one day are several turns."""
    apart = frozenset(holidays)
    turns = {person: Turns() for person in people}
    for shift in shifts:
        if shift.person in turns:
            own, sort = turns[shift.person], sort_of_day(shift.day, apart)
            setattr(own, sort, getattr(own, sort) + 1)
    if not turns:
        return Fairness()
    return Fairness(turns, Turns(*(_spread(turns, sort) for sort in ("weekday", "weekend", "holiday"))))


def _spread(turns: dict[int, Turns], sort: str) -> int:
    counts = [getattr(own, sort) for own in turns.values()]
    return max(counts) - min(counts)
