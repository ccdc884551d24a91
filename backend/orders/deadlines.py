"""R-ORD-2: ten minutes to reach a customer, kept by sweeps that ask what is due now.

Guarantees:
- the holder is warned once and a miss is recorded once, however many workers sweep and whenever one is killed: what was
  found is locked and judged again in the transaction that writes it down;
- a customer who is reached too late was missed, whether a sweep had come by or not;
- nothing is lost while nobody sweeps: the next sweep finds all that has fallen due meanwhile;
- an order, or a department, that is in trouble delays no other.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from backend.company.queries import department_zone, rules_of
from backend.infra import db
from backend.infra.apart import apart
from backend.notifications.actions import tell, withdraw
from backend.orders.events import add_event
from backend.orders.holding import WORK
from backend.rules.clock import day_of, instant
from backend.rules.presets.parts import OrderParameters

BATCH = 200


async def warn_due(at: datetime) -> int:
    """Warns the holders of orders that are running out of time; what is late already needs no warning any more."""
    return await _each(_TO_WARN, _WARN, at, _warned)


async def miss_due(at: datetime) -> int:
    """Records the orders that were missed and escalates each to the leads, once."""
    return await _each(_TO_MISS, _MISS, at, _missed)


async def call_again(at: datetime) -> int:
    """The moment has come at which a customer wanted to be called: the order stands in front again."""
    return await _each(_TO_CALL, _CALL, at, _call_due)


async def miss(work: Any, at: datetime) -> None:
    """Records a miss where it is one, inside the caller's transaction: before anything that is done too late."""
    if work["reached_at"] is None and work["missed_at"] is None and at >= work["due_at"]:
        row = await db.fetchrow(_MISS, work["order_id"], at)
        if row is not None:
            await _missed(row, at)


async def keep_hours(at: datetime) -> int:
    """Where a department's clock stands still outside its service hours, each order says so: stopped, resumed."""
    rows = await db.fetch("SELECT DISTINCT department_id FROM order_work WHERE reached_at IS NULL")
    return await apart("service hours", lambda row: _keep_hours_of(row["department_id"], at), rows)


async def _keep_hours_of(department_id: int, at: datetime) -> int:
    closed = await _closed(department_id, (await rules_of(department_id)).orders, at)
    async with db.transaction():
        changed = await db.fetch(_STOP if closed else _RESUME, department_id, at, BATCH)
        for work in changed:
            await add_event(work["order_id"], "clock-stopped" if closed else "clock-resumed", at, None)
    return len(changed)


async def _closed(department_id: int, rules: OrderParameters, at: datetime) -> bool:
    if not rules.service_hours_only:
        return False
    zone = await department_zone(department_id)
    opens, closes = (instant(day_of(at, zone), wall, zone) for wall in (rules.opens, rules.closes))
    return not opens <= at < closes


async def _each(find: str, take: str, at: datetime, follow: Any) -> int:
    """Everything that is due, each in a transaction of its own; what another worker has is left to it."""

    async def one(due: Any) -> int:
        async with db.transaction():
            row = await db.fetchrow(take, due["order_id"], at)
            if row is not None:
                await follow(row, at)
        return row is not None

    done = 0
    while batch := await db.fetch(find, at, BATCH):
        now = await apart("orders that are due", one, batch)
        done += now
        if not now:
            break
    return done


async def _warned(row: Any, at: datetime) -> None:
    await add_event(
        row["order_id"], "warned", at, None, person=row["holder_id"], due=row["due_at"].isoformat()
    )
    if row["holder_id"] is not None:
        await tell(
            "order.warning", row["department_id"], f"order:{row['order_id']}", at, person_ids=(row["holder_id"],),
            url=f"/orders/{row['order_id']}", number=row["number"], due=row["due_at"].isoformat(),
        )  # fmt: skip


async def _missed(row: Any, at: datetime) -> None:
    department_id, subject = row["department_id"], f"order:{row['order_id']}"
    await add_event(
        row["order_id"], "missed", at, None, person=row["holder_id"], due=row["due_at"].isoformat()
    )
    await withdraw("order.warning", department_id, subject, at)
    await tell(
        "order.missed", department_id, subject, at, url=f"/orders/{row['order_id']}", number=row["number"],
        due=row["due_at"].isoformat(), name=row["holder"] or "–",
    )  # fmt: skip


async def _call_due(row: Any, at: datetime) -> None:
    event_id = await add_event(row["order_id"], "call-due", at, None, person=row["holder_id"])
    if row["holder_id"] is not None:
        await tell(
            "order.call-due", row["department_id"], f"order:{row['order_id']}:{event_id}", at,
            person_ids=(row["holder_id"],), url=f"/orders/{row['order_id']}", number=row["number"],
            due=row["call_at"].isoformat(),
        )  # fmt: skip


_UNREACHED = "reached_at IS NULL AND missed_at IS NULL"
_TO_WARN = f"""
SELECT order_id FROM order_work WHERE {_UNREACHED} AND warned_at IS NULL AND warn_at <= $1 AND due_at > $1
ORDER BY due_at LIMIT $2
"""
_TO_MISS = f"SELECT order_id FROM order_work WHERE {_UNREACHED} AND due_at <= $1 ORDER BY due_at LIMIT $2"
_TO_CALL = """
SELECT order_id FROM order_work WHERE call_at <= $1 AND call_told_at IS NULL ORDER BY call_at LIMIT $2
"""
_HOLDER = """(SELECT person_id FROM order_hold WHERE order_hold.order_id = order_work.order_id) AS holder_id,
    (SELECT name FROM order_hold JOIN person ON person.id = person_id
     WHERE order_hold.order_id = order_work.order_id) AS holder"""


def _take(change: str, condition: str) -> str:
    """Locks one order, unless another worker has it, and judges it again."""
    return f"""
UPDATE order_work SET {change} WHERE order_id = (
    SELECT order_id FROM order_work WHERE order_id = $1 AND {condition} FOR NO KEY UPDATE SKIP LOCKED
) RETURNING {WORK}, {_HOLDER}
"""


_WARN = _take("warned_at = $2", f"{_UNREACHED} AND warned_at IS NULL AND due_at > $2")
_MISS = _take("missed_at = $2", f"{_UNREACHED} AND due_at <= $2")
_CALL = _take("call_told_at = $2", "call_at <= $2 AND call_told_at IS NULL")
_STOP = """
UPDATE order_work SET stopped_at = $2 WHERE id IN (
    SELECT id FROM order_work
    WHERE department_id = $1 AND stopped_at IS NULL AND reached_at IS NULL AND missed_at IS NULL
    ORDER BY id LIMIT $3 FOR NO KEY UPDATE SKIP LOCKED
) RETURNING order_id
"""
_RESUME = """
UPDATE order_work SET stopped_at = NULL WHERE id IN (
    SELECT id FROM order_work WHERE department_id = $1 AND stopped_at IS NOT NULL AND $2::timestamptz IS NOT NULL
    ORDER BY id LIMIT $3 FOR NO KEY UPDATE SKIP LOCKED
) RETURNING order_id
"""
