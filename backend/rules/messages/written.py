"""Ladders and chains as a department writes them and as they are kept."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from backend.rules.messages.parts import ABOVE, CHANNELS, LIVE, Climb, Fault, Step

LONGEST_SECONDS = 24 * 3600
MOST_STEPS = 8


def read_ladder(kept: Iterable[Any]) -> tuple[Step, ...]:
    """`[["live", 0], ["push", 0], ["sms", 240]]`, as it is kept."""
    return tuple(Step(channel, after) for channel, after in kept)


def read_chain(kept: Iterable[Any]) -> tuple[Climb, ...]:
    """`[["leads", 900], ["person:17", 1800]]`, as it is kept."""
    return tuple(Climb(who, after) for who, after in kept)


def ladder_of(steps: Iterable[tuple[str, int]]) -> tuple[Step, ...]:
    """What somebody wrote, in the order of its times. Fault for an unknown channel, one that comes twice, a time that
    is none, no step at all, or none that reaches anybody who does not look."""
    ladder = [Step(channel, after) for channel, after in steps]
    for step in ladder:
        if step.channel not in CHANNELS:
            raise Fault("messages-fault-channel", given=step.channel)
        _check_time(step.after)
    if len({step.channel for step in ladder}) < len(ladder):
        raise Fault("messages-fault-twice")
    if not any(step.channel != LIVE for step in ladder):
        raise Fault("messages-fault-no-step")
    return tuple(sorted(ladder, key=lambda step: (step.after, CHANNELS.index(step.channel))))


def chain_of(climbs: Iterable[tuple[str, int]]) -> tuple[Climb, ...]:
    """Whom to tell as well, in the order of their times; Fault for what is no audience and no person."""
    chain = [Climb(who, after) for who, after in climbs]
    for climb in chain:
        if climb.who not in ABOVE and not _is_person(climb.who):
            raise Fault("messages-fault-who", given=climb.who)
        _check_time(climb.after)
        if climb.after < 60:
            raise Fault("messages-fault-too-soon")
    if len({climb.who for climb in chain}) < len(chain):
        raise Fault("messages-fault-twice")
    if len(chain) > MOST_STEPS:
        raise Fault("messages-fault-many", most=MOST_STEPS)
    return tuple(sorted(chain, key=lambda climb: climb.after))


def _is_person(who: str) -> bool:
    head, _, number = who.partition(":")
    return head == "person" and number.isdecimal() and len(number) < 19


def _check_time(after: int) -> None:
    if not 0 <= after <= LONGEST_SECONDS:
        raise Fault("messages-fault-time", most=LONGEST_SECONDS // 3600)
