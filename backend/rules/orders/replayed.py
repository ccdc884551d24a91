"""Whether a day that was played lost nothing, gave nothing to two people and kept every ten minutes (R-ORD-2, R-ORD-4).

Judged from what is stored, with the countdown worked out anew: what the program believed while it ran is not asked.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from backend.rules.orders.countdown import Countdown

TOLERANCE = timedelta(seconds=6)
"""A sweep comes by every two seconds, and takes its time when much is due at once."""


@dataclass(frozen=True, slots=True)
class Happening:
    """One stored event, in the order in which it was written. `person`: who holds it or gave it back."""

    order_id: int
    kind: str
    at: datetime
    person: int | None = None


@dataclass(frozen=True, slots=True)
class Stored:
    """A paid order that was sent, as it stands at the end: in the queue, or not any more."""

    order_id: int
    course: Countdown
    in_work: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """Sentences about single orders; empty is good."""

    accepted: int
    lost: tuple[str, ...] = ()
    held_twice: tuple[str, ...] = ()
    deadline_errors: tuple[str, ...] = ()
    warned: int = 0
    missed: int = 0
    confirmed: int = 0

    @property
    def good(self) -> bool:
        return not (self.lost or self.held_twice or self.deadline_errors)


def judge_replay(
    sent: Collection[str],
    stored: Mapping[str, Stored],
    happened: Iterable[Happening],
    taken: Collection[tuple[int, int]],
    ended: datetime,
) -> Verdict:
    """`sent`: numbers of the paid orders that were told; `taken`: (order, person) of each claim that was answered with
    yes; `ended`: until when the sweeps were at work."""
    of_order: dict[int, list[Happening]] = {}
    for each in happened:
        of_order.setdefault(each.order_id, []).append(each)
    lost = [found for number in sorted(sent) if (found := _lost(number, stored, of_order))]
    twice = [found for order_id, events in of_order.items() if (found := _twice(order_id, events))]
    twice += _unwritten(taken, of_order)
    late = [
        found
        for number, order in stored.items()
        for found in _deadlines(number, order.course, of_order.get(order.order_id, ()), ended)
    ]
    kinds = [{each.kind for each in events} for events in of_order.values()]
    warned, missed, confirmed = (
        sum(kind in those for those in kinds) for kind in ("warned", "missed", "confirmed")
    )
    accepted = sum(number in stored for number in sent)
    return Verdict(accepted, tuple(lost), tuple(twice), tuple(late), warned, missed, confirmed)


def _lost(number: str, stored: Mapping[str, Stored], of_order: Mapping[int, Sequence[Happening]]) -> str:
    order = stored.get(number)
    if order is None:
        return f"{number}: was sent and is not there"
    kinds = [each.kind for each in of_order.get(order.order_id, ())]
    if kinds.count("accepted") != 1:
        return f"{number}: accepted {kinds.count('accepted')} times"
    if not order.in_work and not {"confirmed", "stopped"} & set(kinds):
        return f"{number}: left the queue and was neither confirmed nor stopped"
    return ""


def _twice(order_id: int, events: Sequence[Happening]) -> str:
    holder: int | None = None
    for each in events:
        if each.kind in ("claimed", "handed"):
            if holder is not None and holder != each.person:
                return f"order {order_id}: {each.kind} to {each.person} while {holder} held it"
            holder = each.person
        elif each.kind in ("returned", "confirmed", "stopped"):
            holder = None
    return ""


def _unwritten(
    taken: Collection[tuple[int, int]], of_order: Mapping[int, Sequence[Happening]]
) -> Iterable[str]:
    for order_id, person in sorted(taken):
        if not any(
            each.kind in ("claimed", "handed") and each.person == person
            for each in of_order.get(order_id, ())
        ):
            yield f"order {order_id}: {person} was told to have it, and nothing says so"


def _deadlines(number: str, course: Countdown, events: Sequence[Happening], ended: datetime) -> Iterable[str]:
    reached = min((each.at for each in events if each.kind == "reached"), default=None)
    until = min(
        (each.at for each in events if each.kind in ("reached", "confirmed", "stopped")), default=ended
    )
    yield from _on_time(number, "missed", course.due_at, until, reached, events)
    warn_until = min(until, course.due_at)
    yield from _on_time(number, "warned", course.warn_at, warn_until, reached, events)


def _on_time(
    number: str,
    kind: str,
    moment: datetime,
    until: datetime,
    reached: datetime | None,
    events: Sequence[Happening],
) -> Iterable[str]:
    """Exactly one at its moment where nobody was reached by then, none otherwise. What was reached while the sweep was
    on its way may be written or not, except that a customer who is reached too late was missed."""
    found = [each.at for each in events if each.kind == kind]
    if len(found) > 1:
        yield f"{number}: {kind} {len(found)} times"
    for at in found:
        if not moment <= at <= moment + TOLERANCE:
            yield f"{number}: {kind} at {at:%H:%M:%S.%f}, due at {moment:%H:%M:%S.%f}"
    if found and until < moment:
        yield f"{number}: {kind} though it was done before"
    surely = until >= moment + TOLERANCE
    if kind == "missed" and reached is not None and reached >= moment:
        surely = True
    if surely and not found:
        yield f"{number}: not {kind}, though its time was up at {moment:%H:%M:%S}"
