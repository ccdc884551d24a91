"""The one verb by which orders come in: from a file, a shop system, the API, by hand, from the demo.

Guarantees:
- an order comes in whole, with its goods, its event and its work, or not at all;
- a number that is known adds nothing; what its platform tells otherwise stands beside it as amendments (R-ORD-1);
- whatever comes in at the same moment, and in whatever order: each number once, and nobody waits for ever.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from backend.audit.actions import note
from backend.company.queries import department_zone, rules_of
from backend.infra import db, outbox
from backend.infra.refusal import Refusal
from backend.orders.events_together import add_events
from backend.orders.known import known_orders
from backend.people.viewer import Actor
from backend.rules.orders import attention, countdown
from backend.rules.orders.changes import Change, as_told, changes
from backend.rules.orders.draft import Draft, fault_of

MOST_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Taken:
    """Ids by what became of the drafts. `work` are those that somebody must reach now: new and paid, or paid by now."""

    new: tuple[int, ...] = ()
    known: tuple[int, ...] = ()
    changed: tuple[int, ...] = ()
    work: tuple[int, ...] = ()


async def take_in(
    by: Actor, drafts: Sequence[Draft], at: datetime, *, source: str, import_id: int | None = None
) -> Taken:
    """All of `drafts` in one transaction; `source` is file, webhook, api, hand or demo. The ten minutes of paid ones
    begin at `at` (R-ORD-2). 403 without `orders.take-in`; 422 for a draft that is not in order; 413 for too many."""
    may_take_in(by)
    _in_order(drafts)
    async with db.transaction():
        came = await _insert(by, drafts, at, source, import_id)
        told_again = [draft for draft, is_new in _firsts(drafts, came) if not is_new]
        known, changed, freshly_paid, gone = await _compare(by, told_again, at, import_id)
        new_work = [
            (came[draft.key], draft)
            for draft, is_new in _firsts(drafts, came)
            if is_new and draft.standing == "paid"
        ]
        work = await _to_work(by, [each for each in (*new_work, *freshly_paid) if each[0] not in gone], at)
        await _off_work(by, gone)
        taken = Taken(tuple(came.values()), tuple(known), tuple(changed), tuple(work))
        await _tell(by, taken, source, import_id)
    return taken


def may_take_in(by: Actor) -> None:
    """Raises 403 for who may not."""
    if not by.may("orders.take-in"):
        raise Refusal("shell-error-forbidden", 403)


def _in_order(drafts: Sequence[Draft]) -> None:
    """Whoever calls has shown faults one by one before; this is the last gate."""
    if len(drafts) > MOST_AT_ONCE:
        raise Refusal("intake-too-many-at-once", 413, limit=str(MOST_AT_ONCE))
    for draft in drafts:
        if fault := fault_of(draft):
            raise Refusal(fault[1], 422, field=fault[0])


def _firsts(drafts: Sequence[Draft], came: dict[tuple[str, str], int]) -> Iterable[tuple[Draft, bool]]:
    """Each draft, and whether it is the one that its new order was made from."""
    seen: set[tuple[str, str]] = set()
    for draft in drafts:
        yield draft, draft.key in came and draft.key not in seen
        seen.add(draft.key)


async def _insert(
    by: Actor, drafts: Sequence[Draft], at: datetime, source: str, import_id: int | None
) -> dict[tuple[str, str], int]:
    """Ids of what is new. Sorted by number, so that two that bring the same orders wait for each other in one way."""
    first: dict[tuple[str, str], Draft] = {}
    for draft in drafts:
        first.setdefault(draft.key, draft)
    rows = [_row(first[key]) for key in sorted(first)]
    found = await db.fetch(_ORDERS, by.department_id, at, source, import_id, rows)
    came = {(row["platform"], row["number"]): row["id"] for row in found}
    items = [item for key, order_id in came.items() for item in _items(order_id, first[key])]
    await db.execute(_ITEMS, by.department_id, items)
    details = [_accepted(first[key], source, import_id) for key in came]
    await add_events(by.department_id, list(came.values()), "accepted", at, by.person_id, details)
    return came


async def _compare(
    by: Actor, drafts: Sequence[Draft], at: datetime, import_id: int | None
) -> tuple[list[int], list[int], list[tuple[int, Draft]], list[int]]:
    """Ids of those that are as they were, of those that changed, those that are paid by now, those that closed."""
    known = await known_orders(by.department_id, [draft.key for draft in drafts], lock=True)
    same, paid, closed = [], [], []
    amended: dict[int, list[Change]] = {}
    for draft in drafts:
        order = known[draft.key]
        found = changes(order.told, as_told(draft))
        if not found:
            same.append(order.id)
            continue
        amended.setdefault(order.id, []).extend(found)
        before = order.told["standing"]
        order.told.update({change.field: change.after for change in found})
        if before != "paid" and draft.standing == "paid":
            paid.append((order.id, draft))
        elif before == "paid" and draft.standing == "closed":
            closed.append(order.id)
    await _amend(by, amended, at, import_id)
    return (
        same,
        list(amended),
        [(order_id, draft) for order_id, draft in paid if order_id not in closed],
        closed,
    )


async def _amend(by: Actor, amended: dict[int, list[Change]], at: datetime, import_id: int | None) -> None:
    if not amended:
        return
    rows = [
        {"order_id": order_id, "field": each.field, "before": each.before, "after": each.after}
        for order_id, found in amended.items()
        for each in found
    ]
    await db.execute(_AMENDMENTS, by.department_id, by.person_id, at, rows)
    notes = {
        order_id: attention(each.after)
        for order_id, found in amended.items()
        for each in found
        if each.field == "note"
    }
    marked = [{"order_id": order_id, "attention": marks} for order_id, marks in notes.items()]
    await db.execute(_MARK, by.department_id, marked)
    details = [
        {"fields": [each.field for each in found], "import_id": import_id} for found in amended.values()
    ]
    await add_events(by.department_id, list(amended), "platform", at, by.person_id, details)


async def _to_work(by: Actor, orders: Sequence[tuple[int, Draft]], at: datetime) -> list[int]:
    if not orders:
        return []
    rules, zone = (await rules_of(by.department_id)).orders, await department_zone(by.department_id)
    hours = (rules.opens, rules.closes) if rules.service_hours_only else None
    clock = countdown(at, rules.reach_minutes, rules.warn_minutes, hours, zone)
    rows = [{"order_id": order_id, "attention": attention(draft.buyer_note)} for order_id, draft in orders]
    hand_on_at = at + timedelta(seconds=rules.hand_on_seconds)
    found = await db.fetch(_WORK, by.department_id, at, clock.due_at, clock.warn_at, hand_on_at, rows)
    return [row["order_id"] for row in found]


async def _off_work(by: Actor, order_ids: list[int]) -> None:
    """Closed at the platform: nobody has to reach anybody about it any more. Its events stay."""
    if order_ids:
        await db.execute(_LET_GO, by.department_id, order_ids)
        await db.execute(_DONE, by.department_id, order_ids)


async def _tell(by: Actor, taken: Taken, source: str, import_id: int | None) -> None:
    if not (taken.new or taken.changed):
        return
    await note(
        "orders.taken_in", f"order_import:{import_id}" if import_id else f"orders:{source}",
        department_id=by.department_id, actor_id=by.person_id, source=source, new=len(taken.new),
        changed=len(taken.changed), known=len(taken.known), work=len(taken.work),
    )  # fmt: skip
    if taken.work:
        await outbox.record("order.accepted", by.department_id, order_ids=list(taken.work))


def _row(draft: Draft) -> dict[str, Any]:
    return {
        "platform": draft.platform, "number": draft.number, "shop": draft.shop, "standing": draft.standing,
        "platform_status": draft.platform_status, "buyer": draft.buyer, "receiver": draft.receiver,
        "phone": draft.phone, "address": draft.address, "buyer_note": draft.buyer_note,
        "seller_note": draft.seller_note, "goods_total": draft.goods_total or 0, "postage": draft.postage or 0,
        "total": draft.total or 0, "paid": draft.paid or 0, "payment": draft.payment,
        "ordered_at": draft.ordered_at, "paid_at": draft.paid_at, "original": draft.original,
    }  # fmt: skip


def _items(order_id: int, draft: Draft) -> Iterable[dict[str, Any]]:
    for line, item in enumerate(draft.items, start=1):
        yield {
            "order_id": order_id, "line": line, "sku": item.sku, "title": item.title, "spec": item.spec,
            "quantity": item.quantity, "price": item.price,
        }  # fmt: skip


def _accepted(draft: Draft, source: str, import_id: int | None) -> dict[str, Any]:
    return {"source": source, "import_id": import_id, "standing": draft.standing}


_ORDERS = """
INSERT INTO customer_order (department_id, accepted_at, source, import_id, platform, number, shop, standing,
    platform_status, buyer, receiver, phone, address, buyer_note, seller_note, goods_total, postage, total, paid,
    payment, ordered_at, paid_at, original)
