"""R-DUTY-2: who hands over to whom when a shift ends, and from when to when its log is open."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from backend.rules.clock import Interval, union
from backend.rules.presets.parts import HandoverParameters


@dataclass(frozen=True, slots=True)
class Stint:
    """Somebody's shift of one day as a whole, from its first beginning to its last end; a gap inside ends nothing."""

    person: int
    span: Interval


@dataclass(frozen=True, slots=True)
class Changeover:
    """The end of a shift. `leaving` go at `ends_at`, together; `coming` go on from there.

    Coming are, of those who are there then, whoever began last; where nobody is, whoever begins next (of the last shift
    of a day, the next morning's). `comes_at` is when they begin, before or after `ends_at`; None where nobody comes.
    """

    ends_at: datetime
    leaving: tuple[int, ...]
    coming: tuple[int, ...]
    comes_at: datetime | None

    @property
    def possible(self) -> bool:
        """Whether two different people can confirm it; the only one of a place has nobody to hand over to."""
        return bool(self.leaving) and len({*self.leaving, *self.coming}) > 1

    @property
    def wanted(self) -> bool:
        """Whether it needs a log: not where the same single person goes home and comes again."""
        return bool(self.leaving) and (self.possible or not self.coming)


def changeover(stints: Iterable[Stint], ends_at: datetime) -> Changeover:
    """Who leaves and who comes at one end of a shift; nobody leaves where none ends then."""
    whole = _whole(stints)
    leaving = sorted(each.person for each in whole if each.span.end == ends_at)
    there = [each for each in whole if ends_at in each.span]
    later = [each for each in whole if each.span.start > ends_at]
    begins = (
        max((each.span.start for each in there), default=None)
        if there
        else min((each.span.start for each in later), default=None)
    )
    coming = sorted({each.person for each in there or later if each.span.start == begins})
    return Changeover(ends_at, tuple(leaving), tuple(coming), begins)


def ends(stints: Iterable[Stint], since: datetime, until: datetime) -> tuple[datetime, ...]:
    """Every moment in `[since, until)` at which somebody's shift ends, in order."""
    return tuple(sorted({each.span.end for each in _whole(stints) if since <= each.span.end < until}))


def opens_at(ends_at: datetime, rules: HandoverParameters) -> datetime:
    """When the log of a shift is made."""
    return ends_at - timedelta(minutes=rules.open_minutes)


def closes_at(change: Changeover, rules: HandoverParameters) -> datetime:
    """When a log that nobody confirmed is closed by itself: counted from the end, or from when the next are there."""
    return max(change.ends_at, change.comes_at or change.ends_at) + timedelta(minutes=rules.confirm_minutes)


def is_due(change: Changeover, at: datetime, rules: HandoverParameters) -> bool:
    """Whether a log should be open at `at`."""
    return (
        rules.enabled and change.wanted and opens_at(change.ends_at, rules) <= at < closes_at(change, rules)
    )


def _whole(stints: Iterable[Stint]) -> list[Stint]:
    """Two shifts of one person that touch are one: nobody hands over to themselves."""
    by_person: dict[int, list[Interval]] = defaultdict(list)
    for each in stints:
        by_person[each.person].append(each.span)
    return [Stint(person, span) for person, spans in by_person.items() for span in union(spans)]
