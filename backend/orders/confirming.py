"""R-ORD-3, R-ORD-4: an order is confirmed once everything is checked; stopped when the customer cancels.

Guarantees:
- confirmed means: every point passed, no problem open, every mark of the note looked at, the customer reached, or a
  lead has said why not; all of it asked again while nobody can change it;
- only what is confirmed, and not stopped since, is ever offered to packing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from backend.company.queries import department_zone, rules_of
from backend.infra import db
from backend.infra.refusal import Refusal
from backend.orders.access import may_still, my_work, standing_of
from backend.orders.amending import drop_stale, now_is
from backend.orders.events import add_event
from backend.orders.holding import done_with
from backend.orders.problems import close_problem, open_problems_of
from backend.people.viewer import Actor
from backend.rules.orders import attention, countdown
from backend.rules.orders.points import hindrances


@dataclass(frozen=True, slots=True)
class Confirmed:
    """An order that may be packed (R-ORD-4)."""

    order_id: int
    platform: str
    number: str
    confirmed_at: datetime
    confirmed_by: int | None


async def confirm(by: Actor, order_id: int, at: datetime, *, unreached: str = "") -> None:
    """Confirms the order; it leaves the queue and its holder's hands. By its holder or a lead; `unreached`: why a lead
    confirms one whose customer was not reached. 409 with what is missing."""
    async with db.transaction():
        work = await my_work(by, order_id)
        await drop_stale(by.department_id, order_id)
        said = unreached.strip()[:500]
        for hindrance in await _hindrances(by.department_id, order_id, work):
            if hindrance == "unreached" and said and by.may("orders.manage"):
                continue
            field = "unreached" if hindrance == "unreached" and by.may("orders.manage") else None
            raise Refusal(f"order-confirm-{hindrance}", 409, field=field)
        reached = work["reached_at"] is not None
        await add_event(
            order_id, "confirmed", at, by.person_id, reached=reached, **({} if reached else {"why": said})
        )
        await done_with(by.department_id, order_id, at)


async def stop(by: Actor, order_id: int, reason: str, at: datetime) -> None:
    """The customer does not want it any more, or it cannot be done: nobody works on it, nobody packs it. In the queue
    by its holder or a lead, once confirmed by a lead or after-sales. 422 without a reason, 409 if it is stopped."""
    said = reason.strip()[:500]
    async with db.transaction():
        await may_still(by, order_id)
        if not said:
            raise Refusal("order-stop-reason", 422, field="reason")
        for problem in await open_problems_of(by.department_id, order_id):
            await close_problem(by, problem, "", at, stopped=True)
        await add_event(order_id, "stopped", at, by.person_id, reason=said)
        await done_with(by.department_id, order_id, at)


async def resume(by: Actor, order_id: int, at: datetime, why: str = "") -> None:
    """A stopped order goes on: the customer is to be reached and everything checked from the beginning. Leads only."""
    if not by.may("orders.manage"):
        raise Refusal("shell-error-forbidden", 403)
    async with db.transaction():
        standing = await standing_of(by.department_id, order_id)
        if standing["in_work"] or standing["last"] != "stopped":
            raise Refusal("order-not-stopped", 409)
        await db.execute(
            "DELETE FROM order_tick WHERE department_id = $1 AND order_id = $2", by.department_id, order_id
        )
        await _to_work(by.department_id, order_id, at)
        await add_event(order_id, "resumed", at, by.person_id, why=why.strip()[:500])


async def confirmed_orders(
    department_id: int, *, since: datetime | None = None, until: datetime | None = None
) -> list[Confirmed]:
    """What may be packed, oldest first: confirmed at or after `since` and before `until`, and not stopped since."""
    return [Confirmed(**row) for row in await db.fetch(_CONFIRMED, department_id, since, until)]


async def _hindrances(department_id: int, order_id: int, work: Any) -> tuple[str, ...]:
    ticks = {row["point"]: row["passed"] for row in await db.fetch(_TICKS, department_id, order_id)}
    problems = [problem["point"] for problem in await open_problems_of(department_id, order_id)]
    marks = await db.fetchval("SELECT attention FROM order_work WHERE order_id = $1", order_id)
    return hindrances(ticks, problems, marks, work["reached_at"] is not None)


async def _to_work(department_id: int, order_id: int, at: datetime) -> None:
    rules, zone = (await rules_of(department_id)).orders, await department_zone(department_id)
    hours = (rules.opens, rules.closes) if rules.service_hours_only else None
    clock = countdown(at, rules.reach_minutes, rules.warn_minutes, hours, zone)
    hand_on_at = at + timedelta(seconds=rules.hand_on_seconds)
    marks = list(attention(await now_is(department_id, order_id, "note")))
    await db.execute(_WORK, department_id, order_id, at, clock.due_at, clock.warn_at, hand_on_at, marks)


_TICKS = "SELECT point, passed FROM order_tick WHERE department_id = $1 AND order_id = $2"
_WORK = """
INSERT INTO order_work (department_id, order_id, accepted_at, due_at, warn_at, hand_on_at, attention)
VALUES ($1, $2, $3, $4, $5, $6, $7)
"""
_CONFIRMED = """
SELECT said.order_id, platform, number, said.at AS confirmed_at, said.actor_id AS confirmed_by
FROM order_event AS said JOIN customer_order ON customer_order.id = said.order_id
WHERE said.department_id = $1 AND said.kind = 'confirmed'
    AND ($2::timestamptz IS NULL OR said.at >= $2) AND ($3::timestamptz IS NULL OR said.at < $3)
    AND NOT EXISTS (
        SELECT FROM order_event WHERE order_id = said.order_id AND id > said.id AND kind IN ('stopped', 'confirmed')
    )
ORDER BY said.at, said.id
"""
