"""R-ORD-6: removing orders that are older than the years that are kept, on a person's word, with a record of it.

Guarantees:
- an order goes whole, with its goods, events, amendments, their pictures and after-sales cases, or stays; what is
  younger stays, whoever asks (the database refuses it), and so does what anything has happened to since, or a case of
  which is open;
- cases without an order go when they were closed before, and sealed, and nobody has said anything about them since;
- the chain can be walked as before: the record says which rows of which seals went, and is sealed like them;
- a day's file goes when all of its orders have gone.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from backend.audit.actions import note
from backend.audit.sealing import hold
from backend.company.queries import rules_of, zone
from backend.infra import db
from backend.infra.refusal import Refusal
from backend.orders.chain import ORDERS
from backend.orders.day_writing import BESIDE, UNRECORDED
from backend.orders.removed import removed_files
from backend.people.viewer import Actor
from backend.rules.clock import WallTime, day_of, instant
from backend.rules.orders.positions import written
from backend.settings import settings

AROUND = ("order_work", "order_hold", "order_tick", "order_problem")
"""What stands around an order while it is worked on; it goes with it."""
PARTS = ("order_item", "order_event", "amendment")
CASE_PARTS = ("order_case_item", "order_case_event")


@dataclass(frozen=True, slots=True)
class Removal:
    """What goes, or would go. `kept` are older orders that stay: something still belongs to them, or happened since."""

    before: datetime
    orders: int
    rows: int
    kept: int
    first: datetime | None
    last: datetime | None
    batches: dict[int, str] = field(default_factory=dict)
    files: tuple[str, ...] = ()
    cases: int = 0
    pictures: int = 0

    @property
    def anything(self) -> bool:
        return bool(self.orders or self.cases)


async def would_remove(department_id: int, before: date, at: datetime) -> Removal:
    """The dry run: everything is looked up as it would be removed, and nothing is."""
    async with db.transaction() as undone:
        found = await _choose(department_id, before, at)
        await undone.rollback()
    return found


async def remove_old_orders(by: Actor, before: date, at: datetime, *, said_by: str = "") -> Removal:
    """Removes them. 403 without `orders.verify`; 422 where `before` reaches into the years that are kept."""
    if not by.may("orders.verify"):
        raise Refusal("shell-error-forbidden", 403)
    async with db.transaction():
        await hold(ORDERS, by.department_id)
        found = await _choose(by.department_id, before, at)
        if found.anything:
            await _remove(by, found, at, said_by)
    await asyncio.to_thread(_remove_files, await removed_files(by.department_id))
    return found


async def _choose(department_id: int, before: date, at: datetime) -> Removal:
    """Puts the orders that may go into the table `leaving`, held until the transaction is over."""
    moment = await _moment(department_id, before, at)
    through = await db.fetchval(_THROUGH, department_id, moment)
    await db.execute(
        "CREATE TEMP TABLE leaving (id bigint PRIMARY KEY, accepted_at timestamptz) ON COMMIT DROP"
    )
    await db.execute("CREATE TEMP TABLE leaving_case (id bigint PRIMARY KEY) ON COMMIT DROP")
    if through is not None:
        others = await db.fetch(_OTHERS, [*PARTS, *AROUND, "order_case"])
        await db.execute(_choice(others), department_id, moment, through)
        await db.execute(_CASES, department_id, moment, through)
    await db.execute("ANALYZE leaving")
    figures = await db.fetchrow(_FIGURES, department_id, moment)
    assert figures is not None
    batches = {
        row["number"]: written(row["places"]) for row in await db.fetch(_BATCHES, department_id, through or 0)
    }
    rows = await db.fetchval(_ROWS)
    files = tuple(row["filename"] for row in await db.fetch(_FILES, department_id, moment))
    return Removal(moment, figures["orders"], rows, figures["old"] - figures["orders"], figures["first"],
        figures["last"], batches, files, await db.fetchval("SELECT count(*) FROM leaving_case"),
        await db.fetchval(f"SELECT count(*) FROM amendment_picture WHERE amendment_id IN ({_AMENDMENTS})"))  # fmt: skip


async def _moment(department_id: int, before: date, at: datetime) -> datetime:
    """The beginning of that day there; refused where orders since then are still kept."""
    row = await db.fetchrow(_KEPT, department_id)
    assert row is not None
    years = (await rules_of(department_id)).orders.keep_years

    moment = instant(before, WallTime(0), zone(row["zone"]))
    if moment > row["until"]:
        latest = day_of(row["until"], zone(row["zone"])).isoformat()
        raise Refusal("orders-removal-too-young", 422, field="before", years=str(years), latest=latest)
    return moment


async def _remove(by: Actor, found: Removal, at: datetime, said_by: str) -> None:
    """The record first: without it the database lets nothing go."""
    await db.execute(
        _RECORD, by.department_id, found.before, max(found.batches, default=0), found.orders, found.rows,
        {str(number): places for number, places in found.batches.items()}, list(found.files), by.person_id, said_by, at,
    )  # fmt: skip
    for table in AROUND:
        await db.execute(f"DELETE FROM {table} WHERE order_id IN (SELECT id FROM leaving)")
    await db.execute("SET CONSTRAINTS ALL DEFERRED")
    await db.execute("DELETE FROM customer_order WHERE id IN (SELECT id FROM leaving)")
    await db.execute(f"DELETE FROM amendment_picture WHERE amendment_id IN ({_AMENDMENTS})")
    for table in PARTS:
        await db.execute(f"DELETE FROM {table} WHERE order_id IN (SELECT id FROM leaving)")
    await db.execute("DELETE FROM order_case WHERE id IN (SELECT id FROM leaving_case)")
    for table in CASE_PARTS:
        await db.execute(f"DELETE FROM {table} WHERE case_id IN (SELECT id FROM leaving_case)")
    await note(
        "orders.removed", f"department:{by.department_id}", department_id=by.department_id, actor_id=by.person_id,
        before=found.before.isoformat(), orders=found.orders, rows=found.rows, cases=found.cases,
        pictures=found.pictures, said_by=said_by,
    )  # fmt: skip


def _remove_files(files: Iterable[str]) -> None:
    """After the commit: a file that could not be removed then is removed by the next command."""
    for name in files:
        path = settings().data_dir / name
        for each in (
            path,
            path.with_name(path.name + BESIDE),
            *path.parent.glob(f"{path.name}.*{UNRECORDED}"),
        ):
            each.unlink(missing_ok=True)


def _choice(others: list[Any]) -> str:
    """Whatever else points to an order keeps it, whichever part of the program it is of."""
    kept = "".join(
        f" AND NOT EXISTS (SELECT FROM {row['place']} WHERE {row['place']}.{row['name']} = customer_order.id)"
        for row in others
    )
    return f"""
