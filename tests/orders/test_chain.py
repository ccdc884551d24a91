"""Whoever owns the database can take the triggers off; the chain of orders says what he did, and to which order."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import asyncpg
import pytest

from backend.audit import sealing
from backend.audit.sealing import seal_department
from backend.audit.verifying import holds_head, verify_department
from backend.infra import db
from backend.orders.chain import FIELDS, ORDERS, STAMPS
from backend.orders.day_files import wrong_file
from backend.orders.day_queries import order_chain
from backend.orders.events import add_event
from backend.orders.intake import take_in
from backend.orders.saving import save_days, save_next_day
from tests.orders.drafts import a_draft
from tests.orders.sealed import broken, seals, takes, the_owner
from tests.support.shop import Shop

NOW = datetime(2026, 11, 11, 2, tzinfo=UTC)


async def test_every_column_is_hashed(database: str) -> None:
    """A new column must be added to FIELDS, or it could be altered unseen."""
    for table, fields in FIELDS.items():
        rows = await db.fetch(
            "SELECT column_name FROM information_schema.columns WHERE table_name = $1 AND table_schema = 'public'",
            table,
        )
        stamps = {stamp.split("::")[0] for stamp in STAMPS.get(table, ())}
        assert {row["column_name"] for row in rows} == set(fields) | stamps, table


async def test_what_nobody_touched_is_whole(shop: Shop) -> None:
    first, _ = await takes(shop, NOW, "1", "2")
    await seals(shop, NOW)
    await add_event(first, "called", NOW, None, outcome="no_answer")
    await take_in(
        shop.program, [a_draft("2", address="上海市 上海市 静安区 南京西路1号")], NOW, source="file"
    )
    await seals(shop, NOW + timedelta(seconds=10))
    found = await verify_department(ORDERS, shop.department_id)
    assert found.broken is None
    rows = await db.fetch(
        "SELECT entries FROM order_seal WHERE department_id = $1 ORDER BY number", shop.department_id
    )
    sealed = [entry.split(":")[0] for row in rows for entry in row["entries"]]
    assert sealed.count("customer_order") == 2
    assert sealed.count("order_event") == 4  # accepted twice, called, platform
    assert sealed.count("amendment") == 1
    assert found.entries == len(sealed)


Deed = Callable[[int], Awaitable[None]]


def _sql(statement: str) -> Deed:
    async def deed(order: int) -> None:
        assert not (await db.execute(statement, order)).endswith(" 0"), "the deed must do something"

    return deed


ALTERED = [
    ("phone", _sql("UPDATE customer_order SET phone = '13900009999' WHERE id = $1")),
    ("what the platform said", _sql("UPDATE customer_order SET original = '{}' WHERE id = $1")),
    ("paid at", _sql("UPDATE customer_order SET paid_at = NULL WHERE id = $1")),
    ("one cent", _sql("UPDATE customer_order SET total = total + 0.01 WHERE id = $1")),
    ("price of an item", _sql("UPDATE order_item SET price = 1 WHERE order_id = $1")),
    ("quantity of an item", _sql("UPDATE order_item SET quantity = 9 WHERE order_id = $1")),
    ("an item gone", _sql("DELETE FROM order_item WHERE order_id = $1")),
    (
        "an item more",
        _sql(
            "INSERT INTO order_item (department_id, order_id, line, title) "
            "SELECT department_id, id, 2, '第二支' FROM customer_order WHERE id = $1"
        ),
    ),
    (
        "gone and put back otherwise",
        _sql(
            "WITH gone AS (DELETE FROM customer_order WHERE id = $1 RETURNING *) INSERT INTO customer_order "
            "(id, department_id, platform, number, standing, accepted_at, source) "
            "SELECT id, department_id, platform, number || '9', 'closed', accepted_at, source FROM gone"
        ),
    ),
]


@pytest.mark.parametrize(("what", "deed"), ALTERED, ids=[name for name, _ in ALTERED])
async def test_an_altered_order_is_named(shop: Shop, what: str, deed: Deed) -> None:
    _, second, _ = await takes(shop, NOW, "2026111100001", "2026111100002", "2026111100003")
    await seals(shop, NOW)
    async with the_owner():
        await deed(second)
    found = await broken(shop)
    assert found is not None
    assert (found.what, found.table, found.row_id) == ("orders-broken-altered", "customer_order", second)
    assert found.number.startswith("2026111100002")


async def test_of_several_the_first_is_named(shop: Shop) -> None:
    orders = await takes(shop, NOW, "1", "2", "3")
    await seals(shop, NOW)
    async with the_owner():
        for order in orders[1:]:
            await db.execute("UPDATE customer_order SET receiver = '别人' WHERE id = $1", order)
    found = await broken(shop)
    assert found is not None and (found.row_id, found.number) == (orders[1], "2")


async def test_an_altered_event_is_named_with_its_order(shop: Shop) -> None:
    (order,) = await takes(shop, NOW, "1")
    late = await add_event(order, "missed", NOW + timedelta(minutes=10), None)
    await seals(shop, NOW)
    async with the_owner():
        await db.execute("UPDATE order_event SET kind = 'reached' WHERE id = $1", late)
    found = await broken(shop)
    assert found is not None
    assert (found.what, found.table, found.row_id) == ("orders-broken-altered", "order_event", late)
    assert found.number == "1"


@pytest.mark.parametrize("table", ["order_event", "amendment"])
async def test_what_was_taken_out_of_an_orders_history_is_named(shop: Shop, table: str) -> None:
    (order,) = await takes(shop, NOW, "1")
    await take_in(shop.program, [a_draft("1", phone="13700007777")], NOW, source="file")
    await seals(shop, NOW)
    row = await db.fetchval(f"SELECT max(id) FROM {table} WHERE order_id = $1", order)
    async with the_owner():
        await db.execute(f"DELETE FROM {table} WHERE id = $1", row)
    found = await broken(shop)
    assert found is not None
    assert (found.what, found.table, found.row_id) == ("orders-broken-removed", table, row)


async def test_a_removed_order_is_named(shop: Shop) -> None:
    first, _ = await takes(shop, NOW, "1", "2")
    await seals(shop, NOW)
    async with the_owner():
        await db.execute("DELETE FROM customer_order WHERE id = $1", first)
    found = await broken(shop)
    assert found is not None
    assert (found.what, found.table, found.row_id) == ("orders-broken-removed", "customer_order", first)


@pytest.mark.parametrize("tx", ["3", "9000000000000"])
async def test_an_order_that_was_slipped_in_is_named(shop: Shop, tx: str) -> None:
    """Among old transactions, or under the number of one that has not been yet."""
    await takes(shop, NOW, "1")
    await seals(shop, NOW)
    forged = await db.fetchval(
        "INSERT INTO customer_order (department_id, platform, number, standing, accepted_at, source, tx) "
        "VALUES ($1, 'taobao', '99', 'paid', $2, 'file', $3::text::xid8) RETURNING id",
        shop.department_id, NOW, tx,
    )  # fmt: skip
    found = await broken(shop)
    assert found is not None
    assert (found.what, found.table, found.row_id, found.number) == (
        "orders-broken-stray", "customer_order", forged, "99",
    )  # fmt: skip


async def test_a_seal_that_is_made_anew_does_not_fit_the_next(shop: Shop) -> None:
    for number in ("1", "2"):
        await takes(shop, NOW, number)
        await seals(shop, NOW)
    async with the_owner():
        await db.execute(
            "UPDATE order_seal SET hash = sha256('x') WHERE department_id = $1 AND number = 1",
            shop.department_id,
        )
    found = await broken(shop)
    assert found is not None and (found.what, found.seal_number) == ("orders-broken-chain", 1)


async def test_a_seal_is_as_old_as_it_is(shop: Shop) -> None:
    """Its time is hashed with it: nobody makes orders old in order to remove them."""
    await takes(shop, NOW, "1")
    await seals(shop, NOW)
    async with the_owner():
        await db.execute(
            "UPDATE order_seal SET sealed_at = sealed_at - interval '6 years' WHERE department_id = $1",
            shop.department_id,
        )
    found = await broken(shop)
    assert found is not None and found.what == "orders-broken-chain"


async def test_a_missing_seal_is_named(shop: Shop) -> None:
    for number in ("1", "2"):
        await takes(shop, NOW, number)
        await seals(shop, NOW)
    async with the_owner():
        await db.execute("DELETE FROM order_seal WHERE department_id = $1 AND number = 1", shop.department_id)
    found = await broken(shop)
    assert found is not None and (found.what, found.seal_number) == ("orders-broken-seal-missing", 1)


async def test_orders_that_changed_places_are_named(shop: Shop) -> None:
    """Each says what the other one said."""
    first, second = await takes(shop, NOW, "1", "2")
    await seals(shop, NOW)
    async with the_owner():
        for old, new in ((first, -1), (second, first), (-1, second)):
            await db.execute("UPDATE customer_order SET id = $2 WHERE id = $1", old, new)
    found = await broken(shop)
    assert found is not None
    assert (found.what, found.table, found.row_id) == ("orders-broken-altered", "customer_order", first)


async def test_a_seal_whose_entries_changed_places_is_named(shop: Shop) -> None:
    """With their digests, so that each row fits for itself."""
    await takes(shop, NOW, "1", "2")
    await seals(shop, NOW)
    async with the_owner():
        await db.execute(
            "UPDATE order_seal SET entries = (SELECT jsonb_agg(value ORDER BY place DESC) FROM "
            "jsonb_array_elements(entries) WITH ORDINALITY AS one(value, place)), digests = (SELECT jsonb_agg(value "
            "ORDER BY place DESC) FROM jsonb_array_elements(digests) WITH ORDINALITY AS one(value, place)) "
            "WHERE department_id = $1",
            shop.department_id,
        )
    found = await broken(shop)
    assert found is not None and (found.what, found.seal_number) == ("orders-broken-chain", 1)


async def test_a_day_that_was_saved_is_a_link_of_the_chain(shop: Shop) -> None:
    await takes(shop, NOW, "1")
    await seals(shop, NOW)
    await save_days(NOW + timedelta(days=1))
    await seals(shop, NOW + timedelta(days=1))
    day = await db.fetchval("SELECT max(id) FROM order_day WHERE department_id = $1", shop.department_id)
    async with the_owner():
        await db.execute("UPDATE order_day SET count = 0 WHERE id = $1", day)
    found = await broken(shop)
    assert found is not None and (found.table, found.row_id) == ("order_day", day)


async def test_a_chain_that_was_made_anew_is_whole_and_knows_none_of_the_heads_that_left(shop: Shop) -> None:
    """Everything that the database holds fits again. The file of the day and the managers' group say otherwise."""
    first, _ = await takes(shop, NOW, "1", "2")
    await seals(shop, NOW)
    told = (await order_chain(shop.department_id)).head
    evening = NOW + timedelta(days=1)
    await save_next_day(shop.department_id, str(shop.zone), evening)
    await seals(shop, evening)
    assert await holds_head(ORDERS, told) and await wrong_file(shop.department_id) is None
    async with the_owner():
        await db.execute("UPDATE customer_order SET total = 1 WHERE id = $1", first)
        await db.execute("DELETE FROM order_seal WHERE department_id = $1", shop.department_id)
    await seals(shop, evening)
    assert await broken(shop) is None
    assert not await holds_head(ORDERS, told)
    wrong = await wrong_file(shop.department_id)
    assert wrong is not None and wrong.what == "orders-broken-head"


