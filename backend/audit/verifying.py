"""Walks the sealed trail and finds the first place where it is not what it was."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from backend.audit.sealing import GENESIS, chain, digest
from backend.infra import db


@dataclass(frozen=True, slots=True)
class BrokenLink:
    """The first thing that does not fit: `what` is a message id, `event_id` the event if it is one."""

    department_id: int | None
    seal_number: int
    what: str
    event_id: int | None = None


@dataclass(frozen=True, slots=True)
class Verification:
    """What the walk saw; `head` is the newest seal's hash in hex, to be kept outside of the system."""

    department_id: int | None
    seals: int
    events: int
    head: str
    broken: BrokenLink | None


async def verify() -> list[Verification]:
    """Every chain: each department's, and the company's own."""
    return [await verify_department(row["department_id"]) for row in await db.fetch(_CHAINS)]


async def verify_department(department_id: int | None) -> Verification:
    """One chain, seal by seal; stops at the first broken link."""
    previous, events, number = GENESIS, 0, 0
    async for seal in _seals(department_id):
        number += 1
        broken = await _broken(seal, number, previous)
        if broken is not None:
            return Verification(department_id, number, events, previous.hex(), broken)
        previous, events = seal["hash"], events + len(seal["event_ids"])
    stray = await db.fetchval(_STRAY, department_id or 0)
    broken = BrokenLink(department_id, number, "audit-broken-stray", stray) if stray else None
    return Verification(department_id, number, events, previous.hex(), broken)


_CHAINS = "SELECT DISTINCT department_id FROM audit_seal ORDER BY 1 NULLS LAST"
_NEXT = (
    "SELECT * FROM audit_seal WHERE coalesce(department_id, 0) = $1 AND number > $2 ORDER BY number LIMIT 1"
)
_EVENTS = """
SELECT id, department_id, at, actor_id, verb, subject, details, address FROM audit_event WHERE id = ANY($1::bigint[])
"""
# An event of a sealed transaction that no seal names was slipped in afterwards.
_STRAY = """
WITH sealed AS (
    SELECT jsonb_array_elements_text(event_ids)::bigint AS id FROM audit_seal WHERE coalesce(department_id, 0) = $1
)
SELECT min(audit_event.id) FROM audit_event LEFT JOIN sealed USING (id)
WHERE coalesce(department_id, 0) = $1 AND sealed.id IS NULL
  AND tx <= (SELECT max(last_tx) FROM audit_seal WHERE coalesce(department_id, 0) = $1)
"""


async def _seals(department_id: int | None) -> Any:
    number = 0
    while (seal := await db.fetchrow(_NEXT, department_id or 0, number)) is not None:
        number = seal["number"]
        yield seal


async def _broken(seal: Any, number: int, previous: bytes) -> BrokenLink | None:
    department_id = seal["department_id"]
    if seal["number"] != number:
        return BrokenLink(department_id, number, "audit-broken-seal-missing")
    events = {row["id"]: row for row in await db.fetch(_EVENTS, seal["event_ids"])}
    for event_id, expected in zip(seal["event_ids"], seal["digests"], strict=True):
        if event_id not in events:
            return BrokenLink(department_id, number, "audit-broken-removed", event_id)
        if digest(events[event_id]).hex() != expected:
            return BrokenLink(department_id, number, "audit-broken-altered", event_id)
    digests = [bytes.fromhex(value) for value in seal["digests"]]
    if seal["previous"] != previous or seal["hash"] != chain(previous, digests):
        return BrokenLink(department_id, number, "audit-broken-chain")
    return None
