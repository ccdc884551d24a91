"""R-ORD-6: what is older than five years goes on a person's word, whole, with a record; the chain stays whole."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import asyncpg
import pytest

from backend.audit.verifying import verify_department
from backend.infra import db
from backend.infra.refusal import Refusal
from backend.orders.chain import ORDERS
from backend.orders.day_checking import check_folder
from backend.orders.day_files import wrong_file
from backend.orders.day_queries import saved_days
from backend.orders.events import add_event
from backend.orders.removing import remove_old_orders, would_remove
from backend.rules.presets.fault import PresetError
from tests.orders.days import data_in, folder_of, save
from tests.orders.pictures import CHAT, an_amendment
from tests.orders.sealed import broken, seals, takes, the_owner
from tests.support.house import ROOT
from tests.support.orders import order_rules
from tests.support.shop import Colleague, Shop, found_department

OLD = datetime(2019, 3, 4, 2, tzinfo=UTC)
DAY, YEAR = timedelta(days=1), timedelta(days=365)
REFUSED = asyncpg.IntegrityConstraintViolationError
LATER = date(2019, 3, 8)


@pytest.fixture(autouse=True)
def place(tmp_path: Path) -> Iterator[None]:
    with data_in(tmp_path / "var"):
        yield


@pytest.fixture
async def now() -> AsyncIterator[datetime]:
    """The database itself counts the years."""
    yield datetime.now(UTC)


@pytest.fixture
async def mall(database: str, now: datetime) -> Shop:
    """A mall that has sold since 2019: four days of orders then, two of them last month; all sealed, all days saved."""
    shop = await found_department("mall-service")
    await db.execute("UPDATE department SET created_at = $2 WHERE id = $1", shop.department_id, OLD - DAY)
    for days in range(4):
        at = OLD + days * DAY
        await takes(shop, at, f"old-{days}a", f"old-{days}b")
        await finished(shop, at)
        await seals(shop, at)
    await save(shop, OLD + 6 * DAY)
    await seals(shop, OLD + 6 * DAY)
    await takes(shop, now - 30 * DAY, "young-1", "young-2")
    await finished(shop, now - 30 * DAY)
    await seals(shop, now - 30 * DAY)
    return shop


async def finished(shop: Shop, at: datetime) -> None:
    """Reached, confirmed: nothing waits for them any more."""
    for row in await db.fetch("SELECT order_id FROM order_work WHERE department_id = $1", shop.department_id):
        await add_event(row["order_id"], "confirmed", at, None)
    await db.execute("DELETE FROM order_work WHERE department_id = $1", shop.department_id)


async def count(shop: Shop, table: str = "customer_order") -> int:
    return await db.fetchval(f"SELECT count(*) FROM {table} WHERE department_id = $1", shop.department_id)


async def boss_of(shop: Shop) -> Colleague:
    """A data administrator."""
    boss = await shop.manager("陈露")
    await db.execute("UPDATE person SET level = 3 WHERE id = $1", boss.person_id)
    return boss


async def test_the_dry_run_removes_nothing_and_tells_all(mall: Shop, now: datetime) -> None:
    found = await would_remove(mall.department_id, LATER, now)
    assert (found.orders, found.kept) == (8, 0)
    assert (found.first, found.last) == (OLD, OLD + 3 * DAY)
    assert found.rows == 8 * 3, "each with its events accepted and confirmed"
    assert await count(mall) == 10 and await count(mall, "order_removal") == 0
    assert not await db.fetchval("SELECT to_regclass('pg_temp.leaving') IS NOT NULL")


async def test_pictures_go_with_their_order_and_are_counted(mall: Shop, now: datetime) -> None:
    """The old one's two go; the young one's stays, and so does an old one's that somebody has amended lately."""
    boss = await boss_of(mall)
    old, since, young = [
        await db.fetchval(
            "SELECT id FROM customer_order WHERE department_id = $1 AND number = $2",
            mall.department_id,
            number,
        )
        for number in ("old-0a", "old-1a", "young-1")
    ]
    await an_amendment(mall, old, OLD, CHAT, CHAT)
    await an_amendment(mall, since, now, CHAT)
    await an_amendment(mall, young, now, CHAT)
    # As if the first had been written and sealed then.
    async with the_owner():
        await db.execute(
            "UPDATE amendment SET tx = (SELECT tx FROM customer_order WHERE id = $1) WHERE order_id = $1", old
        )
    assert (await would_remove(mall.department_id, LATER, now)).pictures == 2
    found = await remove_old_orders(await boss.viewer(), LATER, now)
    assert (found.orders, found.pictures) == (7, 2)
    rows = await db.fetch(
        "SELECT order_id FROM amendment_picture JOIN amendment ON amendment.id = amendment_id "
        "WHERE amendment.department_id = $1 ORDER BY order_id",
        mall.department_id,
    )
    assert [row["order_id"] for row in rows] == [since, young]
    said = await db.fetchval(
        "SELECT details FROM audit_event WHERE department_id = $1 AND verb = 'orders.removed'",
        mall.department_id,
    )
    assert said["pictures"] == 2


