"""The queue: what waits to be reached or to be finished, and who has it. Nothing of a customer is in clear here."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from backend.infra import db
from backend.infra.refusal import not_found
from backend.infra.together import Read, Rows, read_together
from backend.rota.duty import is_present
from backend.rules.orders.masks import masked_address, masked_name, masked_phone

MOST_FREE, MOST_OTHERS = 60, 40
"""So many of what nobody has, and of what others have, are shown; one's own are shown all."""
LATER = 10**10
REACHED = 2 * LATER


@dataclass(frozen=True, slots=True)
class Waiting:
    """One order of the queue, masked. `call_at`: when the customer wants to be called, gone by or to come; `outcome`:
    what came of the last call; `more`: further lines of goods than `goods`."""

    order_id: int
    platform: str
    tail: str
    receiver: str
    place: str
    phone: str
    goods: str
    quantity: int
    more: int
    total: Any
    state: str
    accepted_at: datetime
    due_at: datetime
    missed_at: datetime | None
    reached_at: datetime | None
    call_at: datetime | None
    stopped_at: datetime | None
    tries: int
    attention: tuple[str, ...]
    outcome: str
    holder_id: int | None
    holder: str | None
    since: datetime | None
    handed: bool

    @property
    def to_reach(self) -> bool:
        return self.reached_at is None

    def rank(self, at: datetime) -> int:
        """Its place in a list: what is due first, and whom it is time to call as agreed; then what is to be called
        later; then what is only to be checked."""
        if self.reached_at is not None:
            return REACHED + int(self.due_at.timestamp())
        if self.call_at is not None and self.later(at):
            return LATER + int(self.call_at.timestamp())
        return int(self.due_at.timestamp())

    def late(self, at: datetime) -> bool:
        return self.to_reach and self.due_at <= at

    def later(self, at: datetime) -> bool:
        """To be called at a moment that has not come."""
        return self.to_reach and self.call_at is not None and self.call_at > at


@dataclass(frozen=True, slots=True)
class Queue:
    """What one person sees: theirs, what nobody has, what others have. The totals count what is not shown, too."""

    mine: tuple[Waiting, ...]
    free: tuple[Waiting, ...]
    others: tuple[Waiting, ...]
    free_total: int
    others_total: int

    @property
    def empty(self) -> bool:
        return not (self.mine or self.free or self.others)


@dataclass(frozen=True, slots=True)
class Load:
    """The first orders of everybody, and how many each has; for Today. Nobody's are those of None."""

    first: tuple[Waiting, ...]
    counts: dict[int | None, int]

    def of(self, person_id: int | None, at: datetime) -> tuple[tuple[Waiting, ...], int]:
        """Somebody's first orders, what is due first, and how many they have."""
        rows = [row for row in self.first if row.holder_id == person_id]
        return tuple(sorted(rows, key=lambda row: row.rank(at))), self.counts.get(person_id, 0)


async def queue_of(department_id: int, person_id: int, at: datetime) -> Queue:
    """One round trip, whatever lies in the books."""
    rows = await db.fetch(_QUEUE, department_id, person_id, at, MOST_FREE, MOST_OTHERS)
    found = sorted((_waiting(row) for row in rows), key=lambda each: (each.rank(at), each.order_id))
    mine = tuple(each for each in found if each.holder_id == person_id)
    free = tuple(each for each in found if each.holder_id is None)
    others = tuple(each for each in found if each.holder_id not in (None, person_id))
    totals = (rows[0]["free_total"], rows[0]["others_total"]) if rows else (0, 0)
    return Queue(mine, free, others, *totals)


async def waiting_orders(department_id: int, order_ids: Collection[int], at: datetime) -> tuple[Waiting, ...]:
    """These of them that are in the queue."""
    rows = await db.fetch(_THESE, department_id, list(order_ids), at)
    return tuple(map(_waiting, rows))


async def waiting_order(department_id: int, order_id: int, at: datetime) -> Waiting | None:
    """One of them; None for what is done with, or is no order of the department."""
    return next(iter(await waiting_orders(department_id, (order_id,), at)), None)


async def load_of(department_id: int, at: datetime) -> Load:
    """Everybody's first orders, for Today."""
    return (await read_together((WAITING_ORDERS,), department_id, at))["orders"]


async def known_order(department_id: int, order_id: int) -> None:
    """404 for an order that is not the department's."""
    if not await db.fetchval(_IS_KNOWN, department_id, order_id):
        raise not_found()


async def may_see_queue(viewer: Any, at: datetime) -> bool:
    """New orders reach only who is on shift and present; and who looks after all of it."""
    if viewer.may("orders.view"):
        return True
    return viewer.may("orders.work") and await is_present(viewer.department_id, viewer.person_id, at)


