"""From rota, overrides, numbers and chain to a plan without a gap."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise

from backend.rules.clock import Interval
from backend.rules.hotline.facts import Facts, Override
from backend.rules.hotline.hours import Stretch, stretches
from backend.rules.hotline.parts import OFFICE, PERSON, Plan, Segment, Target
from backend.rules.hotline.turns import who_has_the_night

_EVER = Interval(datetime(2000, 1, 1, tzinfo=UTC), datetime(3000, 1, 1, tzinfo=UTC))


def make_plan(facts: Facts, span: Interval, version: int) -> Plan:
    """Whom a call reaches at every instant of `span` (R-HOT-1, R-HOT-2).

    In office hours the office; the night after day D belongs to whoever worked last on day D (`who_has_the_night`).
    Above both stand overrides, the newest first; one whose person has no verified number does not hold. Where nobody of
    these can be reached the chain has it, and at the very end the office: no instant is ever without a target.
    """
    pieces = (piece for stretch in stretches(facts.hours, span) for piece in _pieces(facts, stretch, span))
    return Plan(version, tuple(_joined(pieces)))


def nothing_planned(office_number: str) -> Plan:
    """What holds before the first plan is made: everything rings at the office, version 0."""
    return Plan(0, (Segment(_EVER, (Target(OFFICE, office_number),), "nobody"),))


def _pieces(facts: Facts, stretch: Stretch, span: Interval) -> Iterator[Segment]:
    """One stretch, cut wherever an override begins or ends."""
    whole = Interval(max(stretch.span.start, span.start), min(stretch.span.end, span.end))
    holding = [each for each in facts.overrides if _may_hold(each, facts, stretch, whole)]
    for piece in _cut(whole, holding):
        here = [each for each in holding if each.span.start <= piece.start < each.span.end]
        newest = max(here, key=lambda each: (each.made_at, each.id), default=None)
        yield _segment(facts, stretch, piece, newest)


def _may_hold(override: Override, facts: Facts, stretch: Stretch, whole: Interval) -> bool:
    return (
        override.person_id in facts.numbers
        and (stretch.night or override.by_day)
        and override.span.overlaps(whole)
    )


def _cut(whole: Interval, overrides: Iterable[Override]) -> Iterator[Interval]:
    edges = {edge for each in overrides for edge in (each.span.start, each.span.end)}
    marks = [whole.start, *sorted(edge for edge in edges if whole.start < edge < whole.end), whole.end]
    return (Interval(start, end) for start, end in pairwise(marks))


def _segment(facts: Facts, stretch: Stretch, piece: Interval, override: Override | None) -> Segment:
    if override is not None:
        return Segment(piece, _targets(facts, override.person_id), override.kind)
    if not stretch.night:
        office = Target(OFFICE, facts.office_number)
        return Segment(piece, _once((office, *_targets(facts, None))), "office-hours")
    person_id = who_has_the_night(stretch.day, facts.shifts)
    if person_id in facts.numbers:
        return Segment(piece, _targets(facts, person_id), "duty")
    targets = _targets(facts, None)
    return Segment(piece, targets, "fallback" if targets[0].kind == PERSON else "nobody")


def _targets(facts: Facts, first: int | None) -> tuple[Target, ...]:
    """Who is wanted, then the rest of the chain, then the office; nobody and no number twice."""
    people = (first, *facts.chain) if first is not None else facts.chain
    reachable = (
        Target(PERSON, facts.numbers[person_id], person_id)
        for person_id in people
        if person_id in facts.numbers
    )
    return _once((*reachable, Target(OFFICE, facts.office_number)))


def _once(targets: Iterable[Target]) -> tuple[Target, ...]:
    """Each number where it first stands."""
    by_number: dict[str, Target] = {}
    for each in targets:
        by_number.setdefault(each.number, each)
    return tuple(by_number.values())


def _joined(segments: Iterable[Segment]) -> Iterator[Segment]:
    """Neighbours that say the same become one."""
    last: Segment | None = None
    for each in segments:
        if last is not None and (last.targets, last.why) == (each.targets, each.why):
            last = replace(last, span=Interval(last.span.start, each.span.end))
            continue
        if last is not None:
            yield last
        last = each
    if last is not None:
        yield last
