"""Who works on which order: taking one, giving it back, handing it to somebody else (R-ORD-4).

Guarantees:
- two people never hold the same order, whatever happens at the same moment: the database says so;
- only somebody who is on shift and present takes an order; a tap that is sent twice takes it once;
- a hold ends with an event, and an order whose holder has gone waits for somebody else at once.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from backend.company.queries import rules_of
from backend.infra import db, outbox
from backend.infra.refusal import Refusal, not_found
from backend.notifications.actions import tell
from backend.orders.events import add_event
from backend.orders.following import TAKEN, come_into_hands, leave_hands
from backend.orders.notices import out_of_hands, quiet
from backend.people.viewer import Actor
from backend.rota.duty import LAST_KIND, who_is_on_shift

HERE = ("in", "break_in")
"""The last punch of somebody who works; who is on a break takes nothing."""


async def claim(by: Actor, order_id: int, at: datetime, request_key: UUID | None = None) -> None:
    """Takes an order: of two people at the same moment one has it, the other is told who (409). Taken again by who has
    it, nothing changes; the same `request_key` takes it once, also when it comes again after the order was given back.
    One round trip."""
    _need(by, "orders.work")
    details = {"key": str(request_key)} if request_key else {}
    for _ in range(2):
        if await db.fetchval(_CLAIM, by.department_id, at, by.person_id, order_id, details) is not None:
            db.after_commit(outbox.wake)
            return
        if not await _may_yet(by, order_id, at, request_key):
            return
    raise Refusal("orders-again", 409)


async def give_back(by: Actor, order_id: int, at: datetime, why: str = "") -> None:
    """Whoever holds it lets go; a lead may do it for somebody else. It waits to be taken as a fresh one does."""
    async with db.transaction():
        held = await _held(by, order_id)
        wait = timedelta(seconds=(await rules_of(by.department_id)).orders.hand_on_seconds)
        await _let_go(held, at, wait)
        await add_event(
            order_id, "returned", at, by.person_id, person=held["person_id"], why="given-back", said=why.strip()[:300]
        )  # fmt: skip


async def hand_to(by: Actor, order_id: int, person_id: int, at: datetime) -> None:
    """Hands an order, held or not, to somebody who is present: one's own, and any by a lead. They are told."""
    async with db.transaction():
        work = await locked_work(by.department_id, order_id)
        held = await db.fetchrow(_HOLD, by.department_id, order_id)
        if not by.may("orders.manage") and (held is None or held["person_id"] != by.person_id):
            raise Refusal("orders-not-yours", 409)
        if held is not None and held["person_id"] == person_id:
            return
        name = await _present_agent(by, person_id, at)
        if held is not None:
            await _let_go(held, at)
        await put_into_hands(work, person_id, at, by.person_id, name=name)


async def return_orders_of(department_id: int, person_id: int, at: datetime, why: str) -> int:
    """Everything that somebody holds since `at` or longer goes back and is handed on at once; returns how many orders:
    what they have taken since then shows that they are there. `why`: `clocked-out`, `break`,
    `no-right`, `signed-out` or `silent`."""
    async with db.transaction():
        rows = await db.fetch(_ALL_OF, department_id, person_id, at)
        for held in rows:
            await _let_go(held, at)
            await add_event(held["order_id"], "returned", at, None, person=person_id, why=why)
    return len(rows)


async def done_with(department_id: int, order_id: int, at: datetime) -> None:
    """Nobody works on it any more, and it leaves the queue. Inside the caller's transaction, which writes why."""
    await db.execute(
        "DELETE FROM order_work WHERE department_id = $1 AND order_id = $2", department_id, order_id
    )
    await db.execute(
        "DELETE FROM order_hold WHERE department_id = $1 AND order_id = $2", department_id, order_id
    )
    await quiet(department_id, order_id, at)