async def test_what_is_removed_is_gone_countable_and_the_chain_is_whole(mall: Shop, now: datetime) -> None:
    boss = await boss_of(mall)
    would = await would_remove(mall.department_id, LATER, now)
    found = await remove_old_orders(await boss.viewer(), LATER, now, said_by="root@server")
    assert found == would
    assert {
        row["number"]
        for row in await db.fetch(
            "SELECT number FROM customer_order WHERE department_id = $1", mall.department_id
        )
    } == {"young-1", "young-2"}
    for table in ("order_item", "order_event", "amendment"):
        left = (
            f"SELECT count(*) FROM {table} WHERE department_id = $1 "
            "AND order_id NOT IN (SELECT id FROM customer_order)"
        )
        assert await db.fetchval(left, mall.department_id) == 0
    await seals(mall, now)
    verdict = await verify_department(ORDERS, mall.department_id)
    assert (verdict.broken, verdict.removed) == (None, 24)
    row = await db.fetchrow("SELECT * FROM order_removal WHERE department_id = $1", mall.department_id)
    assert row is not None
    assert (row["orders"], row["rows"], row["person_id"], row["removed_by"]) == (
        8,
        24,
        boss.person_id,
        "root@server",
    )


async def test_the_trail_says_who_and_how_many(mall: Shop, now: datetime) -> None:
    boss = await boss_of(mall)
    await remove_old_orders(await boss.viewer(), LATER, now, said_by="root@server")
    row = await db.fetchrow(
        "SELECT actor_id, details FROM audit_event WHERE department_id = $1 AND verb = 'orders.removed'",
        mall.department_id,
    )
    assert row is not None and row["actor_id"] == boss.person_id
    assert (row["details"]["orders"], row["details"]["rows"], row["details"]["said_by"]) == (
        8,
        24,
        "root@server",
    )
    assert not any(
        word in json.dumps(row["details"], ensure_ascii=False) for word in ("林晓雨", "13800001234")
    )


async def test_files_of_days_go_with_their_orders_and_the_rest_can_be_checked(
    mall: Shop, now: datetime
) -> None:
    """Six days were saved; those that ended before go, the rest follow from them as before."""
    assert len(list(folder_of(mall).glob("*.jsonl.gz"))) == 6
    found = await remove_old_orders(await (await boss_of(mall)).viewer(), date(2019, 3, 6), now)
    assert (found.orders, [name.rpartition("/")[2][:10] for name in found.files]) == (
        4,
        ["2019-03-04", "2019-03-05"],
    )
    assert len(list(folder_of(mall).iterdir())) == 8, "four files and their checksums"
    assert await wrong_file(mall.department_id) is None
    (checked,) = check_folder(folder_of(mall))
    assert (checked.fault, checked.files, checked.from_the_start) == (None, 4, False)
    assert [day.state for day in await saved_days(mall.department_id)] == ["there"] * 4 + ["removed"] * 2
    assert await broken(mall) is None


async def test_twice_removes_nothing_more(mall: Shop, now: datetime) -> None:
    by = await (await boss_of(mall)).viewer()
    await remove_old_orders(by, LATER, now)
    again = await remove_old_orders(by, LATER, now)
    assert (again.orders, again.files) == (0, ())
    assert await count(mall, "order_removal") == 1


@pytest.mark.parametrize("years", [0, 1, 4])
async def test_younger_than_five_years_is_refused(mall: Shop, now: datetime, years: int) -> None:
    by = await (await boss_of(mall)).viewer()
    with pytest.raises(Refusal) as refused:
        await remove_old_orders(by, (now - years * YEAR).date(), now)
    assert (refused.value.code, refused.value.status) == ("orders-removal-too-young", 422)
    with pytest.raises(Refusal):
        await would_remove(mall.department_id, (now - years * YEAR).date(), now)
    assert await count(mall) == 10