SELECT $1, $2, $3, $4, told.* FROM jsonb_to_recordset($5) AS told(platform text, number text, shop text, standing text,
    platform_status text, buyer text, receiver text, phone text, address text, buyer_note text, seller_note text,
    goods_total numeric, postage numeric, total numeric, paid numeric, payment text, ordered_at timestamptz,
    paid_at timestamptz, original jsonb)
ON CONFLICT (department_id, platform, number) DO NOTHING RETURNING id, platform, number
"""
_ITEMS = """
INSERT INTO order_item (department_id, order_id, line, sku, title, spec, quantity, price)
SELECT $1, told.* FROM jsonb_to_recordset($2) AS told(order_id bigint, line smallint, sku text, title text, spec text,
    quantity integer, price numeric)
"""
_WORK = """
INSERT INTO order_work (department_id, accepted_at, due_at, warn_at, hand_on_at, order_id, attention)
SELECT $1, $2, $3, $4, $5, told.* FROM jsonb_to_recordset($6) AS told(order_id bigint, attention jsonb)
ON CONFLICT (order_id) DO NOTHING RETURNING order_id
"""
_AMENDMENTS = """
INSERT INTO amendment (department_id, person_id, at, source, order_id, field, before, after)
SELECT $1, $2, $3, 'platform', told.*
FROM jsonb_to_recordset($4) AS told(order_id bigint, field text, before text, after text)
"""
# Another note is to be read anew, whatever was looked at in the one before.
_MARK = """
UPDATE order_work SET attention = told.attention FROM jsonb_to_recordset($2) AS told(order_id bigint, attention jsonb)
WHERE department_id = $1 AND order_work.order_id = told.order_id
"""
_LET_GO = "DELETE FROM order_hold WHERE department_id = $1 AND order_id = ANY($2::bigint[])"
_DONE = "DELETE FROM order_work WHERE department_id = $1 AND order_id = ANY($2::bigint[])"
