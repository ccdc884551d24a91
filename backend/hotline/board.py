"""What the hotline's page shows: the coming nights, what stands above the rota, and the log of switches."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from backend.company.queries import department_zone, rules_of
from backend.hotline.facts import hours_of
from backend.hotline.now import HotlineNow
from backend.infra import db
from backend.rules.clock import Interval, day_interval, day_of
from backend.rules.hotline import HOLES, Segment, stretches
from backend.web.formats import mask_mobile

SHOWN_DAYS = 7
WIDTH = 700


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of a night that one person has, or nobody."""

    span: Interval
    segment: Segment

    @property
    def hole(self) -> bool:
        return self.segment.why in HOLES


@dataclass(frozen=True, slots=True)
class Night:
    """From the closing of `day` to the next opening."""

    day: date
    span: Interval
    pieces: tuple[Piece, ...]

    @property
    def hole(self) -> bool:
        return any(piece.hole for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Block:
    """One segment in the drawing of the week; `tone` is office, person or hole."""

    x: float
    width: float
    tone: str


@dataclass(frozen=True, slots=True)
class OverrideCard:
    """A takeover or an assignment that holds, or will."""

    id: int
    person_id: int
    name: str
    kind: str
    starts_at: datetime
    ends_at: datetime
    by_day: bool
    note: str
    made_by: str


@dataclass(frozen=True, slots=True)
class SwitchLine:
    """One line of the log (R-HOT-6). `before` and `after` are names where they are people's; numbers are masked."""

    id: int
    at: datetime
    kind: str
    before: str
    before_number: str
    before_office: bool
    after: str
    after_number: str
    after_office: bool
    why: str
    version: int
    detail: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Board:
    """The page but for what happens now."""

    nights: tuple[Night, ...]
    blocks: tuple[Block, ...]
    days: tuple[date, ...]
    overrides: tuple[OverrideCard, ...]
    switches: tuple[SwitchLine, ...]
    width: int = WIDTH

    @property
    def holes(self) -> int:
        return sum(night.hole for night in self.nights)


async def board_of(now: HotlineNow) -> Board:
    """Today and the six days after it; what is past of today stays empty."""
    rules, zone = await rules_of(now.department_id), await department_zone(now.department_id)
    today = day_of(now.at, zone)
    days = tuple(today + timedelta(days=n) for n in range(SHOWN_DAYS))
    week = Interval(day_interval(today, zone).start, day_interval(days[-1], zone).end)
    coming = Interval(now.at, week.end)
    hours = hours_of(rules, zone)
    return Board(
        tuple(_night(each.day, each.span, now) for each in stretches(hours, coming) if each.night),
        tuple(_block(each, coming, week) for each in now.plan.segments if each.span.overlaps(coming)),
        days,
        await overrides_from(now.department_id, now.at),
        await switch_log(now.department_id, 30),
    )


async def overrides_from(department_id: int, at: datetime) -> tuple[OverrideCard, ...]:
    """What holds at `at` or will, in the order of its beginning."""
    return tuple(OverrideCard(**row) for row in await db.fetch(_OVERRIDES, department_id, at))


async def switch_log(department_id: int, most: int, before: datetime | None = None) -> tuple[SwitchLine, ...]:
    """The newest switches first, older than `before`."""
    return tuple(_line(row) for row in await db.fetch(_SWITCHES, department_id, most, before))


def _night(day: date, span: Interval, now: HotlineNow) -> Night:
    pieces = _pieces(span, now.plan.segments, now.at)
    return Night(day, span, tuple(pieces))


def _pieces(span: Interval, segments: Iterable[Segment], at: datetime) -> list[Piece]:
    """What of a night is still to come, by who has it."""
    found = []
    for each in segments:
        start, end = max(each.span.start, span.start), min(each.span.end, span.end)
        if start < end and end > at:
            found.append(Piece(Interval(start, end), each))
    return found


def _block(segment: Segment, coming: Interval, week: Interval) -> Block:
    start, end = max(segment.span.start, coming.start), min(segment.span.end, week.end)
    tone = "office" if segment.why == "office-hours" else "hole" if segment.why in HOLES else "person"
    return Block(_across(start, week), round(_across(end, week) - _across(start, week), 1), tone)


def _across(at: datetime, week: Interval) -> float:
    return round((at - week.start).total_seconds() / week.seconds * WIDTH, 1)


def _line(row: Any) -> SwitchLine:
    def shown(number: str, person_id: int | None) -> str:
        return mask_mobile(number) if person_id is not None else number

    return SwitchLine(
        row["id"],
        row["at"],
        row["kind"],
        row["before"] or "",
        shown(row["from_number"], row["from_person_id"]),
        row["from_number"] == row["office_number"],
        row["after"] or "",
        shown(row["to_number"], row["to_person_id"]),
        row["to_number"] == row["office_number"],
        row["why"],
        row["version"],
        row["detail"],
        row["recorded_at"],
    )


_OVERRIDES = """
SELECT override.id, override.person_id, person.name, override.kind, override.starts_at, override.ends_at,
    override.by_day, override.note, coalesce(maker.name, '') AS made_by
FROM hotline_override AS override JOIN person ON person.id = override.person_id
LEFT JOIN person AS maker ON maker.id = override.made_by
WHERE override.department_id = $1 AND override.ended_at IS NULL AND override.ends_at > $2 AND person.left_at IS NULL
ORDER BY override.starts_at, override.id
"""
_SWITCHES = """
SELECT log.*, before.name AS before, after.name AS after, line.office_number
FROM hotline_switch AS log JOIN hotline_line AS line ON line.id = log.line_id
LEFT JOIN person AS before ON before.id = log.from_person_id
LEFT JOIN person AS after ON after.id = log.to_person_id
WHERE log.department_id = $1 AND ($3::timestamptz IS NULL OR log.at < $3)
ORDER BY log.at DESC, log.id DESC LIMIT $2
"""
