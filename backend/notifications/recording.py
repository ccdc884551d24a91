"""What came of what went out, and what is taken up again.

Guarantees:
- an outcome is kept for the attempt that it belongs to, never for a later one;
- what was on the wire when its worker died is taken up again where a second one replaces the first (an open page, a
  push under the same topic and tag); a group, a text and a call are not risked twice: their outcome stays unknown, and
  the ladder goes on;
- what the other side cannot take now is tried again later and later, at its own wish not sooner, until the message is
  over, answered or seen.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from backend.infra import db
from backend.infra.push.outcome import Outcome
from backend.notifications.claiming import said_of
from backend.notifications.wires import REPLACEABLE, Wire
from backend.rules.messages import KINDS, again_after

LEASE = timedelta(seconds=25)
"""Twice as long as anything stays on the wire: after it the worker that held a delivery is surely gone."""
BATCH = 50
NEVER_LEFT = ("ClientConnector", "its name leads")
"""An error before anything was said; any other silence may mean that it was heard."""

_ENDS = {"sent": "sent", "gone": "gone", "refused": "refused", "too_large": "refused", "failed": "refused"}


async def record(outcomes: Iterable[tuple[Wire, Outcome]], at: datetime) -> None:
    """Keeps what came of some deliveries, and of those that they carried."""
    kept = [(wire, _ending(wire, outcome, at)) for wire, outcome in outcomes]
    bundles = [row for wire, row in kept if wire.carries]
    async with db.transaction():
        if bundles:  # first: what is carried asks for its head's attempt as it is on the wire
            await db.execute(_RECORD_CARRIED, *_columns(bundles), at)
        if kept:
            await db.execute(_RECORD, *_columns([row for _, row in kept]), at)


async def take_up(at: datetime, batch: int = BATCH) -> list[Wire]:
    """Claims what waits for another attempt, and what a dead worker left on the wire, where it is safe to."""
    if not await db.fetchval(_ANYTHING, at, at - LEASE):
        return []
    async with db.transaction():
        await db.execute(_UNKNOWN, at - LEASE, list(REPLACEABLE), at)
        await db.execute(_DROPPED, at, _ANSWERED_BY_SIGHT, at - LEASE)
        rows = await db.fetch(_TAKE_UP, at, at - LEASE, batch)
        carried = await db.fetch(_CARRIED, [row["delivery_id"] for row in rows]) if rows else []
    return [_wire(row, carried) for row in rows]


def _ending(wire: Wire, outcome: Outcome, at: datetime) -> tuple[Any, ...]:
    state, again_at = _state(wire, outcome, at)
    return wire.delivery_id, wire.attempt, state, again_at, outcome.status, outcome.reason[:200]


def _columns(rows: list[tuple[Any, ...]]) -> list[list[Any]]:
    return [list(column) for column in zip(*rows, strict=True)]


def _state(wire: Wire, outcome: Outcome, at: datetime) -> tuple[str, datetime | None]:
    if outcome.state != "later":
        return _ENDS[outcome.state], None
    doubtful = outcome.status == 0 and not outcome.reason.startswith(NEVER_LEFT)
    if doubtful and not wire.replaceable:
        return "unknown", None
    return "planned", at + again_after(wire.attempt, outcome.again_in)


def _wire(row: Any, carried: list[Any]) -> Wire:
    mine = tuple(said_of(other) for other in carried if other["carried_by"] == row["delivery_id"])
    return Wire(
        row["delivery_id"], row["department_id"], row["channel"], row["target_id"], row["attempts"], row["person_id"],
        row["name"] or "", row["lang"], row["zone"], said_of(row), mine,
    )  # fmt: skip


_ANSWERED_BY_SIGHT = [kind.name for kind in KINDS.values() if not kind.acknowledge]

_RECORDED = """
WITH came AS (
    SELECT * FROM unnest($1::bigint[], $2::int[], $3::text[], $4::timestamptz[], $5::int[], $6::text[])
        AS came (id, attempt, state, again_at, status, reason)
), changed AS (
    UPDATE delivery SET state = came.state, again_at = came.again_at, status = came.status, reason = came.reason,
        sent_at = CASE WHEN came.state = 'sent' THEN $7::timestamptz END
    FROM came WHERE {which}
    RETURNING delivery.id, delivery.department_id, delivery.message_id, delivery.channel, came.state, came.status,
        came.reason
)
INSERT INTO message_event (department_id, message_id, delivery_id, what, at, detail)
SELECT department_id, message_id, id, CASE state WHEN 'planned' THEN 'later' ELSE state END, $7,
    channel || CASE WHEN reason <> '' THEN ': ' || reason ELSE '' END