async def put_into_hands(
    work: Any, person_id: int, at: datetime, actor_id: int | None, **details: Any
) -> bool:
    """Gives a free order to somebody and tells them; False when somebody has just taken it."""
    department_id, order_id = work["department_id"], work["order_id"]
    if await db.fetchval(_HAND, department_id, order_id, person_id, at) is None:
        return False
    event_id = await add_event(order_id, "handed", at, actor_id, person=person_id, **details)
    await come_into_hands(department_id, order_id, person_id, at, actor_id)
    await tell(
        "order.handed", department_id, f"order:{order_id}:{event_id}", at, person_ids=(person_id,),
        url=f"/orders/{order_id}", number=work["number"], due=work["due_at"].isoformat(),
    )  # fmt: skip
    return True


async def locked_work(department_id: int, order_id: int) -> Any:
    """The order's row in the queue, locked. 404 for an order that is not the department's, 409 for one that is done."""
    row = await db.fetchrow(_WORK, department_id, order_id)
    if row is None:
        raise await _gone(department_id, order_id)
    return row


async def my_order(by: Actor, order_id: int) -> Any:
    """The order's row in the queue, locked, held by `by`; else 409 with who has it."""
    _need(by, "orders.work")
    work = await locked_work(by.department_id, order_id)
    held = await db.fetchrow(_HOLD, by.department_id, order_id)
    if held is None:
        raise Refusal("orders-take-first", 409)
    if held["person_id"] != by.person_id:
        raise Refusal("orders-taken-already", 409, name=held["name"])
    return work


async def _may_yet(by: Actor, order_id: int, at: datetime, request_key: UUID | None) -> bool:
    """Why it was not taken: raises the reason; False when it is theirs already, True when it has come free since."""
    row = await db.fetchrow(_WHY_NOT, by.department_id, at, by.person_id, order_id, str(request_key or ""))
    assert row is not None
    if row["holder_id"] == by.person_id:
        return False
    if not row["open"]:
        raise await _gone(by.department_id, order_id)
    if row["holder_id"] is not None:
        raise Refusal("orders-taken-already", 409, name=row["holder"])
    if row["kind"] not in HERE:
        raise Refusal(
            "orders-on-break" if row["kind"] == "break_out" else "orders-not-here", 409, way_out="/"
        )
    if row["repeated"]:
        raise Refusal("orders-given-back-since", 409)
    return True


async def _gone(department_id: int, order_id: int) -> Refusal:
    known = await db.fetchval(
        "SELECT true FROM customer_order WHERE department_id = $1 AND id = $2", department_id, order_id
    )
    return Refusal("orders-done-already", 409) if known else not_found()


async def _held(by: Actor, order_id: int) -> Any:
    """The hold, by `by` or with the right to manage by anybody."""
    await locked_work(by.department_id, order_id)
    held = await db.fetchrow(_HOLD, by.department_id, order_id)
    if held is None:
        raise Refusal("orders-free-already", 409)
    if held["person_id"] != by.person_id and not by.may("orders.manage"):
        raise Refusal("orders-taken-already", 409, name=held["name"])
    return held


async def _let_go(held: Any, at: datetime, hand_on_after: timedelta = timedelta(0)) -> None:
    await db.execute(_LET_GO, held["department_id"], held["order_id"], at + hand_on_after)
    await out_of_hands(held["department_id"], held["order_id"], at)
    await leave_hands(held["department_id"], held["order_id"], held["person_id"], at)


async def _present_agent(by: Actor, person_id: int, at: datetime) -> str:
    """Their name. Nobody is given work who is not there, or who may not do it."""
    person = await db.fetchrow(_PERSON, by.department_id, person_id)
    if person is None:
        raise not_found()
    rules = await rules_of(by.department_id)
    if "orders.work" not in rules.permissions_of(person["role"], person["level"]):
        raise Refusal("orders-not-their-work", 409, name=person["name"], field="person_id")
    there = {
        each.person_id for each in (await who_is_on_shift(by.department_id, at)).present if not each.on_break
    }
    if person_id not in there:
        raise Refusal("orders-they-are-away", 409, name=person["name"], field="person_id")
    return person["name"]


