"""A day is played into a real web and a real worker: nothing is lost, held twice or late in the books."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from backend.infra import db
from tests.support.house import ROOT, House, a_house
from tests.support.order_files import Told, as_csv, taobao_rows

DAY = datetime(2026, 11, 2, 9)


@pytest.fixture
async def house() -> AsyncIterator[House]:
    async with a_house() as house:
        yield house


def a_day(folder: Path, count: int) -> Path:
    """One order in every twenty seconds; each tenth is not paid."""
    told = [
        Told(
            f"20261102{number:08}",
            "unpaid" if number % 10 == 9 else "paid",
            at=DAY + timedelta(seconds=20 * number),
        )
        for number in range(count)
    ]
    path = folder / "订单.csv"
    path.write_bytes(as_csv(taobao_rows(told), "gb18030"))
    return path


def replay(house: House, *said: str) -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ, "DATABASE_URL": house.database_url, "REDIS_URL": house.redis_url, "DANGBAN_LANG": "en",
        "DANGBAN_PORT": str(house.port), "PYTHONPATH": str(ROOT), **house.environment,
    }  # fmt: skip
    return subprocess.run(
        [sys.executable, "-m", "backend.cli", "replay-orders", *said],
        cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


async def test_a_day_is_played_and_nothing_is_lost(house: House, tmp_path: Path) -> None:
    ran = replay(
        house,
        str(a_day(tmp_path, 60)),
        "--speed",
        "200",
        "--agents",
        "5",
        "--pace",
        "0.02",
        "--department",
        "回放部",
    )
    said = dict(line.split(": ", 1) for line in ran.stdout.splitlines() if ": " in line and line[0] != "✗")
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert said["Sent"] == "60" and said["Accepted, to be worked on"] == "54", ran.stdout
    assert [
        said[each] for each in ("Lost", "Held twice", "Deadline errors", "Answers that should not be")
    ] == ["0"] * 4
    assert said["Confirmed / warned / missed"] == "54 / 0 / 0"
    screens = said["From intake to the screens, p50 / p99 (screens, − never shown there)"]
    assert int(screens.split("(")[1].split(",")[0]) > 54, "more than one screen showed them"
    left = await db.fetchrow(
        "SELECT id, archived_at IS NOT NULL AS closed, "
        "(SELECT count(*) FROM person WHERE department_id = department.id AND left_at IS NULL) AS people, "
        "(SELECT count(*) FROM session JOIN person ON person.id = person_id "
        " WHERE person.department_id = department.id AND ended_at IS NULL) AS sessions "
        "FROM department WHERE name = '回放部'"
    )
    assert left is not None and (left["closed"], left["people"], left["sessions"]) == (True, 0, 0)


async def test_it_is_played_on_this_machine_only_and_never_into_a_department_that_is_there(
    house: House, tmp_path: Path
) -> None:
    path = str(a_day(tmp_path, 2))
    away = replay(house, path, "--url", "https://dangban.example")
    assert away.returncode == 2 and "is not on this machine" in away.stderr
    name = await db.fetchval(
        "INSERT INTO department (name, rules, created_at) VALUES ('客服一部', '{}', now()) RETURNING name"
    )
    taken = replay(house, path, "--department", name)
    assert taken.returncode == 2 and "is there already" in taken.stderr
    nothing = replay(house, path, "--hour", "3")
    assert nothing.returncode == 2 and "no orders to play" in nothing.stderr
    await db.execute("DELETE FROM department WHERE name = '客服一部'")
