"""`dangban import-orders`, as somebody at the server gives it."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

from backend.infra import db
from tests.orders.files import orders
from tests.support.order_files import JD, STORY, as_csv, jd_rows
from tests.support.shop import Shop

ROOT = Path(__file__).parents[2]


async def says(shop: Shop, file: Path, *options: str) -> tuple[int, str, str]:
    """What the command ends with and says."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "backend.cli", "import-orders", file, "--department", str(shop.department_id), *options,
        cwd=ROOT, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
        env={
            **os.environ, "DATABASE_URL": db.engine().config["dsn"], "DANGBAN_LANG": "en", "PYTHONPATH": str(ROOT),
            "REDIS_URL": os.environ["DANGBAN_TEST_REDIS_URL"], "DANGBAN_DATA_DIR": str(file.parent),
        },
    )  # fmt: skip
    out, errors = await process.communicate()
    return process.returncode or 0, out.decode(), errors.decode()


async def test_first_shown_then_taken_in_then_known(shop: Shop, tmp_path: Path) -> None:
    file = tmp_path / "jd.csv"
    rows = jd_rows(STORY)
    rows[5][JD.index("订购数量")] = "两个"
    file.write_bytes(as_csv(rows, "gb18030"))
    code, said, _ = await says(shop, file, "--dry-run", "--rows")
    assert (
        code == 1
        and "4 new, 0 changed, 0 known already, 1 refused" in said
        and "no order was taken in" in said
    )
    assert (
        "line 6  2026110200004  refused  订购数量: The quantity must be a whole number of at least 1. [两个]"
        in said
    )
    assert "line 2  2026110200001  new  paid" in said
    assert await orders(shop) == []
    code, said, _ = await says(shop, file)
    assert code == 1 and "Taken in: 4 new, 0 changed, 0 known already; 2 of them to be called." in said
    assert len(await orders(shop)) == 4
    file.write_bytes(as_csv(jd_rows(STORY)))
    boss = await shop.manager("陈露")
    code, said, _ = await says(shop, file, "--by", boss.login)
    assert code == 0 and "1 new, 0 changed, 4 known already, 0 refused" in said
    code, said, _ = await says(shop, file)
    assert code == 0 and "Nothing new in it" in said
    trail = (
        "SELECT actor_id FROM audit_event WHERE department_id = $1 AND verb = 'orders.imported' ORDER BY id"
    )
    assert [row["actor_id"] for row in await db.fetch(trail, shop.department_id)] == [None, boss.person_id]


async def test_what_cannot_be_read_or_who_may_not(shop: Shop, tmp_path: Path) -> None:
    file = tmp_path / "x.xlsx"
    file.write_bytes(b"PK\x03\x04 broken")
    code, _, errors = await says(shop, file)
    assert code == 1 and "cannot be read" in errors
    file.write_bytes(as_csv([["a", "b"], ["1", "2"]]))
    code, _, errors = await says(shop, file)
    assert code == 1 and "not known yet" in errors
    lin = await shop.hire("林晓")
    code, _, errors = await says(shop, file, "--by", lin.login)
    assert code == 1 and "Traceback" not in errors
    code, _, errors = await says(shop, file, "--by", "nobody")
    assert code == 1 and "nobody" in errors
