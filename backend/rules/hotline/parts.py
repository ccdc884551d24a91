"""What a hotline plan is made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from backend.rules.clock import Interval

OFFICE, PERSON = "office", "person"


@dataclass(frozen=True, slots=True)
class Target:
    """Where a call goes. `number` is dialled as it stands: digits, with a `+` in front or not."""

    kind: str
    number: str
    person_id: int | None = None


@dataclass(frozen=True, slots=True)
class Segment:
    """One stretch of the plan. `targets` are tried in this order and are never empty; the first is the wanted one.

    `why` says where the first comes from: `office-hours`, `duty` (the rota), `taken` (somebody takes it until …),
    `assigned` (a manager's word), `confirmed` (next in the chain, who confirmed instead), `fallback` (nobody is on
    duty, or without a verified number: R-HOT-2), `nobody` (not even the chain can be reached: the office).
    """

    span: Interval
    targets: tuple[Target, ...]
    why: str

    @property
    def target(self) -> Target:
        return self.targets[0]


@dataclass(frozen=True, slots=True)
class Plan:
    """Segments without a gap, in order. A plan with a lower `version` never replaces one with a higher."""

    version: int
    segments: tuple[Segment, ...]

    @property
    def span(self) -> Interval:
        return Interval(self.segments[0].span.start, self.segments[-1].span.end)

    def at(self, moment: datetime) -> Segment:
        """The segment that a moment lies in; before the plan its first, after it its last (R-HOT-5)."""
        return next((each for each in self.segments if moment < each.span.end), self.segments[-1])

    def to_dict(self) -> dict[str, Any]:
        """As JSON keeps it; `from_dict` reads it back."""
        return {"version": self.version, "segments": [_plain(segment) for segment in self.segments]}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Self:
        return cls(data["version"], tuple(_segment(row) for row in data["segments"]))


def _plain(segment: Segment) -> dict[str, Any]:
    return {
        "from": segment.span.start.isoformat(),
        "to": segment.span.end.isoformat(),
        "why": segment.why,
        "targets": [
            {"kind": each.kind, "number": each.number, "person_id": each.person_id}
            for each in segment.targets
        ],
    }


def _segment(row: dict[str, Any]) -> Segment:
    span = Interval(datetime.fromisoformat(row["from"]), datetime.fromisoformat(row["to"]))
    targets = tuple(Target(each["kind"], each["number"], each["person_id"]) for each in row["targets"])
    return Segment(span, targets, row["why"])
