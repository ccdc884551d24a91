"""How orders of some days were dealt with: how soon customers were reached (R-ORD-2), in which hours, by whom."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from backend.orders.desk.asked import HOLDER, Asked
from backend.orders.desk.queries import planned, span_of
from backend.rules.clock import day_interval

# A day may have 50,000 orders of which no statistics know yet: joined one by one they would take 15 seconds.
THROUGH_MANY = {"enable_nestloop": "off", "work_mem": "32MB"}


@dataclass(frozen=True, slots=True)
class Totals:
    """Of the orders that came in on these days. `accepted` are those that somebody had to reach; `median`: seconds."""

    accepted: int
    reached: int
    in_time: int
    missed: int
    confirmed: int
    median: int | None
    apart: int

    @property
    def in_time_share(self) -> int | None:
        """Per cent of those whose fate is known: reached in time, or missed."""
        known = self.in_time + self.missed
        return round(self.in_time / known * 100) if known else None


@dataclass(frozen=True, slots=True)
class Minute:
    """So many customers were reached within the minute that begins `after` minutes; `more`: or later."""

    after: int
    in_time: int
    late: int
    more: bool = False


@dataclass(frozen=True, slots=True)
class Hour:
    """Orders that came in within one hour of the day, over all days that were asked for."""

    hour: int
    accepted: int
    in_time: int
    missed: int

    @property
    def waiting(self) -> int:
        return self.accepted - self.in_time - self.missed


@dataclass(frozen=True, slots=True)
class AgentFigures:
    """What one agent did on these days; `missed`: what ran out of time in their hands; `median`: seconds."""

    person_id: int
    name: str
    taken: int
    handed: int
    reached: int
    median: int | None
    missed: int
    confirmed: int


@dataclass(frozen=True, slots=True)
class Figures:
    totals: Totals
    minutes: tuple[Minute, ...]
    hours: tuple[Hour, ...]
    agents: tuple[AgentFigures, ...]


async def figures_of(department_id: int, asked: Asked, zone: ZoneInfo, reach_minutes: int) -> Figures:
    """Of the days, the platform and the shop that are asked for, whatever else the list is filtered by."""
    values = (
        department_id, day_interval(asked.start, zone).start, day_interval(asked.end, zone).end, asked.platform,
        asked.shop,
    )  # fmt: skip
    most = 2 * reach_minutes
    span = await span_of(department_id, asked, zone)
    rows, agents = await asyncio.gather(
        planned(_JUDGED, *values, str(zone), most, span.first, span.last, **THROUGH_MANY),
        planned(_AGENTS, *values, **THROUGH_MANY),
    )
    return Figures(
        _totals(rows),
        _minutes(rows, most),
        _hours(rows),
        tuple(AgentFigures(**row) for row in agents),
    )


def _totals(rows: Iterable[Any]) -> Totals:
    found: Counter[str] = Counter()
    median = None
    for row in rows:
        if row["hour"] is None:
            median = row["median"]
            continue
        found["accepted" if row["worked"] else "apart"] += row["orders"]
        found["reached"] += row["orders"] if row["minute"] is not None else 0
        found["in_time"] += row["orders"] if row["minute"] is not None and not row["missed"] else 0
        found["missed"] += row["orders"] if row["missed"] else 0
        found["confirmed"] += row["confirmed"]
    names = ("accepted", "reached", "in_time", "missed", "confirmed", "apart")
    return Totals(**{name: found[name] for name in names}, median=median)


def _minutes(rows: Iterable[Any], most: int) -> tuple[Minute, ...]:
    """A bar for each minute up to twice the limit, and one for whatever took longer."""
    in_time: Counter[int] = Counter()
    late: Counter[int] = Counter()
    for row in rows:
        if row["hour"] is not None and row["minute"] is not None:
            (late if row["missed"] else in_time)[row["minute"]] += row["orders"]
    return tuple(Minute(after, in_time[after], late[after], after == most) for after in range(most + 1))


def _hours(rows: Iterable[Any]) -> tuple[Hour, ...]:
    found = [Counter[str]() for _ in range(24)]
    for row in rows:
        if row["hour"] is not None and row["worked"]:
            count = found[row["hour"]]
            count["accepted"] += row["orders"]
            if row["missed"]:
                count["missed"] += row["orders"]
            elif row["minute"] is not None:
                count["in_time"] += row["orders"]
    return tuple(
        Hour(hour, each["accepted"], each["in_time"], each["missed"]) for hour, each in enumerate(found)
    )


_WHICH = """customer_order.department_id = $1 AND customer_order.accepted_at >= $2 AND customer_order.accepted_at < $3
        AND ($4 = '' OR customer_order.platform = $4) AND ($5 = '' OR customer_order.shop = $5)"""
# An order that was not paid at first is worked from the moment at which it was: from then its seconds are counted.
_JUDGED = f"""
WITH asked AS MATERIALIZED (
    SELECT customer_order.id, customer_order.accepted_at, standing = 'paid' OR EXISTS (
        SELECT FROM amendment WHERE order_id = customer_order.id AND field = 'standing' AND after = 'paid'
    ) AS worked
    FROM customer_order WHERE {_WHICH}
), happened AS MATERIALIZED (
    SELECT order_id, min((details->>'seconds')::int) FILTER (WHERE kind = 'reached') AS seconds,
        bool_or(kind = 'missed') AS missed, bool_or(kind = 'confirmed') AS confirmed
    FROM order_event
    WHERE department_id = $1 AND kind IN ('reached', 'missed', 'confirmed') AND order_id BETWEEN $8 AND $9
      AND order_id IN (SELECT id FROM asked)
    GROUP BY order_id
), judged AS MATERIALIZED (
    SELECT * FROM asked LEFT JOIN happened ON order_id = id
)
SELECT extract(hour FROM accepted_at AT TIME ZONE $6)::int AS hour,
    CASE WHEN seconds IS NOT NULL THEN least(greatest(seconds, 0) / 60, $7::int) END AS minute,
    worked, coalesce(missed, false) AS missed, count(*) AS orders, count(*) FILTER (WHERE confirmed) AS confirmed,
    NULL::int AS median
FROM judged GROUP BY 1, 2, 3, 4
UNION ALL
SELECT NULL, NULL, NULL, NULL, NULL, NULL,
    round((percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds))::numeric)::int FROM judged
"""
_AGENTS = f"""
WITH did AS (
    SELECT kind, (details->>'seconds')::int AS seconds, CASE
        WHEN kind IN ('claimed', 'handed') THEN {HOLDER}
        WHEN kind = 'missed' THEN (details->>'person')::bigint ELSE actor_id END AS person_id
    FROM order_event
    WHERE department_id = $1 AND kind IN ('claimed', 'handed', 'reached', 'missed', 'confirmed') AND at >= $2
      AND at < $3 AND ($4 || $5 = '' OR order_id IN (SELECT id FROM customer_order WHERE department_id = $1
        AND ($4 = '' OR platform = $4) AND ($5 = '' OR shop = $5) AND id = order_id))
)
SELECT person.id AS person_id, person.name, count(*) FILTER (WHERE kind = 'claimed') AS taken,
    count(*) FILTER (WHERE kind = 'handed') AS handed, count(*) FILTER (WHERE kind = 'reached') AS reached,
    round((percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds) FILTER (WHERE kind = 'reached'))::numeric)::int
        AS median,
    count(*) FILTER (WHERE kind = 'missed') AS missed, count(*) FILTER (WHERE kind = 'confirmed') AS confirmed
FROM did JOIN person ON person.id = did.person_id
GROUP BY person.id, person.name ORDER BY reached DESC, taken DESC, person.name
"""
