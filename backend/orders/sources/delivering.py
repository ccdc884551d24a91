"""A signed delivery: who sent it, when, and whether it was here before; then its orders come in by the one verb.

Guarantees:
- a signature covers time and body, is compared in constant time, and the secret itself never travels;
- what is more than five minutes away from our time is refused, and what was accepted is never accepted again;
- a delivery that was refused left nothing behind, so it may be sent again as it is.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from backend.audit.actions import note
from backend.infra import db
from backend.infra.refusal import Refusal
from backend.infra.telephony.signed import FRESH_SECONDS, body_signature
from backend.infra.vault import unlock
from backend.orders.intake import Taken, take_in
from backend.orders.sources.keeping import PURPOSE
from backend.orders.sources.telling import Delivery, drafts_of, read

QUIET = timedelta(minutes=1)
"""A refusal is in the trail once in that time for each shop system, whoever hammers at its address."""

_noted: dict[int, datetime] = {}
db.of_one_database(_noted.clear)


@dataclass(frozen=True, slots=True)
class Sent:
    """A request as it came, and the headers that prove it."""

    body: bytes
    timestamp: str
    signature: str


@dataclass(frozen=True, slots=True)
class _Shop:
    """The shop system as the one who takes in."""

    department_id: int
    person_id: None = None

    def may(self, permission: str) -> bool:
        return permission == "orders.take-in"


async def deliver(token: str, sent: Sent, at: datetime) -> tuple[int, str, Delivery, Taken]:
    """Department, platform, what was told, what became of it. 404 for an unknown address, 403 for one switched off,
    401 for a missing, stale or wrong signature, 409 for a repetition, 422 for an order that is not in order."""
    source = await db.fetchrow(_SOURCE, token)
    if source is None:
        raise Refusal("intake-source-unknown", 404)
    try:
        signature = _proved(source, sent, at)
    except Refusal as refusal:
        await _note_refused(source, refusal, at)
        raise
    told = read(sent.body)
    platform = source["platform"] or f"shop-{source['id']}"
    drafts = drafts_of(told, platform)
    async with db.transaction():
        if await db.fetchval(_ONCE, source["department_id"], source["id"], signature, at) is None:
            raise Refusal("intake-signature-seen", 409)
        taken = await take_in(_Shop(source["department_id"]), drafts, at, source="webhook")
        await db.execute(_SEEN, source["id"], at)
    return source["department_id"], platform, told, taken


def _proved(source: Any, sent: Sent, at: datetime) -> bytes:
    """The signature, if it is one."""
    if source["ended_at"] is not None:
        raise Refusal("intake-source-ended", 403)
    if not sent.signature or not sent.timestamp:
        raise Refusal("intake-signature-missing", 401)
    if not (sent.timestamp.isascii() and sent.timestamp.isdigit() and len(sent.timestamp) <= 12):
        raise Refusal("intake-signature-time", 401)
    ours = body_signature(unlock(PURPOSE, source["secret"]), sent.timestamp, sent.body)
    theirs = sent.signature.removeprefix("sha256=").lower()
    if not hmac.compare_digest(ours.encode(), theirs.encode()):
        raise Refusal("intake-signature-wrong", 401)
    if abs(at.timestamp() - int(sent.timestamp)) > FRESH_SECONDS:
        raise Refusal("intake-signature-late", 401)
    return bytes.fromhex(ours)


async def _note_refused(source: Any, refusal: Refusal, at: datetime) -> None:
    last = _noted.get(source["id"])
    if last is not None and at - last < QUIET:
        return
    _noted[source["id"]] = at
    async with db.transaction():
        await note(
            "orders.delivery_refused", f"order_source:{source['id']}", department_id=source["department_id"],
            actor_id=None, name=source["name"], reason=refusal.code.removeprefix("intake-"),
        )  # fmt: skip


_SOURCE = """
SELECT order_source.id, department_id, order_source.name, platform, secret, ended_at
FROM order_source JOIN department ON department.id = department_id
WHERE token = $1 AND department.archived_at IS NULL
"""
_ONCE = """
INSERT INTO order_delivery (department_id, source_id, signature, at) VALUES ($1, $2, $3, $4)
ON CONFLICT (source_id, signature) DO NOTHING RETURNING id
"""
_SEEN = "UPDATE order_source SET last_seen_at = $2 WHERE id = $1"
