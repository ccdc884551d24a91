"""`dangban verify` as an operator runs it: what it prints, and with which code it ends."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from backend.infra import db
from backend.orders.day_queries import last_checksum, order_chain
from backend.orders.integrity import verify_orders
from backend.orders.saving import save_next_day
from backend.settings import settings
from tests.orders.sealed import seals, takes, the_owner
from tests.support.house import ROOT, a_database_apart
from tests.support.shop import Shop, found_department

NOW = datetime(2026, 11, 11, 2, tzinfo=UTC)


@pytest.fixture
async def mall(database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Shop]:
    """Two orders and a saved day, in a database and a folder of their own."""
    monkeypatch.setenv("DANGBAN_DATA_DIR", str(tmp_path))
    settings.cache_clear()
    async with a_database_apart() as url:
        monkeypatch.setenv("DATABASE_URL", url)
        shop = await found_department("mall-service")
        await takes(shop, NOW, "20261111-1", "20261111-2")
        await seals(shop, NOW)
        await save_next_day(shop.department_id, str(shop.zone), NOW + timedelta(days=1))
        await seals(shop, NOW + timedelta(days=1))
        yield shop
    monkeypatch.undo()
    settings.cache_clear()


def verify(*words: str, lang: str = "zh-Hans") -> tuple[int, str]:
    """Its exit code and what it said."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "DANGBAN_LANG": lang}
    said = subprocess.run(
        [sys.executable, "-m", "backend.cli", "verify", *words], env=environment, cwd=ROOT, capture_output=True,
        text=True, timeout=60, check=False,
    )  # fmt: skip
    return said.returncode, said.stdout + said.stderr


async def test_what_is_whole_is_said_with_the_head(mall: Shop) -> None:
    head = (await order_chain(mall.department_id)).head
    code, said = verify()
    assert code == 0, said
    assert f"部门 {mall.department_id}，订单：完整。" in said and head[:16] in said
    code, said = verify("--head", head, "--head", await last_checksum(mall.department_id), lang="en")
    assert code == 0, said
    assert f"Head {head}: known" in said and said.count(": known") == 2


async def test_the_first_altered_row_is_printed(mall: Shop) -> None:
    async with the_owner():
        await db.execute("UPDATE customer_order SET phone = '13900009999' WHERE number LIKE '20261111-%'")
    order = await db.fetchval("SELECT id FROM customer_order WHERE number = '20261111-1'")
    code, said = verify()
    assert code == 1
    assert f"已断！第 1 批中的订单 20261111-1（customer_order:{order}）被改动过" in said
    code, said = verify(lang="en")
    assert code == 1
    assert f"BROKEN. In batch 1, order 20261111-1 (customer_order:{order}) was altered" in said


async def test_a_chain_made_anew_is_found_by_the_days_file_and_by_the_head_that_left(mall: Shop) -> None:
    head = (await order_chain(mall.department_id)).head
    async with the_owner():
        await db.execute("UPDATE customer_order SET phone = '13900009999' WHERE number = '20261111-1'")
        await db.execute("DELETE FROM order_seal")
    await seals(mall, NOW + timedelta(days=1))
    code, said = verify("--head", head)
    assert code == 1
    assert f"链头 {head}：没有" in said and "2026-11-11 的存档里记下的封存校验码与现在的订单链对不上" in said


async def test_seals_that_are_all_gone_leave_the_days_file_to_tell(mall: Shop) -> None:
    async with the_owner():
        await db.execute("DELETE FROM order_seal")
    code, said = verify()
    assert code == 1 and "对不上" in said