FROM changed ORDER BY id
"""
_RECORD = _RECORDED.format(
    which="delivery.id = came.id AND delivery.attempts = came.attempt AND delivery.state = 'sending'"
)
_RECORD_CARRIED = _RECORDED.format(
    which="""delivery.carried_by = came.id AND delivery.state IN ('sending', 'planned') AND EXISTS (
        SELECT 1 FROM delivery AS head
        WHERE head.id = came.id AND head.attempts = came.attempt AND head.state = 'sending'
    )"""
)
# Found by their partial indexes, however many deliveries there have been over the years.
_WAITING = "SELECT id FROM delivery WHERE state = 'planned' AND carried_by IS NULL AND again_at <= {at}"
_LEFT = "SELECT id FROM delivery WHERE state = 'sending' AND carried_by IS NULL AND claimed_at < {lease}"
_DUE = f"{_WAITING} UNION ALL {_LEFT}"
_ANYTHING = f"SELECT EXISTS ({_WAITING.format(at='$1')}) OR EXISTS ({_LEFT.format(lease='$2')})"
_UNKNOWN = """
WITH lost AS (
    UPDATE delivery SET state = 'unknown', reason = 'the worker stopped meanwhile'
    WHERE state = 'sending' AND claimed_at < $1 AND channel <> ALL($2::text[])
    RETURNING id, department_id, message_id, channel
)
INSERT INTO message_event (department_id, message_id, delivery_id, what, at, detail)
SELECT department_id, message_id, id, 'unknown', $3, channel FROM lost
"""
_OVER = """
message.until <= {at} OR message.state NOT IN ('open', 'told', 'exhausted')
    OR (message.kind = ANY({by_sight}::text[]) AND message.seen_at IS NOT NULL)
"""
_DROPPED = f"""
WITH useless AS (
    UPDATE delivery SET state = CASE delivery.state WHEN 'planned' THEN 'dropped' ELSE 'unknown' END
    FROM message
    WHERE delivery.id = ANY(ARRAY({_DUE.format(at="$1", lease="$3")})) AND message.id = delivery.message_id
        AND delivery.state IN ('planned', 'sending') AND ({_OVER.format(at="$1", by_sight="$2")})
    RETURNING delivery.id, delivery.department_id, delivery.message_id, delivery.channel, delivery.state
), carried AS (
    UPDATE delivery SET state = 'planned', carried_by = NULL
    FROM useless WHERE delivery.carried_by = useless.id AND delivery.state = 'planned'
)
INSERT INTO message_event (department_id, message_id, delivery_id, what, at, detail)
SELECT department_id, message_id, id, state, $1, channel FROM useless
"""
_TAKE_UP = f"""
WITH mine AS (
    SELECT id FROM delivery WHERE id = ANY(ARRAY({_DUE.format(at="$1", lease="$2")}))
        AND (state = 'planned' OR state = 'sending' AND claimed_at < $2)
    ORDER BY id LIMIT $3 FOR UPDATE SKIP LOCKED
), claimed AS (
    UPDATE delivery SET state = 'sending', attempts = attempts + 1, claimed_at = $1, again_at = NULL
    FROM mine WHERE delivery.id = mine.id
    RETURNING delivery.id AS delivery_id, delivery.channel, delivery.target_id, delivery.attempts, delivery.message_id
)
SELECT claimed.*, message.id, message.department_id, message.person_id, message.kind, message.subject, message.args,
    message.url, message.until, person.name, person.lang, department.zone
FROM claimed JOIN message ON message.id = claimed.message_id
JOIN department ON department.id = message.department_id LEFT JOIN person ON person.id = message.person_id
"""
_CARRIED = """
SELECT delivery.carried_by, message.id, message.kind, message.subject, message.args, message.url, message.until
FROM delivery JOIN message ON message.id = delivery.message_id
WHERE delivery.carried_by = ANY($1::bigint[]) AND message.state IN ('open', 'told', 'exhausted')
ORDER BY delivery.id
"""