def _waiting(row: Any) -> Waiting:
    return Waiting(
        order_id=row["order_id"], platform=row["platform"], tail=row["tail"], receiver=masked_name(row["receiver"]),
        place=_place(row["address"]), phone=masked_phone(row["phone"]),
        goods=row["goods"] or "", quantity=row["quantity"] or 0, more=max(0, (row["lines"] or 0) - 1),
        total=row["total"], state=row["state"], accepted_at=row["accepted_at"], due_at=row["due_at"],
        missed_at=row["missed_at"], reached_at=row["reached_at"], call_at=row["call_at"], stopped_at=row["stopped_at"],
        tries=row["tries"], attention=tuple(row["attention"] or ()), outcome=row["outcome"] or "",
        holder_id=row["holder_id"], holder=row["holder"], since=row["since"], handed=bool(row["handed"]),
    )  # fmt: skip


def _place(address: str) -> str:
    """Province and city; of a city that is its own province, once."""
    place = masked_address(address).replace("****", "")
    half = place[: len(place) // 2]
    return half if half * 2 == place else place


def _load(rows: Rows, at: datetime) -> Load:
    return Load(tuple(map(_waiting, rows)), {row["holder_id"]: row["held"] for row in rows})


_IS_KNOWN = "SELECT true FROM customer_order WHERE department_id = $1 AND id = $2"
_ROW = """
waiting.order_id, customer_order.platform, right(customer_order.number, 4) AS tail, customer_order.receiver,
    customer_order.address, customer_order.phone, customer_order.total, goods.title AS goods, goods.quantity,
    goods.lines, waiting.state, waiting.accepted_at, waiting.due_at, waiting.missed_at, waiting.reached_at,
    waiting.call_at, waiting.stopped_at, waiting.tries, waiting.attention, called.outcome, waiting.holder_id,
    person.name AS holder, waiting.since, waiting.handed
"""
_BESIDE = """
JOIN customer_order ON customer_order.id = waiting.order_id
LEFT JOIN person ON person.id = waiting.holder_id
LEFT JOIN LATERAL (
    SELECT (array_agg(title ORDER BY line))[1] AS title, sum(quantity)::int AS quantity, count(*)::int AS lines
    FROM order_item WHERE order_item.order_id = waiting.order_id
) AS goods ON true
LEFT JOIN LATERAL (
    SELECT details->>'outcome' AS outcome FROM order_event
    WHERE order_event.order_id = waiting.order_id AND kind = 'called' ORDER BY id DESC LIMIT 1
) AS called ON true
"""
_WORK = """
SELECT order_work.*, order_hold.person_id AS holder_id, order_hold.since, order_hold.handed
FROM order_work LEFT JOIN order_hold ON order_hold.order_id = order_work.order_id
WHERE order_work.department_id = $1
"""
# What is agreed for later stands behind what is due now, what is reached behind both. Only what decides the place is
# sorted: of tens of thousands that wait on the busiest day, whole rows would take twice as long.
_RANKED = f"""
work AS (
    SELECT id, holder_id, since, handed, row_number() OVER (
        PARTITION BY CASE WHEN holder_id IS NULL THEN 0 WHEN holder_id = $2 THEN 1 ELSE 2 END
        ORDER BY reached_at IS NOT NULL, call_at > $3 AND call_at IS NOT NULL, due_at, order_id
    ) AS place, count(*) FILTER (WHERE holder_id IS NULL) OVER () AS free_total,
        count(*) FILTER (WHERE holder_id IS NOT NULL AND holder_id <> $2) OVER () AS others_total
    FROM ({_WORK}) AS work
)
"""
_QUEUE = f"""
WITH {_RANKED}, waiting AS (
    SELECT order_work.*, work.holder_id, work.since, work.handed, work.free_total, work.others_total
    FROM work JOIN order_work USING (id)
    WHERE holder_id = $2 OR place <= CASE WHEN holder_id IS NULL THEN $4::int ELSE $5::int END
)
SELECT {_ROW}, waiting.free_total, waiting.others_total FROM waiting {_BESIDE}
"""
_THESE = f"""
WITH waiting AS ({_WORK} AND order_work.order_id = ANY($2::bigint[]) AND $3::timestamptz IS NOT NULL)
SELECT {_ROW} FROM waiting {_BESIDE}
"""
_FIRST = f"""
WITH work AS (
    SELECT id, holder_id, since, handed, row_number() OVER (
        PARTITION BY holder_id
        ORDER BY reached_at IS NOT NULL, call_at > $2::timestamptz AND call_at IS NOT NULL, due_at, order_id
    ) AS place, count(*) OVER (PARTITION BY holder_id)::int AS held
    FROM ({_WORK}) AS work
), waiting AS (
    SELECT order_work.*, work.holder_id, work.since, work.handed, work.held
    FROM work JOIN order_work USING (id) WHERE place <= 3
)
SELECT {_ROW}, waiting.held FROM waiting {_BESIDE}
"""
WAITING_ORDERS = Read(
    "orders", _FIRST, _load,
    ("accepted_at", "due_at", "missed_at", "reached_at", "call_at", "stopped_at", "since"),
)  # fmt: skip
"""What everybody has to do first, read together with others."""
