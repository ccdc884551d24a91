"""Reading the trail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from backend.audit.chains import Chain, whose
from backend.audit.trail import TRAIL
from backend.infra import db
from backend.rules.clock import day_interval

PAGE = 50


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One event as the page shows it."""

    id: int
    at: datetime
    actor: str | None
    verb: str
    subject: str
    details: dict[str, Any]

    @property
    def facts(self) -> list[tuple[str, Any]]:
        """The details as a reader wants them: instants as datetimes, without what is empty."""
        return [
            (key, _instant(value)) for key, value in self.details.items() if value not in (None, "", [], {})
        ]


@dataclass(frozen=True, slots=True)
class ChainState:
    """How far a chain is sealed."""

    seals: int
    sealed_at: datetime | None
    head: str
    waiting: int


async def audit_lines(
    department_id: int,
    *,
    before: int | None = None,
    actor_id: int | None = None,
    verb: str | None = None,
    day: date | None = None,
    zone: ZoneInfo | None = None,
) -> list[AuditLine]:
    """The newest lines first, one page; `before` is the id to go on from."""
    span = day_interval(day, zone) if day and zone else None
    start, end = (span.start, span.end) if span else (None, None)
    rows = await db.fetch(_LINES, department_id, before, actor_id, verb, start, end, PAGE)
    return [AuditLine(**dict(row)) for row in rows]


async def trail_state(department_id: int) -> ChainState:
    """How far the audit trail is sealed."""
    return await chain_state(TRAIL, department_id)


async def chain_state(chain: Chain, department_id: int) -> ChainState:
    row = await db.fetchrow(_state(chain, department_id), department_id)
    assert row is not None
    return ChainState(row["seals"] or 0, row["sealed_at"], (row["hash"] or b"").hex(), row["waiting"])


async def verbs(department_id: int) -> list[str]:
    """What happened here at all, for the filter."""
    return [row["verb"] for row in await db.fetch(_VERBS, department_id)]


def _instant(value: Any) -> Any:
    """A datetime out of what JSON keeps of one; anything else as it is."""
    if not isinstance(value, str) or len(value) < len("2026-11-23T08:30:00") or value[10] != "T":
        return value
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        return value


_LINES = """
SELECT audit_event.id, audit_event.at, person.name AS actor, verb, subject, details
FROM audit_event LEFT JOIN person ON person.id = audit_event.actor_id
WHERE audit_event.department_id = $1
  AND ($2::bigint IS NULL OR audit_event.id < $2) AND ($3::bigint IS NULL OR actor_id = $3)
  AND ($4::text IS NULL OR verb = $4)
  AND ($5::timestamptz IS NULL OR audit_event.at >= $5) AND ($6::timestamptz IS NULL OR audit_event.at < $6)
ORDER BY audit_event.id DESC LIMIT $7
"""
_VERBS = "SELECT DISTINCT verb FROM audit_event WHERE department_id = $1 ORDER BY verb"


def _state(chain: Chain, department_id: int) -> str:
    waiting = " + ".join(
        f"(SELECT count(*) FROM {table} WHERE {whose(department_id)} AND tx > coalesce(seal.last_tx, '0'::xid8))"
        for table in chain.tables
    )
    return f"""
SELECT seal.number AS seals, seal.sealed_at, seal.hash, {waiting} AS waiting
FROM (SELECT 1) AS one LEFT JOIN LATERAL (
    SELECT * FROM {chain.seals} WHERE {whose(department_id)} ORDER BY number DESC LIMIT 1
) AS seal ON true
"""
