"""What a vendor tells about calls becomes the book of calls.

Guarantees:
- an event counts once, however often it is told and by whichever processes at the same moment (the database says so);
- a call is judged anew from all its events each time, so that the order in which they come decides nothing;
- an event and what follows from it are written together or not at all.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from backend.hotline.calls import live  # noqa: F401  # registers what follows
from backend.hotline.calls.callbacks import follow_answered, follow_missed
from backend.hotline.queries import plan_at
from backend.infra import db, outbox
from backend.infra.apart import apart
from backend.infra.telephony.adapter import CallEvent
from backend.rules.hotline.calls import ANSWERED, MISSED, CallCard, Told, as_written_here, judge_call, whose

SETTLES = timedelta(seconds=10)
"""How long after its end a call waits for somebody's answer to be told, before it counts as missed."""


async def take_events(department_id: int, line_id: int, events: Iterable[CallEvent], at: datetime) -> int:
    """Writes down what is new and returns how many events were; each call's in one transaction."""
    by_call: dict[str, list[CallEvent]] = {}
    for event in events:
        by_call.setdefault(event.call_id, []).append(event)
    return sum([await _take(department_id, line_id, call_id, told, at) for call_id, told in by_call.items()])


async def settle_calls(at: datetime) -> int:
    """Calls that ended a while ago and were answered by nobody are missed. For the worker's sweep."""

    async def settle(row: Any) -> int:
        async with db.transaction():
            await _judge(row["department_id"], row["line_id"], row["vendor_id"], at)
        return 1

    return await apart("calls", settle, await db.fetch(_UNSETTLED, at - SETTLES))


async def _take(department_id: int, line_id: int, vendor_id: str, told: list[CallEvent], at: datetime) -> int:
    async with db.transaction():
        await db.execute(_BEGIN, department_id, line_id, vendor_id, min(event.at for event in told), at)
        await db.execute(_LOCK, department_id, line_id, vendor_id)
        new = 0
        for event in told:
            new += await _write(department_id, line_id, event, at)
        if new:
            await _judge(department_id, line_id, vendor_id, at)
    return new


async def _write(department_id: int, line_id: int, event: CallEvent, at: datetime) -> int:
    caller, target = as_written_here(event.caller), as_written_here(event.target)
    written = await db.fetchval(
        _EVENT, department_id, line_id, event.event_id, event.call_id, event.kind, event.at, caller, target,
        event.seconds, event.details, at,
    )  # fmt: skip
    return 1 if written is not None else 0


async def _judge(department_id: int, line_id: int, vendor_id: str, at: datetime) -> None:
    await db.execute(_LOCK, department_id, line_id, vendor_id)
    rows = await db.fetch(_TOLD, department_id, line_id, vendor_id)
    ended = [row["received_at"] for row in rows if row["kind"] == "ended"]
    card = judge_call((_told(row) for row in rows), silent=bool(ended) and at - min(ended) >= SETTLES)
    call = await _keep(department_id, line_id, vendor_id, card, max(row["received_at"] for row in rows))
    if card.outcome == MISSED:
        await follow_missed(call, at)
    elif card.outcome == ANSWERED:
        await follow_answered(call, at)
    await outbox.record("call.changed", department_id, call_id=call["id"])


async def _keep(department_id: int, line_id: int, vendor_id: str, card: CallCard, heard_at: datetime) -> Any:
    """Joined to whose duty it was by the plan that stood at that moment."""
    plan = await plan_at(department_id, card.started_at)
    segment = plan.at(card.started_at) if plan else None
    target = whose(segment, card.target) if segment else None
    person_id = await db.fetchval(_HERE, target.person_id if target else None, department_id)
    return await db.fetchrow(
        _KEEP, department_id, line_id, vendor_id, card.caller, card.target, person_id, segment.why if segment else "",
        plan.version if plan else 0, card.started_at, card.answered_at, card.ended_at, card.seconds, card.outcome,
        heard_at,
    )  # fmt: skip


def _told(row: Any) -> Told:
    return Told(row["kind"], row["at"], row["event_id"], row["caller"], row["target"], row["seconds"])


_BEGIN = """
INSERT INTO call (department_id, line_id, vendor_id, started_at, heard_at) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT DO NOTHING
"""
_LOCK = "SELECT FROM call WHERE department_id = $1 AND line_id = $2 AND vendor_id = $3 FOR UPDATE"
_EVENT = """
INSERT INTO call_event (department_id, line_id, event_id, vendor_id, kind, at, caller, target, seconds, details,
    received_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT DO NOTHING RETURNING id
"""
_TOLD = """
SELECT kind, at, event_id, caller, target, seconds, received_at FROM call_event
WHERE department_id = $1 AND line_id = $2 AND vendor_id = $3
"""
_HERE = "SELECT id FROM person WHERE id = $1 AND department_id = $2"
_KEEP = """
UPDATE call SET caller = $4, target = $5, person_id = $6, why = $7, plan_version = $8, started_at = $9,
    answered_at = $10, ended_at = $11, seconds = $12, outcome = $13, heard_at = $14
WHERE department_id = $1 AND line_id = $2 AND vendor_id = $3
RETURNING id, department_id, line_id, caller, person_id, started_at, answered_at, callback_id
"""
_UNSETTLED = """
SELECT department_id, line_id, vendor_id FROM call WHERE outcome = 'ended' AND heard_at <= $1
ORDER BY heard_at LIMIT 200
"""
