"""A dump that was restored on another machine: PostgreSQL counts its transactions from the start again there."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path

import asyncpg
import pytest

from backend.audit.actions import note
from backend.audit.queries import trail_state
from backend.audit.sealing import seal_department
from backend.audit.trail import TRAIL
from backend.audit.verifying import verify_department
from backend.infra import db
from backend.orders.chain import ORDERS
from tests.orders.days import data_in, numbers, save
from tests.orders.sealed import broken, seals, takes, the_owner
from tests.orders.test_integrity_document import blocks
from tests.support.house import a_database_apart
from tests.support.restored import a_new_machine, acting_on, dump_and_restore, grow_old
from tests.support.shop import Shop, found_department

NOW = datetime(2026, 11, 11, 2, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
async def shop(database: str, tmp_path: Path) -> AsyncIterator[Shop]:
    """Weeks of work on the old machine: orders 1 and 2 sealed, their day saved, 3 taken in and neither; then the dump,
    and everything from there on happens on the new one."""
    with data_in(tmp_path):
        async with a_database_apart() as old, a_new_machine() as new:
            shop = await found_department("mall-service")
            await grow_old()
            await takes(shop, NOW, "1", "2")
            await note("a", "parcel:1", department_id=shop.department_id, actor_id=None)
            await seals(shop, NOW)
            await save(shop, NOW + 12 * HOUR)
            await seals(shop, NOW + 12 * HOUR)
            while (await trail_state(shop.department_id)).waiting:
                await seal_department(TRAIL, shop.department_id, NOW)
            await takes(shop, NOW + 13 * HOUR, "3")
            await note("b", "parcel:2", department_id=shop.department_id, actor_id=None)
            await dump_and_restore(old, new)
            async with acting_on(new):
                yield shop


async def test_it_is_whole_at_once_and_what_waited_is_sealed(shop: Shop) -> None:
    for chain in (ORDERS, TRAIL):
        assert (await verify_department(chain, shop.department_id)).broken is None
    await _everything_is_sealed(shop)


async def test_what_comes_afterwards_is_sealed_and_nothing_is_a_stray(shop: Shop) -> None:
    await takes(shop, NOW + DAY, "4")
    await note("c", "parcel:3", department_id=shop.department_id, actor_id=None)
    for chain in (ORDERS, TRAIL):
        assert (await verify_department(chain, shop.department_id)).broken is None
    await _everything_is_sealed(shop)


async def test_the_days_files_hold_each_order_once(shop: Shop) -> None:
    await takes(shop, NOW + 14 * HOUR, "4")
    await save(shop, NOW + 12 * HOUR + DAY)
    await takes(shop, NOW + 13 * HOUR + DAY, "5")
    await save(shop, NOW + 12 * HOUR + 2 * DAY)
    assert [numbers(shop, f"2026-11-{day}") for day in (11, 12, 13)] == [["1", "2"], ["3", "4"], ["5"]]


async def test_a_transaction_that_is_long_open_on_the_new_machine_is_not_passed_over(shop: Shop) -> None:
    slow = await asyncpg.connect(db.engine().config["dsn"])
    open_one = slow.transaction()
    await open_one.start()
    await slow.execute(_AN_ORDER, shop.department_id, NOW + DAY)
    await takes(shop, NOW + DAY, "quick")
    await seal_department(ORDERS, shop.department_id, NOW + DAY)
    await open_one.commit()
    await slow.close()
    await _everything_is_sealed(shop)
    shifts = await db.fetch("SELECT DISTINCT shift FROM transaction_epoch WHERE shift > 0")
    assert len(shifts) == 1, "both were the first to write there, and neither waited"


async def test_a_row_slipped_in_there_is_a_stray(shop: Shop) -> None:
    await seals(shop, NOW + DAY)
    async with the_owner():
        last = await db.fetchval("SELECT max(last_tx)::text FROM order_seal")
        await db.execute(
            "INSERT INTO customer_order (department_id, platform, number, standing, accepted_at, source, tx) "
            "VALUES ($1, 'taobao', 'forged', 'paid', $2, 'file', $3::text::xid8)",
            shop.department_id, NOW, last,
        )  # fmt: skip
    found = await broken(shop)
    assert found is not None and (found.what, found.number) == ("orders-broken-stray", "forged")


async def test_a_record_of_a_removal_from_before_excuses_nothing_there(shop: Shop) -> None:
    """Its transaction's number is given once more by the new machine."""
    number = await db.fetchval("SELECT pg_current_xact_id()::text::bigint")
    async with the_owner():
        await db.execute(
            "INSERT INTO order_removal (department_id, before, through, orders, rows, batches) "
            "VALUES ($1, now() - interval '7 years', 0, 0, 0, '{}')", shop.department_id,
        )  # fmt: skip
        await db.execute("UPDATE order_removal SET tx = $1::text::xid8", str(number + 4))
    for _ in range(6):
        with pytest.raises(asyncpg.IntegrityConstraintViolationError, match="append-only"):
            await db.execute("DELETE FROM order_event WHERE false")


async def test_it_came_from_a_version_that_did_not_know_of_it(shop: Shop) -> None:
    """As the migration finds it: nothing is said of another cluster."""
    statement = import_module("migrations.m0181_transaction_numbers").HERE
    async with the_owner():
        await db.execute("DELETE FROM transaction_epoch")
        await db.execute(statement)
    await takes(shop, NOW + DAY, "4")
    await _everything_is_sealed(shop)


async def test_a_user_who_owns_nothing_may_be_the_first_to_write(shop: Shop) -> None:
    program = next(block for block in blocks("sql") if "CREATE ROLE" in block).replace("dangban_app", "app")
    connection = await asyncpg.connect(db.engine().config["dsn"])
    await connection.execute(program)
    await connection.execute("SET ROLE app")
    await connection.execute(_AN_ORDER, shop.department_id, NOW + DAY)
    await connection.close()
    await _everything_is_sealed(shop)


async def test_what_is_restored_once_more_goes_on_from_there(shop: Shop) -> None:
    await takes(shop, NOW + DAY, "4")
    await seals(shop, NOW + DAY)
    async with a_new_machine() as newer:
        await dump_and_restore(db.engine().config["dsn"], newer)
        async with acting_on(newer):
            await takes(shop, NOW + DAY, "5")
            await _everything_is_sealed(shop)


async def _everything_is_sealed(shop: Shop) -> None:
    await seals(shop, NOW + DAY)
    while (await trail_state(shop.department_id)).waiting:
        assert await seal_department(TRAIL, shop.department_id, NOW + DAY)
    for chain, table in ((ORDERS, "customer_order"), (TRAIL, "audit_event")):
        found = await verify_department(chain, shop.department_id)
        assert found.broken is None
        rows = await db.fetch(f"SELECT id FROM {table} WHERE department_id = $1", shop.department_id)
        named = await db.fetchval(
            f"SELECT jsonb_agg(entry) FROM {chain.seals}, jsonb_array_elements({chain.entries}) AS entry "
            "WHERE department_id = $1",
            shop.department_id,
        )
        assert {chain.entry(table, row["id"]) for row in rows} <= set(named)
        assert len(named) == len(set(named))


_AN_ORDER = """
INSERT INTO customer_order (department_id, platform, number, standing, accepted_at, source)
VALUES ($1, 'taobao', 'slow', 'paid', $2, 'file')
"""
