"""What is due next for a message, and what a look at it brings: the one place where ladders and chains are walked.

Guarantees:
- every step of the ladder and of the chain is taken exactly once, in order, however seldom or often one looks;
- a look that comes late (nobody looked for a while) moves what follows along, so that nobody is called, texted and
  reported in one moment because a machine stood still;
- what is held back for somebody's rest moves their ladder, never the chain: whoever is told next does not wait for it;
- every message ends: answered, told, or at the end of its ladder, and at the latest when it is over.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from backend.rules.messages.parts import Climb, Step

PATIENCE = timedelta(minutes=5)
"""How long after the last step an answer is waited for before the message is said to have found nobody."""
LATE = timedelta(seconds=30)
"""A look this late is still on time: sweeps come every few seconds."""


@dataclass(frozen=True, slots=True)
class Course:
    """Where a message stands. `taken` and `climbed` count what is behind it of ladder and chain."""

    ladder: tuple[Step, ...]
    chain: tuple[Climb, ...]
    ladder_from: datetime
    chain_from: datetime
    until: datetime
    acknowledge: bool
    taken: int = 0
    climbed: int = 0


@dataclass(frozen=True, slots=True)
class Look:
    """What one look brings: steps to take now, people to tell as well, how it ended, and when to look again."""

    course: Course
    steps: tuple[Step, ...] = ()
    climbs: tuple[Climb, ...] = ()
    ended: str | None = None
    due_at: datetime | None = None


def look(course: Course, at: datetime, silent_until: datetime | None = None) -> Look:
    """Everything that is due at `at`. `silent_until`: until when what disturbs is held back; None for not at all."""
    if at >= course.until:
        return Look(course, ended="expired")
    course = _moved_along(course, at)
    steps, course = _steps(course, at, silent_until)
    climbs, course = _climbs(course, at)
    if _over(course) and at >= _end(course):
        return Look(course, steps, climbs, "exhausted" if course.acknowledge else "told")
    return Look(course, steps, climbs, None, next_due(course))


def released(course: Course, at: datetime) -> Course:
    """The same course when what held its ladder back ends before its time: the next step may go now.

    A ladder that runs behind the chain was held back; one beside it was not, and keeps its times.
    """
    if course.taken == len(course.ladder) or course.ladder_from <= course.chain_from:
        return course
    now = min(course.ladder_from, at - course.ladder[course.taken].wait)
    return replace(course, ladder_from=max(course.chain_from, now))


def next_due(course: Course) -> datetime:
    """When to look next: at the next step, the next climb, the end of patience, or the end of it all."""
    times = [course.until]
    if course.taken < len(course.ladder):
        times.append(course.ladder_from + course.ladder[course.taken].wait)
    if course.climbed < len(course.chain):
        times.append(course.chain_from + course.chain[course.climbed].wait)
    if _over(course):
        times.append(_end(course))
    return min(times)


def _moved_along(course: Course, at: datetime) -> Course:
    """A look that comes late moves both clocks by what it is late."""
    times = []
    if course.taken < len(course.ladder):
        times.append(course.ladder_from + course.ladder[course.taken].wait)
    if course.climbed < len(course.chain):
        times.append(course.chain_from + course.chain[course.climbed].wait)
    late = at - min(times) if times else timedelta(0)
    if late <= LATE:
        return course
    return replace(course, ladder_from=course.ladder_from + late, chain_from=course.chain_from + late)


def _steps(course: Course, at: datetime, silent_until: datetime | None) -> tuple[tuple[Step, ...], Course]:
    steps: list[Step] = []
    while course.taken < len(course.ladder):
        step = course.ladder[course.taken]
        due = course.ladder_from + step.wait
        if step.disturbs and silent_until is not None and silent_until > max(due, at):
            held = silent_until - due
            return tuple(steps), replace(course, ladder_from=course.ladder_from + held)
        if due > at:
            break
        steps.append(step)
        course = replace(course, taken=course.taken + 1)
    return tuple(steps), course


def _climbs(course: Course, at: datetime) -> tuple[tuple[Climb, ...], Course]:
    climbs: list[Climb] = []
    while course.climbed < len(course.chain):
        climb = course.chain[course.climbed]
        if course.chain_from + climb.wait > at:
            break
        climbs.append(climb)
        course = replace(course, climbed=course.climbed + 1)
    return tuple(climbs), course


def _over(course: Course) -> bool:
    return course.taken == len(course.ladder) and course.climbed == len(course.chain)


def _end(course: Course) -> datetime:
    ends = [course.ladder_from + course.ladder[-1].wait] if course.ladder else [course.ladder_from]
    if course.chain:
        ends.append(course.chain_from + course.chain[-1].wait)
    return max(ends) + PATIENCE
