"""Whichever column of whichever table of orders a database owner touches, walking the chain names the row (R-ORD-1)."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from backend.audit.verifying import BrokenLink, verify_department
from backend.infra import db
from backend.orders.chain import FIELDS, ORDERS
from backend.orders.day_files import wrong_file
from backend.orders.intake import take_in
from tests.orders.cases.counter import open_counter
from tests.orders.days import data_in, numbers, save
from tests.orders.drafts import a_draft
from tests.orders.pictures import CHAT, an_amendment
from tests.orders.sealed import broken, seals, takes, the_owner
from tests.support.shop import Shop

NOW = datetime(2026, 11, 11, 2, tzinfo=UTC)

OTHERWISE = {
    "bigint": "coalesce({0}, 0) + 1000000",
    "integer": "{0} + 1",
    "smallint": "{0} + 1",
    "text": "{0} || '改'",
    "numeric": "coalesce({0}, 0) + 0.01",
    "date": "{0} + 1",
    "timestamp with time zone": "coalesce({0}, now()) + interval '1 second'",
    "jsonb": """jsonb_build_array({0}, 'x')""",
    "bytea": """{0} || '\\x00'""",
    "xid8": "({0}::text::bigint - 1)::text::xid8",
    "pg_snapshot": "'5:5:'",
}
"""The least change of a value, by its type."""
WITHIN_WHAT_IS_CHECKED = {"standing": "'closed'", "kind": "'image/webp'"}
SAYS_NOTHING = {("order_seal", "id")}
"""The chain goes by a seal's number."""


async def _all_kinds(shop: Shop) -> None:
    """An order with its goods and events, an amendment with a picture, a return, a saved day, a removal; all sealed."""
    order, _ = await takes(shop, NOW, "1", "2")
    await an_amendment(shop, order, NOW, CHAT)
    await take_in(shop.program, [a_draft("1", phone="13700007777")], NOW, source="file")
    await (await open_counter(shop, NOW)).case("return")
    await save(shop, NOW + timedelta(days=1))
    await db.execute(
        "INSERT INTO order_removal (department_id, before, through, orders, rows, batches) "
        "VALUES ($1, now() - interval '7 years', 0, 0, 0, '{}')",
        shop.department_id,
    )
    await seals(shop, NOW + timedelta(days=1))


async def _columns() -> list[tuple[str, str, str]]:
    rows = await db.fetch(
        "SELECT attrelid::regclass::text AS of, attname AS name, format_type(atttypid, NULL) AS type FROM pg_attribute "
        "WHERE attrelid = ANY($1::text[]::regclass[]) AND attnum > 0 AND NOT attisdropped ORDER BY 1, attnum",
        [*FIELDS, "order_seal"],
    )
    return [(row["of"], row["name"], row["type"]) for row in rows]


@asynccontextmanager
async def _altered(table: str, column: str, value: str, row: int) -> AsyncIterator[None]:
    async with db.transaction() as undone:
        async with the_owner():
            await db.execute(f"UPDATE {table} SET {column} = {value} WHERE id = $1", row)
        yield
        await undone.rollback()


async def _first_broken(shop: Shop) -> BrokenLink | None:
    """Of its chain, or of the one that a seal was moved to."""
    moved_to = shop.department_id + 1_000_000
    both = [await verify_department(ORDERS, of) for of in (shop.department_id, moved_to)]
    return next((each.broken for each in both if each.broken is not None), None)


async def test_every_column_of_every_table(shop: Shop, tmp_path: Path) -> None:
    with data_in(tmp_path):
        await _all_kinds(shop)
    rows = {
        table: await db.fetchrow(
            f"SELECT * FROM {table} WHERE department_id = $1 ORDER BY id", shop.department_id
        )
        for table in (*FIELDS, "order_seal")
    }
    assert all(rows.values()), "there is a row of each to be altered"
    unseen = []
    for table, column, kind in await _columns():
        row: Any = rows[table]
        value = WITHIN_WHAT_IS_CHECKED.get(column, OTHERWISE[kind].format(column))
        async with _altered(table, column, value, row["id"]):
            found = await _first_broken(shop)
        if (table, column) not in SAYS_NOTHING and not _names(found, *_belongs(table, rows)):
            unseen.append((table, column, found))
    assert unseen == []
    assert await _first_broken(shop) is None


