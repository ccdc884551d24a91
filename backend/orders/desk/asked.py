"""Which orders somebody at the desk asks for, as conditions of SQL that an index answers."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from backend.rules.clock import day_interval

LONGEST_DAYS = 92
SHORTEST_SEARCH = 4
WAITING = ("open", "reached", "problem", "stopped")
STATES = (*WAITING, "confirmed", "missed", "unpaid", "closed")
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
        return self.search.isdecimal() and len(self.search) < SHORTEST_SEARCH

    def about(self, start: date, end: date) -> Asked:
        return replace(self, start=start, end=end)


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
        " ".join(search.split())[:64],
        state if state in STATES else "",
        int(agent) if agent.isascii() and agent.isdigit() and len(agent) < 18 else None,
        platform[:32],
        shop[:120],
    )


@dataclass(slots=True)
class Conditions:
    """What of a filter an index can answer: SQL and its values; $1 is always the department."""

    values: list[Any]
    said: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, department_id: int, asked: Asked, zone: ZoneInfo) -> Conditions:
        conditions = cls([department_id], ["customer_order.department_id = $1"])
        since = None
        if asked.search:
            conditions.add(found_by(conditions, asked.search))
        else:
            since = conditions.value(day_interval(asked.start, zone).start)
            until = conditions.value(day_interval(asked.end, zone).end)
            conditions.add(f"customer_order.accepted_at >= {since} AND customer_order.accepted_at < {until}")
        if asked.platform:
            conditions.add(f"customer_order.platform = {conditions.value(asked.platform)}")
        if asked.shop:
            conditions.add(f"customer_order.shop = {conditions.value(asked.shop)}")
        if asked.state:
            conditions.add(_in_state(asked.state, since))
        if asked.agent is not None:
            who = conditions.value(asked.agent)
            conditions.add(
                "customer_order.id IN (SELECT order_id FROM order_event WHERE department_id = $1 "
                f"AND kind IN ('claimed', 'handed') AND {HOLDER} = {who}{_since(since)})"
            )
        return conditions

    def value(self, value: Any) -> str:
        """The mark that stands for a value."""
        self.values.append(value)
        return f"${len(self.values)}"

    def add(self, condition: str) -> None:
        self.said.append(condition)

    @property
    def sql(self) -> str:
        return " AND ".join(f"({each})" for each in self.said)


def found_by(conditions: Conditions, search: str) -> str:
    """Ids of what a few words of the customer or of the courier mean: each way of meaning it is one index."""
    exact, begins = conditions.value(search), conditions.value(_begins(search))
    ways: tuple[str, ...]
    if search.isdecimal() and len(search) == SHORTEST_SEARCH:
        ways = _ENDS
    elif re.fullmatch(r"1\d{10}", search):
        ways = (*_PHONES, *_NUMBERS)
    elif re.fullmatch(r"[\x21-\x7e]{5,}", search):
        ways = (*_NUMBERS, *_NAMES)
    else:
        ways = _NAMES
    union = " UNION ALL ".join(way.format(exact=f"{exact}::text", begins=f"{begins}::text") for way in ways)
    return f"$2::text IS NOT NULL AND $3::text IS NOT NULL AND customer_order.id IN ({union})"


def _begins(search: str) -> str:
    return re.sub(r"([\\%_])", r"\\\1", search) + "%"


def _in_state(state: str, since: str | None) -> str:
    if state in WAITING:
        return f"customer_order.id IN (SELECT order_id FROM order_work WHERE department_id = $1 AND {_WORK[state]})"
    if state in ("confirmed", "missed"):
        return (
            "customer_order.id IN (SELECT order_id FROM order_event WHERE department_id = $1 "
            f"AND kind = '{state}'{_since(since)})"
        )
    if state == "unpaid":
        return (
            f"customer_order.standing = 'unpaid' AND NOT EXISTS ({_AMENDED} AND order_id = customer_order.id)"
        )
    return (
        "customer_order.id IN (SELECT id FROM customer_order WHERE department_id = $1 AND standing = 'closed' "
        f"UNION ALL {_AMENDED} AND after = 'closed')"
    )


def _since(since: str | None) -> str:
    """Nothing happens to an order before it is there."""
    return f" AND at >= {since}" if since else ""


_WORK = {
    "open": "state = 'open'",
    "reached": "state = 'reached'",
    "problem": "state = 'problem'",
    "stopped": "stopped_at IS NOT NULL",
}
_AMENDED = "SELECT order_id FROM amendment WHERE amendment.department_id = $1 AND field = 'standing'"
_OF_ORDERS = "SELECT id FROM customer_order WHERE department_id = $1 AND"
_OF_AMENDMENTS = "SELECT order_id FROM amendment WHERE department_id = $1 AND"
_LENT = "length(phone) > 11 AND right(substring(phone FROM '\\d{{11}}'), 4)"
_ENDS = (
    f"{_OF_ORDERS} right(phone, 4) = {{exact}}",
    f"{_OF_ORDERS} {_LENT} = {{exact}}",
    f"{_OF_ORDERS} right(number, 4) = {{exact}}",
    f"{_OF_AMENDMENTS} field = 'phone' AND right(after, 4) = {{exact}}",
)
_PHONES = (
    f"{_OF_ORDERS} right(phone, 4) = right({{exact}}, 4) AND phone = {{exact}}",
    f"{_OF_ORDERS} {_LENT} = right({{exact}}, 4) AND phone LIKE {{begins}}",
    f"{_OF_AMENDMENTS} field = 'phone' AND right(after, 4) = right({{exact}}, 4) AND after = {{exact}}",
)
_NUMBERS = (
    f"{_OF_ORDERS} number LIKE {{begins}}",
    "SELECT order_id FROM order_event WHERE department_id = $1 AND details ? 'waybill' "
    "AND details->>'waybill' = {exact}",
    f"{_OF_AMENDMENTS} field = 'waybill' AND after = {{exact}}",
)
_NAMES = (
    f"{_OF_ORDERS} receiver LIKE {{begins}}",
    f"{_OF_AMENDMENTS} field = 'receiver' AND after LIKE {{begins}}",
)
