"""Calling the customer, and what came of it (R-ORD-2).

Guarantees:
- an outcome is recorded once, however often a phone sends it, with the moment at which it was said;
- it counts for whoever held the order at that moment, also when the order has gone to somebody else meanwhile.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from backend.attendance.times import weigh_time
from backend.company.queries import rules_of
from backend.infra import db
from backend.infra.refusal import Refusal, not_found
from backend.orders.deadlines import miss
from backend.orders.events import add_event
from backend.orders.holding import WORK, my_order
from backend.orders.notices import quiet, taken_up
from backend.people.presence import calls_somebody, hangs_up
from backend.people.viewer import Actor

REACHED, NO_ANSWER, WRONG_NUMBER, LATER = OUTCOMES = ("reached", "no-answer", "wrong-number", "later")
FARTHEST = timedelta(days=7)
LONGEST_CALL = timedelta(minutes=15)
"""Who has dialled is not taken for silent so long."""


async def dial(by: Actor, order_id: int, at: datetime) -> None:
    """Somebody taps the call button of an order of theirs: while they talk, their phone may be silent."""
    async with db.transaction():
        await my_order(by, order_id)
        assert by.person_id is not None
        await calls_somebody(by.department_id, by.person_id, at, at + LONGEST_CALL)


async def record_call(
    by: Actor,
    order_id: int,
    outcome: str,
    at: datetime,
    *,
    request_key: UUID | None = None,
    said: str = "",
    call_at: datetime | None = None,
    made_at: datetime | None = None,
    sent_at: datetime | None = None,
) -> None:
    """What came of a call: `reached`, `no-answer`, `wrong-number`, or `later`: the customer wants to be called at
    `call_at`, within a week. `made_at` and `sent_at` are the phone's own times of an outcome that waited for the
    network; it counts when it was made, under the conditions of R-ATT-8.

    Only `reached` stops the ten minutes: who is to be called later has not confirmed anything yet.
    """
    if not by.may("orders.work") or by.person_id is None:
        raise Refusal("shell-error-forbidden", 403)
    if outcome not in OUTCOMES:
        raise Refusal("orders-outcome-unknown", field="outcome")
    moment = weigh_time(at, made_at, sent_at, (await rules_of(by.department_id)).attendance)
    when = moment.at if moment.standing == "counted" else at
    if outcome == LATER and (call_at is None or not when < call_at <= when + FARTHEST):
        raise Refusal("orders-call-when", field="call_at")
    async with db.transaction():
        work = await _work(by, order_id, request_key)
        if work is None:
            return
        when = await _held_at(by, order_id, when)
        await hangs_up(by.department_id, by.person_id, when + LONGEST_CALL)
        key = {"key": str(request_key)} if request_key else {}
        told = {"outcome": outcome, "said": said.strip()[:500], "offline": moment.offline, **key}
        if outcome == LATER and call_at is not None:
            told["call_at"] = call_at.isoformat()
        await add_event(order_id, "called", when, by.person_id, **told)
        if work["state"] is not None:
            await _carry_on(by, work, outcome, when, call_at if outcome == LATER else None, at)


async def _work(by: Actor, order_id: int, request_key: UUID | None) -> Any:
    """The order, locked while it waits in the queue; None where this outcome is written down already."""
    row = await db.fetchrow(_ORDER, by.department_id, order_id)
    if row is None:
        raise not_found()
    if request_key and await db.fetchval(_KNOWN, order_id, str(request_key)):
        return None
    return row


async def _held_at(by: Actor, order_id: int, when: datetime) -> datetime:
    """The moment of the call: `when` for whoever held the order then; for who holds it now not before they had it, as
    nobody has called a customer of an order that was not theirs."""
    if await db.fetchval(_HELD_THEN, order_id, when) == by.person_id:
        return when
    holder = await db.fetchrow(_HOLDER, by.department_id, order_id)
    if holder is not None and holder["person_id"] == by.person_id:
        return max(when, holder["since"])
    if holder is None:
        raise Refusal("orders-take-first", 409)
    raise Refusal("orders-taken-already", 409, name=holder["name"])


async def _carry_on(
    by: Actor, work: Any, outcome: str, when: datetime, call_at: datetime | None, at: datetime
) -> None:
    await miss(work, when)
    await db.execute(_AFTER_CALL, work["order_id"], call_at, outcome == NO_ANSWER)
    await taken_up(by.department_id, work["order_id"], at)
    if outcome == REACHED and work["reached_at"] is None:
        await db.execute(_REACHED, work["order_id"], when)
        seconds = int((when - work["accepted_at"]).total_seconds())
        await add_event(work["order_id"], "reached", when, by.person_id, seconds=seconds)
        await quiet(by.department_id, work["order_id"], at)


_ORDER = f"""
SELECT customer_order.id, {WORK} FROM customer_order
LEFT JOIN LATERAL (SELECT * FROM order_work WHERE order_id = customer_order.id FOR NO KEY UPDATE) AS order_work ON true
WHERE customer_order.department_id = $1 AND customer_order.id = $2
"""
_KNOWN = "SELECT true FROM order_event WHERE order_id = $1 AND kind = 'called' AND details->>'key' = $2"
_HOLDER = """
SELECT person_id, name, since FROM order_hold JOIN person ON person.id = person_id
WHERE order_hold.department_id = $1 AND order_id = $2
"""
_HELD_THEN = """
SELECT CASE kind WHEN 'claimed' THEN actor_id WHEN 'handed' THEN (details->>'person')::bigint END
FROM order_event WHERE order_id = $1 AND kind IN ('claimed', 'handed', 'returned') AND at <= $2
ORDER BY at DESC, id DESC LIMIT 1
"""
_AFTER_CALL = """
UPDATE order_work SET call_at = $2, call_told_at = NULL, tries = tries + $3::boolean::int WHERE order_id = $1
"""
_REACHED = """
UPDATE order_work SET reached_at = $2, stopped_at = NULL,
    state = CASE WHEN state = 'open' THEN 'reached' ELSE state END
WHERE order_id = $1
"""
