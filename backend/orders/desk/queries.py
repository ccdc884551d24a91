"""The orders that the desk asks for, a page at a time, nobody's data in clear."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from backend.infra import db
from backend.orders.desk.asked import HOLDER, Asked, Conditions, Span
from backend.rules.clock import day_interval
from backend.rules.orders.masks import masked_name, masked_phone

PAGE = 50


@dataclass(frozen=True, slots=True)
class Listed:
    """One order as a list shows it. `standing`: as its platform says by now. `work`: open, reached, problem, stopped;
    "" once nobody works on it. `agent` has it now, or had it last. `seconds`: until the customer was reached."""

    id: int
    platform: str
    number: str
    shop: str
    receiver: str
    phone: str
    paid: Decimal
    accepted_at: datetime
    standing: str
    work: str
    due_at: datetime | None
    seconds: int | None
    missed: bool
    confirmed_at: datetime | None
    agent: str | None
    held: bool

    @property
    def state(self) -> str:
        """What it is in one word, one of `asked.STATES` or `ended`: taken out of the queue without a confirmation."""
        if self.confirmed_at is not None:
            return "confirmed"
        if self.work or self.standing == "paid":
            return self.work or "ended"
        return self.standing


async def page_of(
    conditions: Conditions, *, before: int | None, limit: int, clear: bool
) -> tuple[Listed, ...]:
    """What the conditions leave, the newest first; `before` is the id of the order to go on from. `clear`: with names
    and numbers."""
    sql, values = listing(conditions, before, limit)
    return tuple(_listed(row, clear) for row in await planned(sql, *values))


def listing(conditions: Conditions, before: int | None, limit: int) -> tuple[str, list[Any]]:
    """The statement of one page, and its values."""
    if before is not None:
        conditions.add(
            "(customer_order.accepted_at, customer_order.id) < (SELECT accepted_at, id FROM customer_order "
            f"WHERE id = {conditions.value(before)} AND department_id = $1)"
        )
    most = conditions.value(limit)
    return _LISTING.format(which=conditions.sql, most=most), conditions.values


async def span_of(department_id: int, asked: Asked, zone: ZoneInfo) -> Span:
    """Of the orders that came in on the days that are asked for; without any, of none."""
    days = (day_interval(asked.start, zone).start, day_interval(asked.end, zone).end)
    [row] = await planned(_SPAN, department_id, *days)
    return Span(row["first"], row["last"])


async def planned(sql: str, *values: Any, **settings: str) -> list[Any]:
    """Every row, by a plan made for these very values: how many orders a filter leaves decides on the way to them.

    `settings` are PostgreSQL's, for where the planner may not guess: no statistics know yet what came in today.
    """
    async with db.transaction():
        for name, setting in {"plan_cache_mode": "force_custom_plan", **settings}.items():
            await db.execute("SELECT set_config($1, $2, true)", name, setting)
        return await db.fetch(sql, *values)


async def agents_known(department_id: int, asked: Asked, zone: ZoneInfo) -> list[tuple[int, str]]:
    """Who has had one of the orders of these days, for the filter; and whoever is asked for."""
    span = await span_of(department_id, asked, zone)
    rows = await planned(_AGENTS, department_id, span.first, span.last, asked.agent)
    return [(row["id"], row["name"]) for row in rows]


async def platforms_known(department_id: int) -> list[str]:
    """Where orders came from, for the filter; one look into an index for each."""
    return [row["platform"] for row in await db.fetch(_PLATFORMS, department_id)]


async def shops_known(department_id: int) -> list[str]:
    """Which shops orders came from, for the filter; 200 at most."""
    return [row["shop"] for row in await db.fetch(_SHOPS, department_id)]


def _listed(row: Any, clear: bool) -> Listed:
    told = dict(row)
    if not clear:
        told["receiver"], told["phone"] = masked_name(told["receiver"]), masked_phone(told["phone"])
    return Listed(**told)


_LISTING = f"""
WITH page AS MATERIALIZED (
    SELECT customer_order.id FROM customer_order WHERE {{which}}
    ORDER BY customer_order.accepted_at DESC, customer_order.id DESC LIMIT {{most}}
)
SELECT customer_order.id, platform, number, shop, paid, customer_order.accepted_at, order_work.due_at,
    coalesce(amended.receiver, customer_order.receiver) AS receiver,
    coalesce(amended.phone, customer_order.phone) AS phone,
    coalesce(amended.standing, customer_order.standing) AS standing,
    CASE WHEN order_work.stopped_at IS NOT NULL THEN 'stopped' ELSE coalesce(order_work.state, '')
        END AS work,
    happened.seconds, coalesce(happened.missed, false) AS missed, happened.confirmed_at,
    person.name AS agent, order_hold.person_id IS NOT NULL AS held
FROM page JOIN customer_order USING (id)
LEFT JOIN order_work ON order_work.order_id = customer_order.id
LEFT JOIN order_hold ON order_hold.order_id = customer_order.id
LEFT JOIN LATERAL (
    SELECT min((details->>'seconds')::int) FILTER (WHERE kind = 'reached') AS seconds,
        bool_or(kind = 'missed') AS missed, min(at) FILTER (WHERE kind = 'confirmed') AS confirmed_at,
        (array_agg({HOLDER} ORDER BY id DESC) FILTER (WHERE kind IN ('claimed', 'handed')))[1] AS last_holder
    FROM order_event WHERE order_id = customer_order.id
        AND kind IN ('claimed', 'handed', 'reached', 'missed', 'confirmed')
) AS happened ON true
LEFT JOIN LATERAL (
    SELECT (array_agg(after ORDER BY id DESC) FILTER (WHERE field = 'receiver'))[1] AS receiver,
        (array_agg(after ORDER BY id DESC) FILTER (WHERE field = 'phone'))[1] AS phone,
        (array_agg(after ORDER BY id DESC) FILTER (WHERE field = 'standing'))[1] AS standing
    FROM amendment WHERE order_id = customer_order.id AND field IN ('receiver', 'phone', 'standing')
) AS amended ON true
LEFT JOIN person ON person.id = coalesce(order_hold.person_id, happened.last_holder)
ORDER BY customer_order.accepted_at DESC, customer_order.id DESC
"""
_AGENTS = f"""
SELECT person.id, person.name FROM person WHERE person.department_id = $1 AND EXISTS (
    SELECT FROM order_event WHERE order_event.department_id = $1 AND kind IN ('claimed', 'handed')
        AND {HOLDER} = person.id AND order_id BETWEEN $2 AND $3
) OR person.department_id = $1 AND person.id = $4::bigint ORDER BY person.name
"""
# "+ 0": the smallest id of a few days is not to be looked for among all ids.
_SPAN = """
SELECT coalesce(min(id + 0), 0) AS first, coalesce(max(id + 0), -1) AS last FROM customer_order
WHERE department_id = $1 AND accepted_at >= $2 AND accepted_at < $3
"""
# One look into an index for each value there is.
_EACH = """
WITH RECURSIVE known AS (
    (SELECT {column} FROM customer_order WHERE department_id = $1 ORDER BY {column} LIMIT 1)
    UNION ALL
    SELECT (SELECT {column} FROM customer_order WHERE department_id = $1 AND {column} > known.{column}
        ORDER BY {column} LIMIT 1)
    FROM known WHERE known.{column} IS NOT NULL
)
SELECT {column} FROM known WHERE {column} <> '' LIMIT 200
"""
_PLATFORMS, _SHOPS = _EACH.format(column="platform"), _EACH.format(column="shop")