async def test_a_clock_that_is_ahead_makes_nothing_older(mall: Shop, now: datetime) -> None:
    """The years are counted by the database, not by who asks."""
    by = await (await boss_of(mall)).viewer()
    with pytest.raises(Refusal):
        await remove_old_orders(by, now.date(), now + 10 * YEAR)
    with pytest.raises(REFUSED, match="orders are kept until"):
        await db.execute(
            "INSERT INTO order_removal (department_id, before, through, at) VALUES ($1, $2, 1, $3)",
            mall.department_id, now - YEAR, now + 10 * YEAR,
        )  # fmt: skip


async def test_a_department_that_keeps_them_longer(mall: Shop, now: datetime) -> None:
    await order_rules(mall, keep_years=8)
    with pytest.raises(Refusal):
        await would_remove(mall.department_id, LATER, now)
    with pytest.raises(REFUSED, match="orders are kept until"):
        await db.execute(RECORD, mall.department_id, OLD + 10 * DAY)
    await order_rules(mall, keep_years=5)
    assert (await would_remove(mall.department_id, LATER, now)).orders == 8


async def test_nobody_writes_fewer_than_five_years_into_the_rules(mall: Shop, now: datetime) -> None:
    """The rules refuse it; where somebody writes it into the database all the same, five years it is."""
    await order_rules(mall, keep_years=1)
    with pytest.raises(PresetError):
        await would_remove(mall.department_id, LATER, now)
    await db.execute("UPDATE department SET archived_at = now() WHERE id = $1", mall.department_id)
    until = await db.fetchval("SELECT order_kept_until($1)", mall.department_id)
    assert until < now - 5 * YEAR
    await db.execute(
        "UPDATE department SET rules = rules #- '{orders,keep_years}', rules_version = rules_version + 1 "
        "WHERE id = $1",
        mall.department_id,
    )


async def test_an_old_order_to_which_something_happened_lately_stays(mall: Shop, now: datetime) -> None:
    order = await db.fetchval(
        "SELECT id FROM customer_order WHERE department_id = $1 AND number = 'old-1a'", mall.department_id
    )
    await add_event(order, "looked", now, None)
    await seals(mall, now)
    found = await remove_old_orders(await (await boss_of(mall)).viewer(), LATER, now)
    assert (found.orders, found.kept) == (7, 1)
    assert await count(mall) == 3
    assert "2019-03-05" not in "".join(found.files), "its day's file holds it, and stays"
    assert await wrong_file(mall.department_id) is None


async def test_an_old_order_that_is_still_worked_on_stays(mall: Shop, now: datetime) -> None:
    await takes(mall, OLD + timedelta(hours=1), "open")
    await seals(mall, OLD + timedelta(hours=2))
    found = await would_remove(mall.department_id, LATER, now)
    assert (found.orders, found.kept) == (8, 1)


async def a_case(shop: Shop, order: int | None, closed_at: datetime | None) -> int:
    """A complaint of then, with a step and, where there is an order, the goods that it is about."""
    lin = await shop.hire("林晓")
    state = "settled" if closed_at else "registered"
    case = await db.fetchval(
        "INSERT INTO order_case (department_id, kind, state, order_id, contact, what, registered_by, registered_at, "
        "owner_id, due_at, closed_at) VALUES ($1, 'complaint', $2, $3, '林女士', '漏发', $4, $5, $4, $5, $6) "
        "RETURNING id",
        shop.department_id, state, order, lin.person_id, OLD, closed_at,
    )  # fmt: skip
    await db.execute(
        "INSERT INTO order_case_event (department_id, case_id, kind, at) VALUES ($1, $2, 'registered', $3)",
        shop.department_id, case, OLD,
    )  # fmt: skip
    await db.execute(
        "INSERT INTO order_case_item (department_id, case_id, item_id, quantity) "
        "SELECT $1, $2, id, 1 FROM order_item WHERE order_id = $3",
        shop.department_id, case, order,
    )  # fmt: skip
    await seals(shop, OLD + 3 * DAY)
    return case


async def the_order(shop: Shop, number: str) -> int:
    return await db.fetchval(
        "SELECT id FROM customer_order WHERE department_id = $1 AND number = $2", shop.department_id, number
    )


