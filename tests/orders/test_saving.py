"""R-ORD-5: at 18:00 the day's orders are saved, whatever happened to the program, the disk or the clock."""

from __future__ import annotations

import asyncio
import hashlib
import subprocess
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import asyncpg
import pytest

from backend.infra import db
from backend.orders.day_checking import check_folder
from backend.orders.day_files import wrong_file
from backend.orders.day_queries import saving_of
from backend.orders.intake import take_in
from backend.orders.saving import save_days
from tests.orders.days import data_in, folder_of, numbers, path_of, read, recorded, save
from tests.orders.drafts import a_draft
from tests.orders.sealed import seals, takes, takes_many
from tests.support.house import a_database_apart
from tests.support.orders import order_rules
from tests.support.shop import Shop, found_department

SECOND, DAY = timedelta(seconds=1), timedelta(days=1)


@pytest.fixture(autouse=True)
def place(tmp_path: Path) -> Iterator[None]:
    with data_in(tmp_path):
        yield


@pytest.fixture
async def shop(database: str) -> AsyncIterator[Shop]:
    """In a database of its own: every department is saved, also those of other stories."""
    async with a_database_apart():
        yield await found_department("mall-service")


async def test_at_six_and_not_before(shop: Shop) -> None:
    six = shop.clock("2026-11-11", "18:00")
    await takes(shop, six - 5 * timedelta(hours=1), "1", "2")
    assert await save(shop, six - SECOND) == []
    assert await save(shop, six) == ["2026-11-11"]
    assert await save(shop, six) == []
    assert await save(shop, six + DAY - SECOND) == []


