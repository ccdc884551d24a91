"""Looks for orders: those of some days, or what a few words mean, a stretch at a time where they mean too many."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from backend.orders.desk.asked import Asked, Conditions, Span
from backend.orders.desk.queries import PAGE, Listed, page_of, planned, span_of
from backend.orders.desk.searching import begins, meaning_of

FEW = 2_000
STRETCH = 200_000
"""So many orders are looked through at once for words that more than `FEW` orders fit."""


@dataclass(frozen=True, slots=True)
class Found:
    """The newest first. `on`: the id to go on from, where there may be more. `back_to`: only the orders since then were
    looked through."""

    orders: tuple[Listed, ...]
    on: int | None = None
    back_to: datetime | None = None


async def look(
    department_id: int,
    asked: Asked,
    zone: ZoneInfo,
    *,
    before: int | None = None,
    limit: int = PAGE,
    clear: bool = False,
) -> Found:
    """One page; `before` is the id of the order to go on from. `clear`: with names and numbers."""
    if asked.too_short:
        return Found(())
    if not asked.search:
        span = await span_of(department_id, asked, zone) if asked.by_events else None
        return await _page(Conditions.of(department_id, asked, zone, span), before, limit, clear)
    meant = await _few(department_id, asked.search)
    if meant is None:
        return await _newest(department_id, asked, zone, before, limit, clear)
    span = Span(min(meant, default=0), max(meant, default=-1))
    conditions = Conditions.of(department_id, asked, zone, span)
    conditions.add(f"customer_order.id = ANY({conditions.value(meant)}::bigint[])")
    return await _page(conditions, before, limit, clear)


async def orders_of(
    department_id: int,
    asked: Asked,
    zone: ZoneInfo,
    *,
    before: int | None = None,
    limit: int = PAGE,
    clear: bool = False,
) -> tuple[Listed, ...]:
    """The same, stretch after stretch until there are as many as `limit`, or no more orders."""
    orders: tuple[Listed, ...] = ()
    while True:
        found = await look(department_id, asked, zone, before=before, limit=limit - len(orders), clear=clear)
        orders, before = orders + found.orders, found.on
        if before is None or len(orders) == limit:
            return orders


async def _page(conditions: Conditions, before: int | None, limit: int, clear: bool) -> Found:
    orders = await page_of(conditions, before=before, limit=limit, clear=clear)
    return Found(orders, orders[-1].id if orders and len(orders) == limit else None)


async def _few(department_id: int, search: str) -> list[int] | None:
    """Every order that the words mean; None where these are more than `FEW`."""
    sql = _MEANT.format(ids=meaning_of(search).ids("$2", "$3"))
    rows = await planned(sql, department_id, search, begins(search), FEW + 1, enable_seqscan="off")
    return [row["id"] for row in rows] if len(rows) <= FEW else None


async def _newest(
    department_id: int, asked: Asked, zone: ZoneInfo, before: int | None, limit: int, clear: bool
) -> Found:
    """What fits among the next `STRETCH` orders."""
    rows = await planned(_STRETCH, department_id, before, STRETCH)
    if not rows:
        return Found(())
    end: Any = rows[0]
    conditions = Conditions.of(department_id, asked, zone, Span(end["first"], end["last"]))
    since, last = conditions.value(end["accepted_at"]), conditions.value(end["id"])
    conditions.add(f"(customer_order.accepted_at, customer_order.id) >= ({since}, {last})")
    exact, pattern = conditions.value(asked.search), conditions.value(begins(asked.search))
    conditions.add(f"{exact}::text IS NOT NULL AND {pattern}::text IS NOT NULL")
    conditions.add(meaning_of(asked.search).of_row(exact, pattern))
    found = await _page(conditions, before, limit, clear)
    if found.on is None and end["orders"] == STRETCH:
        return Found(found.orders, end["id"], end["accepted_at"])
    return found


# Both marks are used by some meanings only, and PostgreSQL wants to know what each of them is.
_MEANT = "SELECT id FROM ({ids}) AS meant WHERE $2::text IS NOT NULL AND $3::text IS NOT NULL LIMIT $4"
_STRETCH = """
WITH near AS MATERIALIZED (
    SELECT id, accepted_at FROM customer_order
    WHERE department_id = $1 AND ($2::bigint IS NULL OR (accepted_at, id) < (
        SELECT accepted_at, id FROM customer_order WHERE id = $2 AND department_id = $1
    ))
    ORDER BY accepted_at DESC, id DESC LIMIT $3
)
SELECT id, accepted_at, count(*) OVER () AS orders, min(id) OVER () AS first, max(id) OVER () AS last
FROM near ORDER BY accepted_at, id LIMIT 1
"""
