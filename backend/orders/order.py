"""One order for its page: as it came, what stands beside it, how far its check is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from backend.infra import db
from backend.infra.refusal import not_found
from backend.orders.goods import named
from backend.orders.masking import veil_for
from backend.people.viewer import Actor
from backend.rules.orders.masks import masked_field
from backend.rules.orders.points import POINTS, checked_anew, hindrances


@dataclass(frozen=True, slots=True)
class Line:
    """One line of goods, as it came; `price` is CNY for one."""

    title: str
    spec: str
    sku: str
    quantity: int
    price: Decimal | None


@dataclass(frozen=True, slots=True)
class Amended:
    """What was amended. Masked unless the viewer holds the order; `pictures`: how many show it."""

    id: int
    at: datetime
    field: str
    before: str
    after: str
    why: str
    evidence: str
    source: str
    name: str | None
    pictures: int


@dataclass(frozen=True, slots=True)
class OpenProblem:
    """An open problem. `owner` is a person's name; where there is none, `post` says whose it is. `missing`: which goods
    are out of stock."""

    id: int
    point: str
    what: str
    opened_at: datetime
    opened_by: int
    opener: str
    owner_id: int | None
    owner: str | None
    post: str
    due_at: datetime
    told_at: datetime | None
    told_by: str | None
    missing: tuple[str, ...]

    def late(self, at: datetime) -> bool:
        return self.due_at <= at


@dataclass(frozen=True, slots=True)
class Tick:
    """A point as it stands: passed or failed, by whom and when."""

    passed: bool
    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Order:
    """`standing` is `work`, `confirmed`, `stopped`, else what the platform says by now: `unpaid`, `shipped`,
    `closed`; `ended` and `ended_by` say when and by whom it was confirmed or stopped. `missing` is what keeps it from
    being confirmed."""

    id: int
    platform: str
    number: str
    shop: str
    payment: str
    goods_total: Decimal
    postage: Decimal
    total: Decimal
    paid: Decimal
    ordered_at: datetime | None
    paid_at: datetime | None
    accepted_at: datetime
    source: str
    standing: str
    ended: datetime | None
    ended_by: str | None
    ended_why: str
    reached_at: datetime | None
    marks: tuple[str, ...]
    holder_id: int | None
    holder: str | None
    lines: tuple[Line, ...]
    ticks: dict[str, Tick]
    problems: dict[str, OpenProblem]
    amendments: tuple[Amended, ...]
    missing: tuple[str, ...]

    @property
    def tail(self) -> str:
        return self.number[-4:]

    @property
    def pieces(self) -> int:
        return sum(line.quantity for line in self.lines)

    @property
    def goods(self) -> tuple[str, ...]:
        """By name, as they stand now."""
        amended = self.of("item")
        return named(((line.title, line.spec) for line in self.lines), amended.after if amended else None)

    @property
    def unchecked(self) -> int:
        return sum(1 for point in POINTS if point.code not in self.ticks or not self.ticks[point.code].passed)

    @property
    def paid_whole(self) -> bool:
        """What was paid is what the order comes to."""
        return self.paid == self.total and self.paid > 0

    def of(self, field: str) -> Amended | None:
        """The amendment that holds for a field; None where the order stands as it came."""
        return next((each for each in reversed(self.amendments) if each.field == field), None)

    def works(self, by: Actor) -> bool:
        """Whether `by` may tick, amend and confirm: who holds it, and leads."""
        mine = by.person_id is not None and self.holder_id == by.person_id
        return self.standing == "work" and (mine or by.may("orders.manage"))

    def amends(self, by: Actor) -> bool:
        """Whether `by` may amend, and stop the order."""
        after = self.standing == "confirmed" and (by.may("orders.manage") or by.may("orders.after-sales"))
        return self.works(by) or after


async def the_order(by: Actor, order_id: int) -> Order:
    """One order of the viewer's department (else 404). Names, phone and address in amendments and in what people typed
    are masked unless `by` holds the order; the customer's own data comes from `masking.customer_of`."""
    row = await db.fetchrow(_ORDER, by.department_id, order_id)
    if row is None:
        raise not_found()
    lines, ticks, problems, amendments = [
        await db.fetch(statement, by.department_id, order_id)
        for statement in (_LINES, _TICKS, _PROBLEMS, _AMENDMENTS)
    ]
    clear = by.person_id is not None and row["holder_id"] == by.person_id
    amended = tuple(_amended(each, clear) for each in amendments)
    good = {each["point"]: Tick(each["passed"], each["name"], each["at"]) for each in ticks}
    stale = {point for point, tick in good.items() if _stale(point, tick, amended)}
    valid = {point: tick for point, tick in good.items() if point not in stale}
    veil = await veil_for(by, order_id)
    open_ones = {each["point"]: _open(each, veil) for each in problems}
    passed = {point: tick.passed for point, tick in valid.items()}
    values = {name: row[name] for name in _PLAIN} | {"ended_why": veil(row["ended_why"])}
    return Order(
        **values,
        standing="work" if row["in_work"] else row["ended_kind"] or row["standing"],
        marks=tuple(row["attention"] or ()),
        lines=tuple(Line(**each) for each in lines),
        ticks=valid,
        problems=open_ones,
        amendments=amended,
        missing=hindrances(passed, open_ones, row["attention"] or (), row["reached_at"] is not None),
    )