async def test_what_the_file_says(shop: Shop) -> None:
    six = shop.clock("2026-11-11", "18:00")
    drafts = [a_draft("1"), a_draft("2", standing="unpaid", total=Decimal("12.30"), paid_at=None)]
    await take_in(shop.program, drafts, six - SECOND, source="file")
    await seals(shop, six)
    await save(shop, six + 3 * SECOND)
    path = path_of(shop, "2026-11-11")
    head, orders = read(path)
    (row,) = await recorded(shop)
    assert (head["count"], head["total"], head["previous"]) == (2, "97.30", "")
    assert head["standings"] == {
        "paid": {"count": 1, "total": "85.00"},
        "unpaid": {"count": 1, "total": "12.30"},
    }
    assert (head["until"], head["saved_at"]) == (six.isoformat(), (six + 3 * SECOND).isoformat())
    assert head["zone"] == "Asia/Shanghai" and head["seal"] == 1 and len(head["head"]) == 64
    assert [order["number"] for order in orders] == ["1", "2"]
    assert orders[0]["phone"] == "13800001234" and orders[0]["items"][0]["title"] == "丝绒口红"
    assert (row["count"], row["total"], row["saved_at"]) == (2, Decimal("97.30"), six + 3 * SECOND)
    assert row["sha256"] == hashlib.sha256(path.read_bytes()).digest()
    assert path.stat().st_mode & 0o777 == 0o440
    said = subprocess.run(
        ["sha256sum", "-c", f"{path.name}.sha256"],
        cwd=path.parent,
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout.endswith(": OK\n")
    packed = subprocess.run(["gzip", "-t", str(path)], capture_output=True, check=True)
    assert packed.stderr == b""


async def test_what_comes_at_six_is_tomorrows(shop: Shop) -> None:
    six = shop.clock("2026-11-11", "18:00")
    await takes(shop, six - timedelta(microseconds=1), "in time")
    await takes(shop, six, "at six")
    await takes(shop, six + timedelta(minutes=1), "after six")
    assert await save(shop, six + timedelta(minutes=2)) == ["2026-11-11"]
    assert await save(shop, six + DAY) == ["2026-11-12"]
    assert numbers(shop, "2026-11-11") == ["in time"]
    assert numbers(shop, "2026-11-12") == ["at six", "after six"]


async def test_a_day_without_orders_has_a_file_too(shop: Shop) -> None:
    six = shop.clock("2026-11-11", "18:00")
    await takes(shop, six - SECOND, "1")
    assert await save(shop, six + 2 * DAY) == ["2026-11-11", "2026-11-12", "2026-11-13"]
    first, second, third = await recorded(shop)
    assert [row["count"] for row in (first, second, third)] == [1, 0, 0]
    head, orders = read(path_of(shop, "2026-11-12"))
    assert orders == [] and (head["count"], head["total"]) == (0, "0.00")
    assert head["previous"] == first["sha256"].hex() and third["previous"] == second["sha256"]


async def test_a_department_that_never_had_an_order_has_its_files(shop: Shop) -> None:
    six = shop.clock("2026-11-11", "18:00")
    assert await save(shop, six) == ["2026-11-11"]
    assert read(path_of(shop, "2026-11-11"))[0]["count"] == 0


async def test_after_three_days_away_each_day_has_its_own(shop: Shop) -> None:
    """The worker stood still from Wednesday to Saturday; orders came in all the while."""
    six = shop.clock("2026-11-11", "18:00")
    for days in range(4):
        await takes(shop, six + days * DAY - timedelta(hours=2), f"day {days}")
    back = six + 3 * DAY + timedelta(hours=3)
    assert (await saving_of(shop.department_id, back)).overdue is None, "the first file is none that is late"
    assert await save_days(back) == 4
    rows = await recorded(shop)
    assert [row["day"].isoformat() for row in rows] == [
        "2026-11-11",
        "2026-11-12",
        "2026-11-13",
        "2026-11-14",
    ]
    assert [numbers(shop, row["day"].isoformat()) for row in rows] == [[f"day {days}"] for days in range(4)]
    assert all(row["saved_at"] == back for row in rows)
    (checked,) = check_folder(folder_of(shop))
    assert (checked.fault, checked.files, checked.orders, checked.from_the_start) == (None, 4, 4, True)


async def test_each_department_in_its_own_zone_and_at_its_own_hour(shop: Shop) -> None:
    berlin, shanghai = await found_department("three-shift"), shop
    await db.execute("UPDATE department SET zone = 'Europe/Berlin' WHERE id = $1", berlin.department_id)
    berlin.zone = ZoneInfo("Europe/Berlin")
    await order_rules(berlin, saved_at="20:30")
    six = shanghai.clock("2026-11-11", "18:00")
    for each in (berlin, shanghai):
        await takes(each, six - timedelta(hours=3), "1")
    await save_days(six)
    assert len(await recorded(shanghai)) == 1 and await recorded(berlin) == []
    half_past_eight = datetime(2026, 11, 11, 19, 30, tzinfo=UTC)
    await save_days(half_past_eight - SECOND)
    assert await recorded(berlin) == []
    await save_days(half_past_eight)
    (row,) = await recorded(berlin)
    assert (row["day"].isoformat(), row["until"]) == ("2026-11-11", half_past_eight)


async def test_a_department_that_changes_its_hour_leaves_no_order_out(shop: Shop) -> None:
    six = shop.clock("2026-11-11", "18:00")
    await takes(shop, six - SECOND, "1")
    await save(shop, six)
    await takes(shop, six + timedelta(hours=1), "2")
    await order_rules(shop, saved_at="09:00")
    await takes(shop, six + timedelta(hours=16), "3")
    assert await save(shop, six + DAY) == ["2026-11-12"]
    await order_rules(shop, saved_at="21:00")
    assert await save(shop, six + 3 * DAY) == ["2026-11-13"]
    assert [numbers(shop, f"2026-11-{day}") for day in (11, 12, 13)] == [["1"], ["2"], ["3"]]


async def test_an_order_whose_transaction_ended_late_is_in_the_next_file_once(shop: Shop) -> None:
    """Accepted a second before six, but committed when the day was saved already."""
    six = shop.clock("2026-11-11", "18:00")
    slow = await asyncpg.connect(db.engine().config["dsn"])
    try:
        transaction = slow.transaction()
        await transaction.start()
        await slow.execute(
            "INSERT INTO customer_order (department_id, platform, number, standing, accepted_at, source) "
            "VALUES ($1, 'taobao', 'slow', 'paid', $2, 'file')",
            shop.department_id, six - SECOND,
        )  # fmt: skip
        await takes(shop, six - SECOND, "quick")
        await save(shop, six)
        await transaction.commit()
    finally:
        await slow.close()
    await save(shop, six + 2 * DAY)
    assert [numbers(shop, f"2026-11-{day}") for day in (11, 12, 13)] == [["quick"], ["slow"], []]


async def test_two_workers_make_one_file(shop: Shop) -> None:
    six = shop.clock("2026-11-11", "18:00")
    await takes(shop, six - SECOND, "1")
    found = await asyncio.gather(*(save(shop, six) for _ in range(4)))
    assert sorted(found) == [[], [], [], ["2026-11-11"]]
    assert len(await recorded(shop)) == 1 and await wrong_file(shop.department_id) is None


async def test_only_the_departments_own_orders_are_in_its_file(shop: Shop) -> None:
    other = await found_department("mall-service", "隔壁")
    six = shop.clock("2026-11-11", "18:00")
    await takes(shop, six - SECOND, "ours")
    await takes(other, six - SECOND, "theirs")
    for each in (shop, other):
        await save(each, six)
    assert (numbers(shop, "2026-11-11"), numbers(other, "2026-11-11")) == (["ours"], ["theirs"])


async def test_the_days_of_a_thousand_orders_hold_each_once(shop: Shop) -> None:
    """Several fetches, and three days."""
    six = shop.clock("2026-11-11", "18:00")
    for days in range(3):
        await takes_many(shop, six + days * DAY - timedelta(hours=1), 2_300, f"{days}-")
    await save(shop, six + 2 * DAY)
    found = [number for day in (11, 12, 13) for number in numbers(shop, f"2026-11-{day}")]
    assert len(found) == len(set(found)) == 6_900
    (checked,) = check_folder(folder_of(shop))
    assert checked.fault is None and checked.orders == 6_900


async def test_a_file_that_nobody_recorded_is_not_lost(shop: Shop) -> None:
    """Somebody took the days out of the database; what the program writes anew stands beside what had stood there."""
    six = shop.clock("2026-11-11", "18:00")
    await takes(shop, six - SECOND, "1")
    path = path_of(shop, "2026-11-11")
    path.parent.mkdir(parents=True)
    path.write_bytes(b"what had stood there")
    await save(shop, six)
    (kept,) = path.parent.glob("*.unrecorded")
    assert kept.read_bytes() == b"what had stood there"
    assert check_folder(folder_of(shop))[0].fault is None
