"""R-HOT-6: what became of a call, from everything that was told about it, in whatever order it came."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from backend.rules.hotline.parts import Segment, Target

OPEN, ANSWERED, ENDED, MISSED = "open", "answered", "ended", "missed"
_KINDS = ("started", "answered", "missed", "ended")


@dataclass(frozen=True, slots=True)
class Told:
    """One event. `kind`: started, answered, missed, ended; `seconds`: how long was spoken, where it was said."""

    kind: str
    at: datetime
    event_id: str
    caller: str = ""
    target: str = ""
    seconds: int | None = None


@dataclass(frozen=True, slots=True)
class CallCard:
    """What a call was. `outcome`: open (nothing says yet that it is over), answered, missed, or ended: it is over and
    nothing says yet whether somebody answered."""

    caller: str
    target: str
    started_at: datetime
    answered_at: datetime | None
    ended_at: datetime | None
    seconds: int | None
    outcome: str


def judge_call(told: Iterable[Told], silent: bool = False) -> CallCard:
    """Never empty. The same events give the same card, in any order. `silent`: nothing more is to be expected, so that
    a call that ended without an answer was missed."""
    events = sorted(told, key=lambda each: (each.at, _KINDS.index(each.kind), each.event_id))
    over = [each for each in events if each.kind in ("missed", "ended")]
    answered_at = _answered_at(events)
    ended_at = over[-1].at if over else None
    return CallCard(
        caller=next((each.caller for each in events if each.caller), ""),
        target=_target(events, answered_at is not None),
        started_at=events[0].at,
        answered_at=answered_at,
        ended_at=ended_at,
        seconds=_seconds(events, answered_at, ended_at),
        outcome=_outcome(events, answered_at is not None, silent),
    )


def whose(segment: Segment, target: str) -> Target:
    """Whom a call belongs to: who stands behind the number that it reached, else whose duty it was."""
    reached = as_written_here(target)
    return next(
        (each for each in segment.targets if reached and as_written_here(each.number) == reached),
        segment.target,
    )


def as_written_here(number: str) -> str:
    """One number has one writing, whichever way a vendor writes it: `+86 139-1234-5678` is `13912345678`, and
    `+862155550100` is `02155550100`. Numbers of other countries keep their `+`; what is no number stays as it is."""
    bare = re.sub(r"[\s().-]", "", number)
    found = _OF_CHINA.fullmatch(bare)
    if found is None:
        return bare if _NUMBER.fullmatch(bare) else number.strip()
    rest = found[1] or found[2]
    return rest if rest.startswith(("0", "1", "400", "800")) else f"0{rest}"


_NUMBER = re.compile(r"\+?[0-9]+")
_OF_CHINA = re.compile(r"(?:\+86|0086)([0-9]{9,12})|86(1[0-9]{10})")


def _answered_at(events: list[Told]) -> datetime | None:
    """Said so, or spoken for a while: then somebody had answered."""
    moments = [each.at for each in events if each.kind == "answered"]
    spoken = [
        each.at - timedelta(seconds=each.seconds) for each in events if each.kind == "ended" and each.seconds
    ]
    return min(moments or spoken, default=None)


def _outcome(events: list[Told], answered: bool, silent: bool) -> str:
    kinds = {each.kind for each in events}
    if answered:
        return ANSWERED
    if "missed" in kinds:
        return MISSED
    if "ended" in kinds:
        return MISSED if silent else ENDED
    return OPEN


def _target(events: list[Told], answered: bool) -> str:
    """Who answered; else who was tried last."""
    said = [each for each in events if each.target]
    best = [each for each in said if each.kind in ("answered", "ended")] if answered else said
    return (best or said)[-1].target if said else ""


def _seconds(events: list[Told], answered_at: datetime | None, ended_at: datetime | None) -> int | None:
    """None while it lasts. What the vendor counted goes before what we would reckon."""
    if answered_at is None or ended_at is None:
        return None
    counted = [each.seconds for each in events if each.kind == "ended" and each.seconds is not None]
    return max(counted) if counted else max(int((ended_at - answered_at).total_seconds()), 0)