def _need(by: Actor, permission: str) -> None:
    if not by.may(permission) or by.person_id is None:
        raise Refusal("shell-error-forbidden", 403)


# The order's row in the queue is held for the moment, so that an order that is confirmed meanwhile is not taken.
_CLAIM = f"""
WITH work AS (
    SELECT order_id FROM order_work WHERE department_id = $1 AND order_id = $4 FOR KEY SHARE
), held AS (
    INSERT INTO order_hold (department_id, order_id, person_id, since, handed)
    SELECT $1, order_id, $3, $2, false FROM work
    WHERE {LAST_KIND} IN ('in', 'break_in') AND NOT EXISTS (
        SELECT FROM order_event WHERE order_id = $4 AND kind = 'claimed' AND details->>'key' = $5::jsonb->>'key'
    )
    ON CONFLICT (order_id) DO NOTHING RETURNING order_id
), said AS (
    INSERT INTO order_event (department_id, order_id, kind, at, actor_id, details)
    SELECT $1, order_id, 'claimed', $2, $3, $5::jsonb FROM held
), theirs AS ({TAKEN}), passed AS (
    INSERT INTO order_event (department_id, order_id, kind, at, actor_id, details)
    SELECT $1, order_id, 'problem-handed', $2, $3, jsonb_build_object(
        'person', $3::bigint, 'point', point, 'problem', id, 'due_at', due_at
    ) FROM theirs
), told AS (
    INSERT INTO outbox (department_id, event, payload)
    SELECT $1, 'order.changed', jsonb_build_object('order_id', order_id) FROM held
)
SELECT order_id FROM held
"""
_WHY_NOT = f"""
SELECT EXISTS (SELECT FROM order_work WHERE department_id = $1 AND order_id = $4) AS open,
    order_hold.person_id AS holder_id, person.name AS holder, {LAST_KIND} AS kind, EXISTS (
        SELECT FROM order_event WHERE order_id = $4 AND kind = 'claimed' AND details->>'key' = nullif($5::text, '')
    ) AS repeated
FROM (SELECT 1) AS one
LEFT JOIN order_hold ON order_hold.department_id = $1 AND order_hold.order_id = $4
LEFT JOIN person ON person.id = order_hold.person_id
"""
WORK = """order_work.department_id, order_work.order_id, order_work.state, order_work.accepted_at, order_work.warn_at,
    order_work.due_at, order_work.warned_at, order_work.missed_at, order_work.reached_at, order_work.call_at,
    order_work.tries, (SELECT right(number, 4) FROM customer_order WHERE customer_order.id = order_id) AS number"""
_WORK = f"SELECT {WORK} FROM order_work WHERE department_id = $1 AND order_id = $2 FOR NO KEY UPDATE"
_HOLD = """
SELECT order_hold.department_id, order_hold.order_id, order_hold.person_id, person.name
FROM order_hold JOIN person ON person.id = order_hold.person_id
WHERE order_hold.department_id = $1 AND order_hold.order_id = $2 FOR UPDATE OF order_hold
"""
_HAND = """
INSERT INTO order_hold (department_id, order_id, person_id, since, handed) VALUES ($1, $2, $3, $4, true)
ON CONFLICT (order_id) DO NOTHING RETURNING order_id
"""
_LET_GO = """
WITH work AS (
    UPDATE order_work SET hand_on_at = greatest($3::timestamptz, call_at) WHERE department_id = $1 AND order_id = $2
)
DELETE FROM order_hold WHERE department_id = $1 AND order_id = $2
"""
# The queue's rows first and in one order, as everywhere: who gives back and who confirms never wait for each other.
_ALL_OF = """
SELECT order_work.department_id, order_work.order_id, order_hold.person_id
FROM order_work JOIN order_hold USING (order_id)
WHERE order_work.department_id = $1 AND order_hold.person_id = $2 AND order_hold.since <= $3
ORDER BY order_work.order_id FOR NO KEY UPDATE OF order_work, order_hold
"""
_PERSON = "SELECT name, role, level FROM person WHERE department_id = $1 AND id = $2 AND left_at IS NULL"