def _open(row: Any, veil: Callable[[str], str]) -> OpenProblem:
    return replace(OpenProblem(**row), what=veil(row["what"]), missing=tuple(map(veil, row["missing"])))


def _stale(point: str, tick: Tick, amended: tuple[Amended, ...]) -> bool:
    """Amended after it was ticked: to be ticked anew (`amending.drop_stale` does so for good)."""
    return tick.passed and any(each.at > tick.at and point in checked_anew(each.field) for each in amended)


def _amended(row: Any, clear: bool) -> Amended:
    values = dict(row)
    if not clear:
        values["before"] = masked_field(row["field"], row["before"])
        values["after"] = masked_field(row["field"], row["after"])
        values["evidence"] = "****" if row["evidence"] else ""
    return Amended(**values)


_PLAIN = (
    "id", "platform", "number", "shop", "payment", "goods_total", "postage", "total", "paid", "ordered_at", "paid_at",
    "accepted_at", "source", "ended", "ended_by", "ended_why", "reached_at", "holder_id", "holder",
)  # fmt: skip
_ORDER = """
SELECT customer_order.id, platform, number, shop, payment, goods_total, postage, total, paid, ordered_at, paid_at,
    customer_order.accepted_at, source, order_work.id IS NOT NULL AS in_work, order_work.reached_at,
    order_work.attention, order_hold.person_id AS holder_id, holder.name AS holder, ended.kind AS ended_kind,
    ended.at AS ended, ended.by AS ended_by, coalesce(ended.details->>'reason', ended.details->>'why', '') AS ended_why,
    coalesce((SELECT after FROM amendment WHERE order_id = customer_order.id AND field = 'standing'
        ORDER BY amendment.id DESC LIMIT 1), standing) AS standing
FROM customer_order
LEFT JOIN order_work ON order_work.order_id = customer_order.id
LEFT JOIN order_hold ON order_hold.order_id = customer_order.id
LEFT JOIN person AS holder ON holder.id = order_hold.person_id
LEFT JOIN LATERAL (
    SELECT kind, at, details, person.name AS by FROM order_event LEFT JOIN person ON person.id = actor_id
    WHERE order_id = customer_order.id AND kind IN ('confirmed', 'stopped', 'resumed')
    ORDER BY order_event.id DESC LIMIT 1
) AS ended ON order_work.id IS NULL AND ended.kind <> 'resumed'
WHERE customer_order.department_id = $1 AND customer_order.id = $2
"""
_LINES = """
SELECT title, spec, sku, quantity, price FROM order_item WHERE department_id = $1 AND order_id = $2 ORDER BY line
"""
_TICKS = """
SELECT point, passed, person.name, at FROM order_tick JOIN person ON person.id = order_tick.person_id
WHERE order_tick.department_id = $1 AND order_id = $2
"""
_PROBLEMS = """
SELECT order_problem.id, point, what, opened_at, opened_by, opener.name AS opener, owner_id, owner.name AS owner,
    owner_post AS post, due_at, told_customer_at AS told_at, teller.name AS told_by, missing
FROM order_problem
JOIN person AS opener ON opener.id = opened_by
LEFT JOIN person AS owner ON owner.id = owner_id
LEFT JOIN person AS teller ON teller.id = told_customer_by
WHERE order_problem.department_id = $1 AND order_id = $2 AND closed_at IS NULL
"""
_AMENDMENTS = """
SELECT amendment.id, at, field, before, after, why, evidence, source, person.name, (
    SELECT count(*) FROM amendment_picture
    WHERE amendment_picture.department_id = $1 AND amendment_id = amendment.id
) AS pictures
FROM amendment LEFT JOIN person ON person.id = person_id
WHERE amendment.department_id = $1 AND order_id = $2 ORDER BY amendment.id
"""
