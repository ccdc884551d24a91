"""The chain of the audit trail: every event, in the order of the transactions that wrote them."""

from __future__ import annotations

from collections.abc import Sequence

from backend.audit.chains import Chain, hashed
from backend.infra import db


async def _events(ids: Sequence[int]) -> dict[int, bytes]:
    """A list, not names: the form of the first seals, which stays."""
    rows = await db.fetch(_EVENTS, ids)
    return {
        row["id"]: hashed([row[name] if name != "at" else row[name].isoformat() for name in _SAID])
        for row in rows
    }


_SAID = ("id", "department_id", "at", "actor_id", "verb", "subject", "details", "address")
_EVENTS = f"SELECT {', '.join(_SAID)} FROM audit_event WHERE id = ANY($1::bigint[])"

TRAIL = Chain(
    "audit",
    "audit_seal",
    "event_ids",
    {"audit_event": _events},
    0x7365616C,
    "audit-broken",
    columns={"audit_event": (*_SAID, "tx")},
)