async def test_closed_cases_go_with_their_order_and_an_open_one_keeps_it(mall: Shop, now: datetime) -> None:
    closed = await a_case(mall, await the_order(mall, "old-0a"), OLD + DAY)
    await a_case(mall, await the_order(mall, "old-1a"), None)
    await a_case(mall, await the_order(mall, "old-2a"), now - YEAR)
    found = await remove_old_orders(await (await boss_of(mall)).viewer(), LATER, now)
    assert (found.orders, found.kept, found.cases) == (6, 2, 1)
    for table, column in (
        ("order_case", "id"),
        ("order_case_event", "case_id"),
        ("order_case_item", "case_id"),
    ):
        assert await db.fetchval(f"SELECT count(*) FROM {table} WHERE {column} = $1", closed) == 0
        assert await count(mall, table) == 2
    assert await broken(mall) is None


async def test_old_cases_without_an_order_go_too(mall: Shop, now: datetime) -> None:
    await a_case(mall, None, OLD + DAY)
    young = await a_case(mall, None, now - YEAR)
    still = await a_case(mall, None, None)
    by = await (await boss_of(mall)).viewer()
    assert (await would_remove(mall.department_id, LATER, now)).cases == 1
    assert (await remove_old_orders(by, LATER, now)).cases == 1
    rows = await db.fetch(
        "SELECT id FROM order_case WHERE department_id = $1 ORDER BY id", mall.department_id
    )
    assert [row["id"] for row in rows] == [young, still]
    again = await a_case(mall, None, OLD)
    found = await remove_old_orders(by, LATER, now)
    assert (found.orders, found.cases) == (0, 1), "also where no order is left to go"
    assert await db.fetchval("SELECT count(*) FROM order_case WHERE id = $1", again) == 0


async def test_an_old_case_about_which_somebody_said_a_word_lately_stays(mall: Shop, now: datetime) -> None:
    """Its steps are sealed later than what goes: without it the chain could not be walked any more. Its order stays."""
    alone, ordered = [
        await a_case(mall, order, OLD + DAY) for order in (None, await the_order(mall, "old-0a"))
    ]
    for case in (alone, ordered):
        await db.execute(
            "INSERT INTO order_case_event (department_id, case_id, kind, at) VALUES ($1, $2, 'noted', $3)",
            mall.department_id, case, now,
        )  # fmt: skip
    await seals(mall, now)
    found = await remove_old_orders(await (await boss_of(mall)).viewer(), LATER, now)
    assert (found.cases, found.kept) == (0, 1)
    assert await count(mall, "order_case") == 2
    assert await broken(mall) is None


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM order_case WHERE department_id = $1",
        "DELETE FROM order_case_event WHERE department_id = $1",
        "DELETE FROM order_case_item WHERE department_id = $1",
    ],
)
async def test_no_case_goes_otherwise(mall: Shop, now: datetime, statement: str) -> None:
    """Without a record, and with one that reaches only older ones."""
    await a_case(mall, await the_order(mall, "old-0a"), now - YEAR)
    with pytest.raises(REFUSED, match="append-only"):
        await db.execute(statement, mall.department_id)
    with pytest.raises(REFUSED, match="refused"):
        async with db.transaction():
            await db.execute(RECORD, mall.department_id, OLD + 10 * DAY)
            await db.execute("SET CONSTRAINTS ALL DEFERRED")
            await db.execute(statement, mall.department_id)
    assert await count(mall, "order_case") == await count(mall, "order_case_event") == 1


async def test_who_may_not_verify_may_not_remove(mall: Shop, now: datetime) -> None:
    lin = await mall.hire("林晓")
    with pytest.raises(Refusal) as refused:
        await remove_old_orders(await lin.viewer(), LATER, now)
    assert refused.value.status == 403 and await count(mall) == 10


async def test_another_departments_old_orders_stay(mall: Shop, now: datetime) -> None:
    other = await found_department("mall-service", "隔壁")
    await db.execute("UPDATE department SET created_at = $2 WHERE id = $1", other.department_id, OLD - DAY)
    await takes(other, OLD, "theirs")
    await finished(other, OLD)
    await seals(other, OLD)
    await remove_old_orders(await (await boss_of(mall)).viewer(), LATER, now)
    assert await count(other) == 1


RECORD = (
    "INSERT INTO order_removal (department_id, before, through, orders, rows, at) "
    "VALUES ($1, $2, (SELECT max(number) FROM order_seal WHERE department_id = $1), 0, 0, now())"
)


