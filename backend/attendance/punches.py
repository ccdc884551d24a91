"""Punches as they are recorded, and what one clock-in needs to know, in one round trip."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from backend.infra import db
from backend.rota.queries import intervals
from backend.rules.clock import Intervals

RECENT = 12


@dataclass(frozen=True, slots=True)
class Kept:
    """A punch in the book. `accepted` is a lead's answer to it, None while nobody has answered."""

    id: int
    kind: str
    at: datetime
    day: date
    shift_id: int | None
    sequence: int
    standing: str
    place: str
    source: str
    reasons: tuple[dict[str, Any], ...]
    accepted: bool | None

    @property
    def refused(self) -> bool:
        return self.accepted is False

    @property
    def counts(self) -> bool:
        """Whether the rules look at it: counted from the start or accepted later, and not refused."""
        return not self.refused and (self.standing == "counted" or self.accepted is True)

    @property
    def waits(self) -> bool:
        """Whether a lead has still to look at it."""
        return self.accepted is None and (self.standing == "waiting" or bool(self.reasons))


@dataclass(frozen=True, slots=True)
class ShiftCard:
    """One of a person's published shifts. `names` is empty where no template stands behind it."""

    id: int
    day: date
    segments: Intervals
    break_minutes: int
    names: dict[str, str]
    code: str

    @property
    def start(self) -> datetime:
        return self.segments[0].start

    @property
    def end(self) -> datetime:
        return self.segments[-1].end


@dataclass(frozen=True, slots=True)
class Site:
    """A circle on the map where one may clock in."""

    id: int
    name: str
    latitude: float
    longitude: float
    radius_m: int


@dataclass(frozen=True, slots=True)
class Door:
    """A door whose screen shows a changing code."""

    id: int
    name: str
    secret: bytes


@dataclass(frozen=True, slots=True)
class Around:
    """A person's punches (newest first) and shifts around a moment, and where their department lets them clock in."""

    shifts: tuple[ShiftCard, ...]
    punches: tuple[Kept, ...]
    replay: Kept | None
    replay_of_another: bool
    sites: tuple[Site, ...]
    doors: tuple[Door, ...]

    @property
    def last_sequence(self) -> int:
        return max((punch.sequence for punch in self.punches), default=0)


async def around(
    person_id: int, department_id: int, day: date, request_key: UUID | None = None, places: str = "none"
) -> Around:
    """One statement. `day` is the department's calendar day; `places` its place policy (`none`, `geofence`, `door`)."""
    statement = _AROUND[places]
    return _around(await db.fetch(statement, person_id, department_id, day, request_key), person_id)


_SHIFT = """
SELECT 'shift' AS part, shift.id, shift.person_id, shift.day, shift.segments, shift.break_minutes AS number,
    shift_template.code AS kind, NULL::timestamptz AS at, NULL::bigint AS shift_id, NULL::text AS standing,
    NULL::text AS place, NULL::text AS source, shift_template.names AS details, NULL::boolean AS accepted
FROM shift LEFT JOIN shift_template ON shift_template.id = shift.template_id
WHERE shift.person_id = $1 AND shift.department_id = $2 AND shift.in_force
  AND shift.day BETWEEN $3::date - 1 AND $3::date + 1
"""
_PUNCH_COLUMNS = """
    punch.id, punch.person_id, punch.day, NULL::tstzmultirange, punch.sequence, punch.kind, punch.at, punch.shift_id,
    punch.standing, punch.place, punch.source, punch.reasons, punch_decision.accepted
"""
_PUNCH = f"""
SELECT 'punch', {_PUNCH_COLUMNS}
FROM (SELECT * FROM punch WHERE person_id = $1 ORDER BY sequence DESC LIMIT {RECENT}) AS punch
LEFT JOIN punch_decision ON punch_decision.punch_id = punch.id
"""
_REPLAY = f"""
SELECT 'replay', {_PUNCH_COLUMNS}
FROM punch LEFT JOIN punch_decision ON punch_decision.punch_id = punch.id WHERE punch.request_key = $4
"""
_SITE = """
SELECT 'site', id, NULL, NULL, NULL, radius_m, name, NULL, NULL, NULL, NULL, NULL,
    jsonb_build_array(latitude, longitude), NULL
FROM site WHERE department_id = $2 AND archived_at IS NULL
"""
_DOOR = """
SELECT 'door', id, NULL, NULL, NULL, 0, name, NULL, NULL, encode(secret, 'hex'), NULL, NULL, NULL, NULL
FROM door WHERE department_id = $2 AND ended_at IS NULL
"""
_BASE = f"{_SHIFT} UNION ALL {_PUNCH} UNION ALL {_REPLAY}"
_AROUND = {
    "none": _BASE,
    "geofence": f"{_BASE} UNION ALL {_SITE}",
    "door": f"{_BASE} UNION ALL {_DOOR}",
}


def _around(rows: Iterable[Any], person_id: int) -> Around:
    parts: dict[str, list[Any]] = {"shift": [], "punch": [], "replay": [], "site": [], "door": []}
    for row in rows:
        parts[row["part"]].append(row)
    replay = parts["replay"][0] if parts["replay"] else None
    return Around(
        tuple(sorted((shift_card(row) for row in parts["shift"]), key=lambda shift: shift.start)),
        tuple(sorted(map(kept, parts["punch"]), key=lambda punch: -punch.sequence)),
        kept(replay) if replay and replay["person_id"] == person_id else None,
        bool(replay and replay["person_id"] != person_id),
        tuple(_site(row) for row in parts["site"]),
        tuple(Door(row["id"], row["kind"], bytes.fromhex(row["standing"])) for row in parts["door"]),
    )


def _site(row: Any) -> Site:
    latitude, longitude = row["details"]
    return Site(row["id"], row["kind"], latitude, longitude, row["number"])


def kept(row: Any) -> Kept:
    """A row with the columns of `_PUNCH_COLUMNS`."""
    return Kept(
        row["id"],
        row["kind"],
        row["at"],
        row["day"],
        row["shift_id"],
        row["number"],
        row["standing"],
        row["place"],
        row["source"],
        tuple(row["details"] or ()),
        row["accepted"],
    )


def shift_card(row: Any) -> ShiftCard:
    return ShiftCard(
        row["id"],
        row["day"],
        intervals(row["segments"]),
        row["number"],
        row["details"] or {},
        row["kind"] or "",
    )


def recent_state(punches: Iterable[Kept]) -> tuple[str, Kept | None]:
    """`in`, `break` or `out`, and the punch that says so, from one day's punches in any order; refused ones aside."""
    last = max(
        (punch for punch in punches if not punch.refused),
        key=lambda punch: (punch.at, punch.sequence),
        default=None,
    )
    return (STATE_AFTER[last.kind] if last else "out"), last


STATE_AFTER = {"in": "in", "break_in": "in", "break_out": "break", "out": "out"}
OPEN_FOR = timedelta(hours=16)
