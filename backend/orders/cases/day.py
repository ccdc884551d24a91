"""What after-sales did on one day: for the dispatch log and the daily report (R-ORD-7)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from backend.company.queries import department_zone
from backend.infra import db
from backend.orders.cases.queries import COLUMNS, Case, cases_from
from backend.rules.clock import day_interval
from backend.rules.orders.cases import GOODS, KINDS


@dataclass(frozen=True, slots=True)
class KindOfDay:
    """How many of one kind were registered, arrived, checked, objected to and brought to an end that day."""

    kind: str
    registered: int = 0
    arrived: int = 0
    checked: int = 0
    objected: int = 0
    over: int = 0


@dataclass(frozen=True, slots=True)
class CasesOfDay:
    """One day of the department. `refunded`: CNY that were paid back on it; `goods` and `talks`: every case about which
    something was done, the earliest registered first; `open`: how many were not over at the end of it."""

    day: date
    kinds: tuple[KindOfDay, ...]
    refunded: Decimal
    refunds: int
    goods: tuple[Case, ...]
    talks: tuple[Case, ...]
    open: int

    @property
    def empty(self) -> bool:
        return not self.goods and not self.talks


async def cases_of_day(department_id: int, day: date) -> CasesOfDay:
    """From midnight to midnight on the department's wall; a day that is not over as it is so far."""
    span = day_interval(day, await department_zone(department_id))
    asked = (department_id, span.start, span.end)
    kinds = {row["kind"]: KindOfDay(**row) for row in await db.fetch(_KINDS, *asked)}
    money = await db.fetchrow(_MONEY, *asked)
    assert money is not None
    cases = cases_from(await db.fetch(_CASES, *asked))
    return CasesOfDay(
        day,
        tuple(kinds[kind] for kind in KINDS if kind in kinds),
        money["refunded"],
        money["refunds"],
        tuple(case for case in cases if case.kind in GOODS),
        tuple(case for case in cases if case.kind not in GOODS),
        await db.fetchval(_OPEN_THEN, department_id, span.end),
    )


_THAT_DAY = """
order_case_event.department_id = $1 AND order_case_event.at >= $2 AND order_case_event.at < $3
    AND order_case_event.kind NOT IN ('looked', 'overdue')
"""
_KINDS = f"""
SELECT order_case.kind, count(*) FILTER (WHERE order_case_event.kind = 'registered') AS registered,
    count(*) FILTER (WHERE order_case_event.kind = 'arrive') AS arrived,
    count(*) FILTER (WHERE order_case_event.kind = 'check') AS checked,
    count(*) FILTER (WHERE order_case_event.kind = 'object') AS objected,
    count(*) FILTER (WHERE order_case_event.kind IN ('refund', 'settle', 'withdraw')) AS over
FROM order_case_event JOIN order_case ON order_case.id = order_case_event.case_id
WHERE {_THAT_DAY} GROUP BY order_case.kind
"""
_MONEY = f"""
SELECT coalesce(sum((details->>'amount')::numeric), 0)::numeric(12, 2) AS refunded, count(*) AS refunds
FROM order_case_event WHERE {_THAT_DAY} AND order_case_event.kind = 'refund'
"""
_CASES = f"""
{COLUMNS} WHERE order_case.id IN (SELECT case_id FROM order_case_event WHERE {_THAT_DAY})
ORDER BY order_case.registered_at, order_case.id
"""
_OPEN_THEN = """
SELECT count(*) FROM order_case
WHERE department_id = $1 AND registered_at < $2 AND (closed_at IS NULL OR closed_at >= $2)
"""
