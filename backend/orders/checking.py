"""R-ORD-3: the check list, each point ticked by a person, and the marks of a buyer's note looked at by one.

Guarantees:
- a tap that a phone sends twice is one tick and one event: its `request_key` is in the event;
- what was ticked can be taken back until the order is confirmed, and both stand in its history;
- what is amended after it was ticked must be ticked again.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.infra import db
from backend.infra.refusal import Refusal
from backend.orders.access import my_work
from backend.orders.amending import drop_stale
from backend.orders.events import add_event
from backend.orders.problems import open_problem, take_back
from backend.people.viewer import Actor
from backend.rules.orders.points import BY_CODE


async def tick(
    by: Actor,
    order_id: int,
    point: str,
    passed: bool,
    at: datetime,
    *,
    what: str = "",
    owner_id: int | None = None,
    missing: Iterable[str] = (),
    request_key: UUID | None = None,
    made_at: datetime | None = None,
) -> None:
    """A point is as it should be, or not: then `what` is wrong (422 without it) and a problem is opened for
    `owner_id`, or for whom the point's rule names; `missing` are the goods that are out of stock, by name. `made_at`:
    the phone's time of a tap made offline. 409 while the point has an open problem."""
    async with db.transaction():
        await my_work(by, order_id)
        if point not in BY_CODE:
            raise Refusal("order-point-unknown", 422, field="point")
        if await repeated(order_id, request_key):
            return
        await drop_stale(by.department_id, order_id)
        if passed:
            await _pass(by, order_id, point, at, request_key, made_at)
        else:
            await open_problem(
                by, order_id, point, what, at, owner_id=owner_id, missing=missing, request_key=request_key
            )


async def untick(
    by: Actor, order_id: int, point: str, at: datetime, *, request_key: UUID | None = None
) -> None:
    """The point is open again. A failed one: its problem is taken back, by who opened it or a lead."""
    async with db.transaction():
        await my_work(by, order_id)
        if await repeated(order_id, request_key):
            return
        passed = await db.fetchval(_UNTICK, by.department_id, order_id, point)
        if passed is None:
            return
        if not passed:
            await take_back(by, order_id, point, at)
        await add_event(order_id, "checked", at, by.person_id, point=point, passed=None, **keyed(request_key))


async def attend(
    by: Actor, order_id: int, mark: str, at: datetime, *, request_key: UUID | None = None
) -> None:
    """Somebody has looked at what the buyer's note seems to ask for, and nothing has to be changed for it."""
    async with db.transaction():
        await my_work(by, order_id)
        if await repeated(order_id, request_key):
            return
        if await db.fetchval(_ATTEND, by.department_id, order_id, mark):
            await add_event(
                order_id, "attended", at, by.person_id, mark=mark, amended=False, **keyed(request_key)
            )


async def write_note(
    by: Actor,
    order_id: int,
    text: str,
    at: datetime,
    *,
    request_key: UUID | None = None,
    made_at: datetime | None = None,
) -> None:
    """What the next one should know of this order, for its history. 422 without a word."""
    said = text.strip()[:500]
    async with db.transaction():
        await my_work(by, order_id)
        if not said:
            raise Refusal("order-note-empty", 422, field="text")
        if not await repeated(order_id, request_key):
            details = {**keyed(request_key), **made(made_at, at)}
            await add_event(order_id, "noted", at, by.person_id, said=said, **details)


async def repeated(order_id: int, request_key: UUID | None) -> bool:
    """Whether this tap has been written before. The order's row is locked by then: two of them never pass at once."""
    return request_key is not None and bool(await db.fetchval(_REPEATED, order_id, str(request_key)))


def keyed(request_key: UUID | None) -> dict[str, str]:
    return {"key": str(request_key)} if request_key else {}


def made(made_at: datetime | None, at: datetime) -> dict[str, str]:
    """The phone's own time, where it differs by more than a minute: a tap that waited for the network."""
    waited = made_at is not None and abs((at - made_at).total_seconds()) > 60
    return {"made_at": made_at.isoformat()} if waited and made_at else {}


async def _pass(
    by: Actor, order_id: int, point: str, at: datetime, request_key: UUID | None, made_at: datetime | None
) -> None:
    if await db.fetchval(_OPEN_PROBLEM, by.department_id, order_id, point):
        raise Refusal("order-solve-first", 409)
    if await db.fetchval(_TICK, by.department_id, order_id, point, by.person_id, at) is None:
        return
    details: dict[str, Any] = {**keyed(request_key), **made(made_at, at)}
    await add_event(order_id, "checked", at, by.person_id, point=point, passed=True, **details)


_REPEATED = "SELECT true FROM order_event WHERE order_id = $1 AND details->>'key' = $2 LIMIT 1"
_OPEN_PROBLEM = """
SELECT true FROM order_problem WHERE department_id = $1 AND order_id = $2 AND point = $3 AND closed_at IS NULL
"""
_TICK = """
INSERT INTO order_tick (department_id, order_id, point, passed, person_id, at) VALUES ($1, $2, $3, true, $4, $5)
ON CONFLICT (order_id, point) DO UPDATE SET passed = true, person_id = $4, at = $5 WHERE NOT order_tick.passed
RETURNING id
"""
_UNTICK = "DELETE FROM order_tick WHERE department_id = $1 AND order_id = $2 AND point = $3 RETURNING passed"
_ATTEND = """
UPDATE order_work SET attention = attention - $3::text
WHERE department_id = $1 AND order_id = $2 AND attention ? $3::text RETURNING id
"""