async def test_with_a_record_the_database_lets_go_only_what_is_old(mall: Shop, now: datetime) -> None:
    """Somebody with the program's own connection writes the record himself and takes what he likes."""
    for number, table in (("young-1", "customer_order"), ("old-0a", "order_event"), ("old-0a", "order_item")):
        with pytest.raises(REFUSED, match="append-only"):
            async with db.transaction():
                await db.execute(RECORD, mall.department_id, OLD + 10 * DAY)
                await db.execute("SET CONSTRAINTS ALL DEFERRED")
                column = "id" if table == "customer_order" else "order_id"
                await db.execute(
                    f"DELETE FROM {table} WHERE {column} = (SELECT id FROM customer_order WHERE department_id = $1 "
                    "AND number = $2)",
                    mall.department_id, number,
                )  # fmt: skip
    assert await count(mall) == 10


async def test_an_order_is_not_gone_while_anything_of_it_is_left(mall: Shop, now: datetime) -> None:
    with pytest.raises(asyncpg.ForeignKeyViolationError):
        async with db.transaction():
            await db.execute(
                "INSERT INTO order_removal (department_id, before, through, orders, rows, at) VALUES ($1, $2, "
                "(SELECT max(number) FROM order_seal WHERE department_id = $1 AND sealed_at < $2), 0, 0, now())",
                mall.department_id, OLD + 10 * DAY,
            )  # fmt: skip
            await db.execute("SET CONSTRAINTS ALL DEFERRED")
            await db.execute(
                "DELETE FROM customer_order WHERE department_id = $1 AND number = 'old-0a'",
                mall.department_id,
            )
    assert await count(mall) == 10


async def test_a_removal_that_a_database_owner_writes_for_young_orders_breaks_the_chain(
    mall: Shop, now: datetime
) -> None:
    """With every trigger off, and the places of the rows in their seal: the seal is younger than the record says."""
    order = await db.fetchval(
        "SELECT id FROM customer_order WHERE department_id = $1 AND number = 'young-1'", mall.department_id
    )
    number = await db.fetchval(
        "SELECT max(number) FROM order_seal WHERE department_id = $1", mall.department_id
    )
    async with the_owner():
        await db.execute("DELETE FROM order_item WHERE order_id = $1", order)
        await db.execute("DELETE FROM order_event WHERE order_id = $1", order)
        await db.execute("DELETE FROM order_work WHERE order_id = $1", order)
        await db.execute("DELETE FROM customer_order WHERE id = $1", order)
        await db.execute(
            "INSERT INTO order_removal (department_id, before, through, orders, rows, batches, at) "
            "VALUES ($1, now() - interval '6 years', $2::int, 1, 2, jsonb_build_object($2::int::text, '0-99'), now())",
            mall.department_id, number,
        )  # fmt: skip
    await seals(mall, now)
    found = await broken(mall)
    assert found is not None and (found.what, found.table, found.row_id) == (
        "orders-broken-removed",
        "customer_order",
        order,
    )


async def test_files_that_could_not_be_removed_are_removed_the_next_time(mall: Shop, now: datetime) -> None:
    by = await (await boss_of(mall)).viewer()
    path = folder_of(mall) / "2019-03-04.jsonl.gz"
    packed = path.read_bytes()
    await remove_old_orders(by, LATER, now)
    path.write_bytes(packed)
    path.with_name(f"{path.name}.0a1b2c3d4e5f.unrecorded").write_bytes(packed)
    await remove_old_orders(by, LATER, now)
    assert not list(folder_of(mall).glob("2019-03-04*"))


def command(shop: Shop, *words: str, lang: str = "zh-Hans") -> tuple[int, str]:
    said = subprocess.run(
        [sys.executable, "-m", "backend.cli", "remove-old-orders", str(shop.department_id), *words], cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "DANGBAN_LANG": lang}, capture_output=True, text=True, timeout=60,
        check=False,
    )  # fmt: skip
    return said.returncode, said.stdout + said.stderr


async def test_the_command(mall: Shop, now: datetime) -> None:
    boss = await boss_of(mall)
    code, said = command(mall, "--before", "2019-03-08")
    assert code == 0 and "演练" in said and "可删除 8 单" in said, said
    code, said = command(mall, "--before", "2019-03-08", "--remove")
    assert code == 2 and "删除要记名" in said
    code, said = command(mall, "--before", "2019-03-08", "--remove", "--by", "nobody", lang="en")
    assert code == 1 and "Nobody in" in said
    code, said = command(mall, "--before", f"{now:%Y-%m-%d}", "--remove", "--by", boss.login, lang="en")
    assert code == 1 and "5 years" in said, said
    assert await count(mall) == 10
    code, said = command(mall, "--before", "2019-03-08", "--remove", "--by", boss.login, lang="en")
    assert code == 0 and "Removed in" in said and "8 orders before 2019-03-08" in said, said
    assert await count(mall) == 2 and await broken(mall) is None