def _belongs(table: str, rows: dict[str, Any]) -> tuple[str, Any]:
    """Goods are of their order; goods of a case of the step that registered it; a picture of its amendment."""
    of = _PART_OF.get(table, table)
    return of, rows[of]


_PART_OF = {
    "order_item": "customer_order", "order_case_item": "order_case_event", "amendment_picture": "amendment",
}  # fmt: skip


def _names(found: BrokenLink | None, table: str, row: Any) -> bool:
    """A seal is named by its number."""
    if found is None:
        return False
    if table == "order_seal":
        return found.seal_number == row["number"]
    return (found.table, found.row_id) == (table, row["id"])


async def test_an_order_is_not_kept_out_of_its_days_file_unseen(shop: Shop, tmp_path: Path) -> None:
    """It is given the number of a transaction that has not been yet: no file takes it in, and the chain says so."""
    first, _ = await takes(shop, NOW, "1", "2")
    await seals(shop, NOW)
    async with the_owner():
        await db.execute("UPDATE customer_order SET tx = '9000000000000' WHERE id = $1", first)
    with data_in(tmp_path):
        await save(shop, NOW + timedelta(hours=12))
        assert numbers(shop, "2026-11-11") == ["2"]
    found = await broken(shop)
    assert found is not None
    assert (found.what, found.table, found.row_id) == ("orders-broken-altered", "customer_order", first)


NONSENSE = (
    "null",
    '"x"',
    "{}",
    "[]",
    "[1]",
    '["customer_order:0"]',
    '["order_seal:1"]',
    '{"1": "0-999999999999999"}',
)


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("order_seal", "entries"),
        ("order_seal", "digests"),
        ("order_removal", "batches"),
        ("order_removal", "files"),
    ],
)
async def test_what_makes_no_sense_is_found_and_stops_nobody(
    shop: Shop, tmp_path: Path, table: str, column: str
) -> None:
    with data_in(tmp_path):
        await _all_kinds(shop)
        row = await db.fetchrow(
            f"SELECT * FROM {table} WHERE department_id = $1 ORDER BY id", shop.department_id
        )
        for value in NONSENSE:
            if json.loads(value) == row[column]:
                continue
            async with _altered(table, column, f"'{value}'::jsonb", row["id"]):
                assert _names(await _first_broken(shop), table, row), value
                await wrong_file(shop.department_id)


async def test_a_record_of_removal_excuses_nothing_that_is_kept(shop: Shop, tmp_path: Path) -> None:
    """Whoever may write rows writes a record that names yesterday's file and takes the file away."""
    with data_in(tmp_path):
        await takes(shop, NOW, "1")
        await save(shop, NOW + timedelta(hours=12))
        filename = await db.fetchval(
            "SELECT filename FROM order_day WHERE department_id = $1", shop.department_id
        )
        await db.execute(
            _RECORD, shop.department_id, datetime.now(UTC) - 7 * YEAR, datetime.now(UTC), [filename]
        )
        await seals(shop, NOW)
        (tmp_path / filename).unlink()
        wrong = await wrong_file(shop.department_id)
    assert wrong is not None and wrong.what == "orders-broken-file-missing"


async def test_a_record_of_a_removal_in_the_future_excuses_nothing(shop: Shop) -> None:
    """Written by the database's owner, past the trigger; it keeps to the years, counted from a day that is to come."""
    (order,) = await takes(shop, NOW, "1")
    await seals(shop, NOW)
    async with the_owner():
        await db.execute(
            _RECORD, shop.department_id, datetime.now(UTC) + YEAR, datetime.now(UTC) + 10 * YEAR, [],
        )  # fmt: skip
        await db.execute("DELETE FROM order_event WHERE order_id = $1", order)
    await seals(shop, NOW)
    found = await broken(shop)
    assert found is not None and (found.what, found.table) == ("orders-broken-removed", "order_event")


YEAR = timedelta(days=366)
_RECORD = """
INSERT INTO order_removal (department_id, before, through, orders, rows, batches, at, files)
VALUES ($1, $2, 1, 1, 2, '{"1": "0-1"}', $3, $4)
"""