async def test_what_is_cut_off_the_end_is_known_by_the_log(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before the evening's head has left: each head stands in the log, and no chain knows it any more."""
    lines: list[dict] = []
    log = SimpleNamespace(info=lambda event, **said: lines.append({"event": event, **said}))
    await takes(shop, NOW, "1")
    await seals(shop, NOW)
    monkeypatch.setattr(sealing, "log", log)
    (second,) = await takes(shop, NOW, "2")
    await seals(shop, NOW)
    (told,) = [line for line in lines if line["event"] == "sealed" and line["chain"] == "orders"]
    assert (told["department_id"], told["number"]) == (shop.department_id, 2)
    assert await holds_head(ORDERS, told["head"])
    async with the_owner():
        await db.execute("DELETE FROM order_seal WHERE department_id = $1 AND number = 2", shop.department_id)
        await db.execute("DELETE FROM order_event WHERE order_id = $1", second)
        await db.execute("DELETE FROM order_item WHERE order_id = $1", second)
        await db.execute("DELETE FROM customer_order WHERE id = $1", second)
    assert await broken(shop) is None and not await holds_head(ORDERS, told["head"])


async def test_an_order_in_a_transaction_that_is_still_open_is_sealed_later(shop: Shop) -> None:
    slow = await asyncpg.connect(db.engine().config["dsn"])
    open_one = slow.transaction()
    await open_one.start()
    await slow.execute(
        "INSERT INTO customer_order (department_id, platform, number, standing, accepted_at, source) "
        "VALUES ($1, 'taobao', 'slow', 'paid', $2, 'file')",
        shop.department_id, NOW,
    )  # fmt: skip
    await takes(shop, NOW, "quick")
    await seal_department(ORDERS, shop.department_id, NOW)
    await open_one.commit()
    await slow.close()
    await seals(shop, NOW)
    found = await verify_department(ORDERS, shop.department_id)
    assert found.broken is None and found.entries == 3  # two orders, one of them with its event


async def test_two_workers_make_one_chain(shop: Shop) -> None:
    await takes(shop, NOW, *(str(number) for number in range(20)))
    await asyncio.gather(*(seal_department(ORDERS, shop.department_id, NOW) for _ in range(4)))
    await seals(shop, NOW)
    found = await verify_department(ORDERS, shop.department_id)
    assert found.broken is None and found.entries == 40


async def test_another_departments_orders_are_its_own_chain(shop: Shop, a_department: Callable) -> None:
    other = await a_department("three-shift")
    await takes(shop, NOW, "1")
    (theirs,) = await takes(other, NOW, "1")
    for each in (shop, other):
        await seals(each, NOW)
    async with the_owner():
        await db.execute("UPDATE customer_order SET phone = '' WHERE id = $1", theirs)
    assert await broken(shop) is None
    assert (await broken(other)) is not None