@pytest.mark.parametrize("cut", ["SELECT 1", "DELETE FROM customer_order WHERE number = '20261111-2'"])
async def test_the_newest_rows_seals_and_days_gone_together_leave_the_file_to_tell(
    mall: Shop, cut: str
) -> None:
    """Nothing in the database remembers them any more; who deletes there does not come to the folder."""
    async with the_owner():
        await db.execute("DELETE FROM order_day")
        await db.execute("DELETE FROM order_seal")
        await db.execute(cut)
    code, said = verify()
    assert code == 1 and "2026-11-11 的存档里记下的封存校验码与现在的订单链对不上" in said
    await save_next_day(mall.department_id, str(mall.zone), NOW + timedelta(days=1))
    await seals(mall, NOW + timedelta(days=1))
    code, said = verify(lang="en")
    assert code == 1 and "The file of 2026-11-11 knows another chain of orders" in said, (
        "kept beside the new one"
    )


async def test_what_a_crash_left_in_the_folder_is_no_fault(mall: Shop) -> None:
    """The file stood, and the database did not come to record it: the head in it is one of the chain's."""
    path = settings().data_dir / await db.fetchval("SELECT filename FROM order_day")
    for name in ("2026-11-12.jsonl.gz", f"{path.name}.0a1b2c3d4e5f.unrecorded", "copy of it.jsonl.gz"):
        path.with_name(name).write_bytes(path.read_bytes())
    path.with_name("2026-11-13.jsonl.gz").write_bytes(b"half")
    code, said = verify()
    assert code == 0, said


async def test_a_trigger_that_is_off_is_said(mall: Shop) -> None:
    await db.execute("ALTER TABLE amendment DISABLE TRIGGER USER")
    code, said = verify(lang="en")
    assert code == 1 and "NOT GUARDED. The database no longer guards amendment." in said


async def test_a_days_file_that_was_altered_is_named(mall: Shop) -> None:
    filename = await db.fetchval("SELECT filename FROM order_day")
    path = settings().data_dir / filename
    path.chmod(0o600)
    path.write_bytes(path.read_bytes() + b" ")
    code, said = verify(lang="en")
    assert code == 1 and "The file of 2026-11-11 was altered" in said


@pytest.mark.parametrize(
    ("gone", "chain", "column"),
    [
        ("ALTER TABLE customer_order DROP COLUMN phone CASCADE", "orders", "customer_order.phone"),
        ("ALTER TABLE order_item DROP COLUMN price CASCADE", "orders", "order_item.price"),
        ("ALTER TABLE order_day DROP COLUMN sha256 CASCADE", "orders", "order_day.sha256"),
        ("ALTER TABLE order_case DROP COLUMN what CASCADE", "orders", "order_case.what"),
        ("ALTER TABLE order_seal DROP COLUMN hash CASCADE", "orders", "order_seal.hash"),
        ("ALTER TABLE amendment DROP COLUMN id CASCADE", "orders", "amendment.id"),
        ("DROP TABLE order_removal CASCADE", "orders", "order_removal.id"),
        ("ALTER TABLE audit_event DROP COLUMN details CASCADE", "audit trail", "audit_event.details"),
        ("ALTER TABLE audit_event DROP COLUMN tx CASCADE", "audit trail", "audit_event.tx"),
    ],
)
async def test_a_column_that_is_gone_is_named(mall: Shop, gone: str, chain: str, column: str) -> None:
    """Not even a row that is whole can be read then; what it says is a sentence all the same."""
    head = (await order_chain(mall.department_id)).head
    await db.execute(gone)
    code, said = verify("--head", head, lang="en")
    assert code == 1, said
    assert f"{chain}: BROKEN. The column {column} is gone from the database" in said
    assert "Traceback" not in said


async def test_a_column_that_is_gone_is_said_on_the_desk(mall: Shop) -> None:
    await db.execute("ALTER TABLE customer_order DROP COLUMN phone CASCADE")
    found = (await verify_orders(mall.program, NOW)).chain.broken
    assert found is not None and (found.what, found.number) == (
        "orders-broken-column",
        "customer_order.phone",
    )


def test_what_is_no_head_is_not_looked_for(database: str) -> None:
    code, said = verify("--head", "zzz", lang="en")
    assert code == 2 and "“zzz” is no head" in said