INSERT INTO leaving SELECT id, accepted_at FROM customer_order
WHERE department_id = $1 AND accepted_at < $2
    AND tx <= (SELECT last_tx FROM order_seal WHERE department_id = $1 AND number = $3)
    AND NOT EXISTS (SELECT FROM order_event AS since WHERE order_id = customer_order.id
        AND (at >= $2 OR since.tx > (SELECT last_tx FROM order_seal WHERE department_id = $1 AND number = $3)))
    AND NOT EXISTS (SELECT FROM amendment AS since WHERE order_id = customer_order.id
        AND (at >= $2 OR since.tx > (SELECT last_tx FROM order_seal WHERE department_id = $1 AND number = $3)))
    AND NOT EXISTS (SELECT FROM order_work WHERE order_id = customer_order.id)
    AND NOT EXISTS (SELECT FROM order_case WHERE order_case.order_id = customer_order.id
        AND (closed_at IS NULL OR closed_at >= $2 OR {_CASE_SINCE})){kept}
FOR UPDATE
"""


_CASE_SINCE = """EXISTS (SELECT FROM order_case_event AS since WHERE since.case_id = order_case.id AND (since.at >= $2
    OR since.tx > (SELECT last_tx FROM order_seal WHERE department_id = $1 AND number = $3)))"""
_CASES = f"""
INSERT INTO leaving_case SELECT id FROM order_case WHERE department_id = $1 AND closed_at < $2 AND NOT {_CASE_SINCE}
    AND (order_id IS NULL OR order_id IN (SELECT id FROM leaving)) FOR UPDATE
"""
_KEPT = "SELECT zone, order_kept_until(id) AS until FROM department WHERE id = $1"
_THROUGH = """
SELECT number FROM order_seal WHERE department_id = $1 AND sealed_at < $2 ORDER BY number DESC LIMIT 1
"""
_OTHERS = """
SELECT conrelid::regclass::text AS place, attname AS name
FROM pg_constraint JOIN pg_attribute ON attrelid = conrelid AND attnum = conkey[1]
WHERE contype = 'f' AND confrelid = 'customer_order'::regclass AND NOT conrelid::regclass::text = ANY($1::text[])
"""
_FIGURES = """
SELECT count(*) AS orders, min(accepted_at) AS first, max(accepted_at) AS last,
    (SELECT count(*) FROM customer_order WHERE department_id = $1 AND accepted_at < $2) AS old
FROM leaving
"""
_GOING = """
SELECT 'customer_order:' || id AS entry FROM leaving
UNION ALL SELECT 'order_event:' || order_event.id FROM order_event JOIN leaving ON leaving.id = order_id
UNION ALL SELECT 'amendment:' || amendment.id FROM amendment JOIN leaving ON leaving.id = order_id
UNION ALL SELECT 'order_case_event:' || order_case_event.id FROM order_case_event
    JOIN leaving_case ON leaving_case.id = case_id
"""
_AMENDMENTS = "SELECT amendment.id FROM amendment JOIN leaving ON leaving.id = order_id"
_ROWS = f"SELECT count(*) FROM ({_GOING}) AS going"
_BATCHES = f"""
WITH going AS MATERIALIZED ({_GOING})
SELECT number, array_agg(place::int - 1) AS places FROM order_seal,
    jsonb_array_elements_text(entries) WITH ORDINALITY AS named(entry, place) JOIN going USING (entry)
WHERE department_id = $1 AND number <= $2 GROUP BY number ORDER BY number
"""
# A day's file goes when it ended before and holds none of the orders that stay.
_FILES = """
WITH kept AS MATERIALIZED (
    SELECT accepted_at, tx FROM customer_order WHERE department_id = $1 AND accepted_at < $2
        AND NOT EXISTS (SELECT FROM leaving WHERE leaving.id = customer_order.id)
), saved AS (
    SELECT day, filename, until, snapshot, lag(until) OVER earlier AS since, lag(snapshot) OVER earlier AS seen
    FROM order_day WHERE department_id = $1 AND until <= $2 WINDOW earlier AS (ORDER BY day)
)
SELECT filename FROM saved WHERE NOT EXISTS (
    SELECT FROM kept WHERE accepted_at < saved.until AND pg_visible_in_snapshot(tx, saved.snapshot)
        AND NOT (since IS NOT NULL AND accepted_at < since AND pg_visible_in_snapshot(tx, seen))
) AND NOT EXISTS (
    SELECT FROM order_removal WHERE department_id = $1 AND order_removal.files ? saved.filename
) ORDER BY day
"""
_RECORD = """
INSERT INTO order_removal (department_id, before, through, orders, rows, batches, files, person_id, removed_by, at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
"""
