"""Which orders somebody at the desk asks for, as conditions of SQL that an index answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from backend.orders.desk.searching import LAST_DIGITS, tidied
from backend.rules.clock import day_interval

LONGEST_DAYS = 92
WAITING = ("open", "reached", "problem", "stopped")
FATES = ("confirmed", "missed")
STATES = (*WAITING, *FATES, "unpaid", "shipped", "closed")
HOLDER = "(CASE kind WHEN 'claimed' THEN actor_id WHEN 'handed' THEN (details->>'person')::bigint END)"


@dataclass(frozen=True, slots=True)
class Asked:
    """Days of the department on which orders came in, from and to inclusive; `search` looks through all days.

    `state`: one of `STATES`; `agent`: who took it or was handed it; `platform`: its code; `shop`: its name.
    """

    start: date
    end: date
    search: str = ""
    state: str = ""
    agent: int | None = None
    platform: str = ""
    shop: str = ""

    @property
    def too_short(self) -> bool:
        """A few digits alone would find half of all orders."""
        return self.search.isdecimal() and len(self.search) < LAST_DIGITS

    @property
    def by_events(self) -> bool:
        """Whether it takes what happened to orders to tell which they are."""
        return self.agent is not None or self.state in FATES


def asked_for(
    today: date,
    day: date | None,
    until: date | None,
    search: str,
    state: str,
    agent: str,
    platform: str,
    shop: str,
) -> Asked:
    """The filter as it was asked for, put right where it contradicts itself: 92 days at most, never backwards."""
    start = day or today
    end = min(max(until or start, start), start + timedelta(days=LONGEST_DAYS - 1))
    return Asked(
        start,
        end,
        tidied(search)[:64],
        state if state in STATES else "",
        int(agent) if agent.isascii() and agent.isdigit() and len(agent) < 18 else None,
        platform[:32],
        shop[:120],
    )


@dataclass(frozen=True, slots=True)
class Span:
    """The ids between which some orders lie, both inclusive. What happened to an order is found by its id: nothing
    says how long after its day that was."""

    first: int
    last: int


@dataclass(slots=True)
class Conditions:
    """What of a filter an index can answer: SQL and its values; $1 is always the department."""

    values: list[Any]
    said: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, department_id: int, asked: Asked, zone: ZoneInfo, span: Span | None) -> Conditions:
        """Everything but the words of a search. `span`: of the orders among which they are; needed if `by_events`."""
        conditions = cls([department_id], ["customer_order.department_id = $1"])
        if not asked.search:
            since = conditions.value(day_interval(asked.start, zone).start)
            until = conditions.value(day_interval(asked.end, zone).end)
            conditions.add(f"customer_order.accepted_at >= {since} AND customer_order.accepted_at < {until}")
        if asked.platform:
            conditions.add(f"customer_order.platform = {conditions.value(asked.platform)}")
        if asked.shop:
            conditions.add(f"customer_order.shop = {conditions.value(asked.shop)}")
        if asked.by_events and span is not None:
            conditions._add_events(asked, span)
        if asked.state and asked.state not in FATES:
            conditions.add(_in_state(asked.state))
        return conditions

    def _add_events(self, asked: Asked, span: Span) -> None:
        events = (
            "customer_order.id IN (SELECT order_id FROM order_event WHERE department_id = $1 "
            f"AND order_id BETWEEN {self.value(span.first)} AND {self.value(span.last)}"
        )
        if asked.state in FATES:
            self.add(f"{events} AND kind = '{asked.state}')")
        if asked.agent is not None:
            self.add(f"{events} AND kind IN ('claimed', 'handed') AND {HOLDER} = {self.value(asked.agent)})")

    def value(self, value: Any) -> str:
        """The mark that stands for a value."""
        self.values.append(value)
        return f"${len(self.values)}"

    def add(self, condition: str) -> None:
        self.said.append(condition)

    @property
    def sql(self) -> str:
        return " AND ".join(f"({each})" for each in self.said)


def _in_state(state: str) -> str:
    if state in WAITING:
        return f"customer_order.id IN (SELECT order_id FROM order_work WHERE department_id = $1 AND {_WORK[state]})"
    if state == "unpaid":
        return (
            f"customer_order.standing = 'unpaid' AND NOT EXISTS ({_AMENDED} AND order_id = customer_order.id)"
        )
    told = (
        f"customer_order.id IN (SELECT id FROM customer_order WHERE department_id = $1 AND standing = '{state}' "
        f"UNION ALL {_AMENDED} AND after = '{state}')"
    )
    if state == "shipped":
        told += f" AND NOT EXISTS ({_AMENDED} AND order_id = customer_order.id AND after = 'closed')"
    return told


_WORK = {
    "open": "state = 'open'",
    "reached": "state = 'reached'",
    "problem": "state = 'problem'",
    "stopped": "stopped_at IS NOT NULL",
}
_AMENDED = "SELECT order_id FROM amendment WHERE amendment.department_id = $1 AND field = 'standing'"
