"""What an operator sees without a browser: the plan in words, and what the doctor says of the telephone side."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import asyncpg

from backend.hotline.controller import control
from backend.hotline.queries import current_plan
from backend.hotline.standing import keep
from backend.launch.examination import HOTLINES, Finding, hotline_finding
from tests.support.hotline import Exchange, a_line, verify
from tests.support.shop import Shop

ROOT = Path(__file__).parents[2]


def dangban(database: str, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "DATABASE_URL": database, "PYTHONPATH": str(ROOT), "DANGBAN_LANG": "zh-Hans"}
    return subprocess.run(
        [sys.executable, "-m", "backend.cli", *words], env=environment, cwd=ROOT, capture_output=True, text=True,
        timeout=60, check=False,
    )  # fmt: skip


async def test_the_plan_in_words(shop: Shop, database: str, monkeypatch) -> None:
    lin = await shop.hire("林晓", post="customer-service")
    await verify(lin)
    tomorrow = (datetime.now(shop.zone) + timedelta(days=1)).date().isoformat()
    await shop.shift(lin, tomorrow, ("08:30", "21:00"))
    await a_line(shop, Exchange(), monkeypatch, datetime.now(UTC))
    assert (await current_plan(shop.department_id)).version == 1
    said = dangban(database, "hotline", "plan", str(shop.department_id))
    assert said.returncode == 0, said.stderr
    assert "400-800-1234" in said.stdout and "林晓 138****" in said.stdout and "按班表值班" in said.stdout
    assert dangban(database, "hotline", "plan", "没有的部门").returncode == 1


async def test_the_doctor_looks_at_every_line(shop: Shop, database: str, monkeypatch) -> None:
    line, now = await a_line(shop, Exchange(), monkeypatch, datetime.now(UTC)), datetime.now(UTC)

    async def found() -> Finding:
        connection = await asyncpg.connect(database)
        try:
            rows = await connection.fetch(HOTLINES)
        finally:
            await connection.close()
        return hotline_finding(next(row for row in rows if row["id"] == line.id))

    assert (await found()).message_id == "doctor-hotline-behind"
    await control(line.id, now)
    assert ((await found()).verdict, (await found()).message_id) == ("ok", "doctor-hotline")
    await keep(line, drifting_since=now, reported="13999999999")
    assert (await found()).args["found"] == "13999999999"
    await keep(line, failing_since=now, trouble="connection refused")
    assert ((await found()).verdict, (await found()).args["reason"]) == ("fail", "connection refused")
