"""docs/orders-integrity.md: every command in it is run, on whole orders and on altered ones."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import asyncpg
import pytest

from backend.audit.verifying import verify_department
from backend.infra import db
from backend.orders.chain import ORDERS
from backend.orders.day_queries import order_chain
from tests.orders.days import data_in, folder_of, save
from tests.orders.sealed import seals, takes, the_owner
from tests.orders.test_removing import finished
from tests.support.house import ROOT, a_database_apart
from tests.support.shop import Shop, found_department

DOCUMENT = ROOT / "docs" / "orders-integrity.md"
OLD = datetime(2019, 3, 4, 2, tzinfo=UTC)
DAY = timedelta(days=1)


def blocks(lang: str) -> list[str]:
    return re.findall(rf"```{lang}\n(.*?)```", DOCUMENT.read_text("utf-8"), re.DOTALL)


@dataclass
class Audit:
    """What an auditor has: a copy of the files, a head from the group chat, and the commands of the document."""

    shop: Shop
    folder: Path
    environment: dict[str, str]

    def runs(self, block: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["sh", "-e", "-c", block], env=self.environment, cwd=self.folder.parent, capture_output=True, text=True,
            timeout=120, check=False,
        )  # fmt: skip


@pytest.fixture
async def audit(database: str, tmp_path: Path) -> AsyncIterator[Audit]:
    with data_in(tmp_path / "var"):
        async with a_database_apart() as url:
            shop = await found_department("mall-service")
            boss = await shop.manager("陈露")
            await db.execute("UPDATE person SET level = 3 WHERE id = $1", boss.person_id)
            await db.execute("UPDATE department SET created_at = $1", OLD - DAY)
            for days in range(3):
                await takes(shop, OLD + days * DAY, f"{days}a", f"{days}b")
                await finished(shop, OLD + days * DAY)
                await seals(shop, OLD + days * DAY)
            await save(shop, OLD + 4 * DAY)
            await seals(shop, OLD + 4 * DAY)
            folder = tmp_path / "stick"
            shutil.copytree(folder_of(shop), folder)
            program = tmp_path / "bin" / "dangban"
            program.parent.mkdir()
            program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m backend.cli "$@"\n')
            program.chmod(0o755)
            given = {
                "DATABASE_URL": url, "PATH": f"{program.parent}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT),
                "DANGBAN_LANG": "en", "FOLDER": str(folder), "HEAD": (await order_chain(shop.department_id)).head,
                "DEPARTMENT": str(shop.department_id), "DAY": "2019-03-06", "LOGIN": boss.login,
            }  # fmt: skip
            yield Audit(shop, folder, {**os.environ, **given})


async def test_every_command_runs_and_finds_whole_what_is_whole(audit: Audit) -> None:
    assert len(blocks("sh")) == 7
    for block in blocks("sh"):
        said = audit.runs(block)
        assert said.returncode == 0, f"{block}\n{said.stdout}{said.stderr}"
        if "--head" in block:
            assert ": known" in said.stdout
        if "previous=" in block:
            assert said.stdout.strip().removeprefix("last: ") in audit.runs(blocks("sh")[2]).stdout
    assert await db.fetchval("SELECT count(*) FROM customer_order") == 2, "the last block removes"
    await seals(audit.shop, OLD + 5 * DAY)
    verdict = await verify_department(ORDERS, audit.shop.department_id)
    assert (verdict.broken, verdict.removed) == (None, 12)


OUTSIDE = {"verify-seal": 2, "sha256sum": 3, "the chain of days": 4, "the lines": 5}


@pytest.mark.parametrize("by", OUTSIDE)
async def test_from_outside_an_altered_file_is_found(audit: Audit, by: str) -> None:
    """By its content, its checksum, or by the day after it: by each of the ways that can see it."""
    import gzip
    import hashlib

    path = audit.folder / "2019-03-05.jsonl.gz"
    path.chmod(0o600)
    text = gzip.decompress(path.read_bytes()).decode().replace("13800001234", "13900009999")
    path.write_bytes(gzip.compress(text.encode(), mtime=0))
    if by == "the chain of days":  # whoever alters it also writes its checksum anew
        beside = path.with_name(f"{path.name}.sha256")
        beside.chmod(0o600)
        beside.write_text(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n")
        assert audit.runs(blocks("sh")[OUTSIDE["sha256sum"]]).returncode == 0
    said = audit.runs(blocks("sh")[OUTSIDE[by]])
    assert said.returncode == 1, said.stdout + said.stderr


async def test_from_inside_a_chain_made_anew_is_found(audit: Audit) -> None:
    async with the_owner():
        await db.execute("UPDATE customer_order SET phone = '1' WHERE number = '0a'")
        await db.execute("DELETE FROM order_seal")
    await seals(audit.shop, OLD + 5 * DAY)
    said = audit.runs(blocks("sh")[1])
    assert said.returncode == 1 and ": UNKNOWN" in said.stdout and "knows another chain" in said.stdout


async def test_a_user_who_owns_nothing_does_all_the_work_and_cannot_switch_a_trigger_off(
    audit: Audit,
) -> None:
    (statements,) = blocks("sql")
    url = audit.environment["DATABASE_URL"]
    await db.execute(statements)
    user = await asyncpg.connect(f"{url}{'&' if '?' in url else '?'}role=dangban_app")
    try:
        assert await user.fetchval("SELECT current_user") == "dangban_app"
        for statement in (
            "ALTER TABLE customer_order DISABLE TRIGGER ALL", "SET session_replication_role = replica",
            "TRUNCATE customer_order CASCADE", "DROP TABLE amendment",
        ):  # fmt: skip
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await user.execute(statement)
        with pytest.raises(asyncpg.IntegrityConstraintViolationError, match="append-only"):
            await user.execute("UPDATE customer_order SET phone = '1'")
    finally:
        await user.close()
    try:
        await _works_as("dangban_app", url, audit.shop)
    finally:
        await db.execute("DROP OWNED BY dangban_app; DROP ROLE dangban_app")


async def _works_as(role: str, url: str, shop: Shop) -> None:
    """Takes in, seals, saves, verifies."""
    await db.close_pool()
    db.point_at(f"{url}{'&' if '?' in url else '?'}role={role}")
    await db.open_pool(3)
    try:
        assert await db.fetchval("SELECT current_user") == role
        await takes(shop, OLD + 5 * DAY, "9")
        await seals(shop, OLD + 5 * DAY)
        assert await save(shop, OLD + 6 * DAY)
        assert (await verify_department(ORDERS, shop.department_id)).broken is None
    finally:
        await db.close_pool()
        db.point_at(url)
        await db.open_pool(5)
