"""The desk's list of cases: filtered, counted by kind, with the middle time to an outcome."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from backend.infra import db
from backend.orders.cases.queries import COLUMNS, Case, cases_from
from backend.rules.clock import day_interval
from backend.rules.orders.cases import KINDS

PAGE = 50
MOST_EXPORTED = 50_000
STANDINGS = ("open", "late", "to-check", "to-refund", "over")
"""What the filter offers: `late` and the next two are open ones."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which cases: registered on these days of the department, from and to inclusive; kind, standing and owner where
    they are named; `number` an order's or a waybill. `at` is the moment by which something is late."""

    start: date
    end: date
    at: datetime
    kind: str = ""
    standing: str = ""
    owner_id: int | None = None
    number: str = ""

    def values(self, department_id: int, zone: ZoneInfo) -> tuple[Any, ...]:
        first, last = day_interval(self.start, zone), day_interval(self.end, zone)
        return (
            department_id,
            first.start,
            last.end,
            self.kind,
            self.standing,
            self.owner_id,
            self.number,
            self.at,
        )


@dataclass(frozen=True, slots=True)
class KindTotals:
    """Of one kind: how many, open, late, over; how many of the latter in time; the middle time to the outcome."""

    kind: str
    cases: int = 0
    open: int = 0
    late: int = 0
    over: int = 0
    in_time: int = 0
    took: timedelta | None = None


async def logged_cases(
    department_id: int, asked: Asked, zone: ZoneInfo, *, before: int | None = None, limit: int = PAGE
) -> tuple[Case, ...]:
    """The latest first, one page; `before` is the id of the case to go on from."""
    rows = await db.fetch(_CASES, *asked.values(department_id, zone), before, limit)
    return cases_from(rows)


async def totals_of(department_id: int, asked: Asked, zone: ZoneInfo) -> tuple[KindTotals, ...]:
    """One for each kind, also where there is none of it."""
    rows = await db.fetch(_TOTALS, *asked.values(department_id, zone))
    found = {row["kind"]: KindTotals(**row) for row in rows}
    return tuple(found.get(kind, KindTotals(kind)) for kind in KINDS)


async def owners_of_cases(department_id: int) -> list[tuple[int, str]]:
    """Who looks after cases, for the filter."""
    return [(row["id"], row["name"]) for row in await db.fetch(_OWNERS, department_id)]


_WHICH = """
order_case.department_id = $1 AND order_case.registered_at >= $2 AND order_case.registered_at < $3
  AND ($4 = '' OR order_case.kind = $4)
  AND ($5 = '' OR ($5 = 'over') = (order_case.closed_at IS NOT NULL))
  AND ($5 <> 'late' OR order_case.due_at <= $8::timestamptz)
  AND ($5 <> 'to-check' OR order_case.state IN ('arrived', 'objected')
    OR (order_case.kind = 'refund' AND order_case.state = 'registered'))
  AND ($5 <> 'to-refund' OR (order_case.state = 'checked' AND order_case.amount IS NOT NULL))
  AND ($6::bigint IS NULL OR order_case.owner_id = $6)
  AND ($7 = '' OR order_case.waybill = $7 OR order_case.sent_waybill = $7 OR order_case.order_id IN (
    SELECT id FROM customer_order WHERE customer_order.department_id = $1 AND customer_order.number = $7))
"""
_CASES = f"""
{COLUMNS} WHERE {_WHICH}
  AND ($9::bigint IS NULL OR (order_case.registered_at, order_case.id) < (
    SELECT registered_at, id FROM order_case WHERE id = $9 AND department_id = $1
  ))
ORDER BY order_case.registered_at DESC, order_case.id DESC LIMIT $10
"""
_TOTALS = f"""
SELECT kind, count(*) AS cases, count(*) FILTER (WHERE closed_at IS NULL) AS open,
    count(*) FILTER (WHERE closed_at IS NULL AND due_at <= $8::timestamptz) AS late,
    count(*) FILTER (WHERE closed_at IS NOT NULL) AS over,
    count(*) FILTER (WHERE closed_at <= due_at) AS in_time,
    (percentile_cont(0.5) WITHIN GROUP (ORDER BY closed_at - registered_at)
        FILTER (WHERE state IN ('settled', 'refunded'))) AS took
FROM order_case WHERE {_WHICH} GROUP BY kind
"""
_OWNERS = """
SELECT id, name FROM person WHERE department_id = $1
    AND EXISTS (SELECT FROM order_case WHERE order_case.department_id = $1 AND owner_id = person.id) ORDER BY name, id
"""
