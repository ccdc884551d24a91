"""The disk is full, the folder read-only, the worker killed: no half file, and every day made up for."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from backend.infra import db
from backend.orders import saving
from backend.orders.day_checking import check_folder
from backend.orders.day_files import wrong_file
from backend.orders.day_queries import saving_of
from backend.orders.intake import take_in
from backend.orders.saving import save_days
from tests.orders.days import data_in, folder_of, path_of, recorded, save
from tests.orders.drafts import a_draft
from tests.orders.sealed import takes, takes_many
from tests.support.house import ROOT, a_database_apart
from tests.support.orders import order_rules
from tests.support.shop import Shop, found_department
from tests.support.small_disk import a_disk

SECOND, MINUTE, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(days=1)


@pytest.fixture
async def shop(database: str) -> AsyncIterator[Shop]:
    """In a database of its own: every department is saved, also those of other stories."""
    async with a_database_apart():
        yield await found_department("mall-service")


async def told(shop: Shop) -> list[Any]:
    return await db.fetch(
        "SELECT person_id, state, args FROM message WHERE department_id = $1 AND kind = 'order.day-not-saved' "
        "ORDER BY id",
        shop.department_id,
    )


async def test_a_full_disk_is_told_to_the_leads_and_made_up_for(shop: Shop, tmp_path: Path) -> None:
    boss, six = await shop.manager(), shop.clock("2026-11-11", "18:00")
    with a_disk(tmp_path, 256) as disk, data_in(tmp_path):
        await takes(shop, six - 4 * DAY - SECOND, "0")
        await save(shop, six - DAY)
        await take_in(
            shop.program, [a_draft(f"{number}") for number in range(1, 600)], six - SECOND, source="file"
        )
        disk.fill()
        await save_days(six)
        await save_days(six + MINUTE)
        messages = await told(shop)
        assert {row["person_id"] for row in messages} == {boss.person_id} and len(messages) == 1, "told once"
        assert messages[0]["args"] == {"day": "2026-11-11", "why": disk.why}
        assert (await saving_of(shop.department_id, six + MINUTE)).overdue is not None
        assert [path.name for path in folder_of(shop).iterdir() if "2026-11-11" in path.name] == []
        disk.clear()
        await save_days(six + 5 * MINUTE)
        assert (await recorded(shop))[-1]["count"] == 599
        assert [row["state"] for row in await told(shop)] == ["withdrawn"]
        assert (await saving_of(shop.department_id, six + 5 * MINUTE)).overdue is None
        assert check_folder(folder_of(shop))[0].fault is None


async def test_a_disk_that_may_only_be_read(shop: Shop, tmp_path: Path) -> None:
    await shop.manager()
    six = shop.clock("2026-11-11", "18:00")
    with a_disk(tmp_path, 256) as disk, data_in(tmp_path):
        await takes(shop, six - SECOND, "1")
        disk.only_to_be_read(True)
        await save_days(six)
        assert [row["args"]["why"] for row in await told(shop)] == ["refused"]
        disk.only_to_be_read(False)
        assert await save(shop, six + DAY + MINUTE) == ["2026-11-11", "2026-11-12"]
        assert check_folder(folder_of(shop))[0].fault is None


async def test_one_department_that_cannot_be_saved_holds_up_no_other(shop: Shop, tmp_path: Path) -> None:
    other, six = await found_department("mall-service"), shop.clock("2026-11-11", "18:00")
    await shop.manager()
    with data_in(tmp_path):
        for each in (shop, other):
            await takes(each, six - SECOND, "1")
        folder_of(shop).parent.mkdir(parents=True)
        folder_of(shop).write_text("somebody's note where the folder should be")
        await save_days(six)
        assert await recorded(shop) == [] and len(await recorded(other)) == 1
        assert [row["args"]["why"] for row in await told(shop)] == ["refused"]


async def test_a_fault_of_the_program_holds_up_no_other_and_is_written_down(
    shop: Shop, tmp_path: Path
) -> None:
    """Somebody wrote rules into the database that are none."""
    other, six = await found_department("mall-service"), shop.clock("2026-11-11", "18:00")
    with data_in(tmp_path):
        await order_rules(shop, keep_years=0)
        with pytest.raises(ExceptionGroup, match="order days"):
            await save_days(six)
        assert await recorded(shop) == [] and len(await recorded(other)) == 1
        await db.execute(_FIVE_AGAIN, shop.department_id)
        await save_days(six + MINUTE)
        assert len(await recorded(shop)) == 1


_FIVE_AGAIN = """
UPDATE department SET rules = jsonb_set(rules, '{orders,keep_years}', '5'), rules_version = rules_version + 1
WHERE id = $1
"""


async def test_lines_that_are_not_as_many_as_were_counted_are_told(
    shop: Shop, tmp_path: Path, monkeypatch
) -> None:
    await shop.manager()
    six = shop.clock("2026-11-11", "18:00")
    with data_in(tmp_path), monkeypatch.context() as patch:
        await takes(shop, six - SECOND, "1")
        patch.setattr("backend.orders.saving._ORDERS", saving._ORDERS.replace("WHERE", "WHERE false AND"))
        with pytest.raises(ExceptionGroup):
            await save_days(six)
        assert [row["args"]["why"] for row in await told(shop)] == ["failed"]
        assert list(folder_of(shop).iterdir()) == []


KILLED = {
    "with some lines written": "Writer.write",
    "when all is written and nothing on the disk": "os.fsync",
    "before it has its name": "Path.replace",
    "when it has its name and nobody knows": "DayFile.finish",
}


@pytest.mark.parametrize("when", KILLED)
async def test_a_worker_killed_while_it_writes_leaves_no_half_file(
    shop: Shop, tmp_path: Path, when: str
) -> None:
    six = shop.clock("2026-11-11", "18:00")
    with data_in(tmp_path):
        await takes_many(shop, six - SECOND, 3_000)
        code = subprocess.run(
            [sys.executable, "-c", _KILLED, KILLED[when], str(shop.department_id), six.isoformat()],
            env={**os.environ, "PYTHONPATH": str(ROOT), "DATABASE_URL": db.engine().config["dsn"]}, timeout=60,
            check=False,
        ).returncode  # fmt: skip
        assert code == -signal.SIGKILL
        assert await recorded(shop) == []
        whole = when == "when it has its name and nobody knows"
        assert path_of(shop, "2026-11-11").exists() == whole, "under its name it is whole, or not there"
        if whole:
            assert check_folder(folder_of(shop))[0].fault is None
        assert await save(shop, six + MINUTE) == ["2026-11-11"]
        assert (await recorded(shop))[0]["count"] == 3_000
        assert await wrong_file(shop.department_id) is None and check_folder(folder_of(shop))[0].fault is None
        assert not list(folder_of(shop).glob(".*")), "nothing half is left"


# the second call of that function is the last thing that happens in that process
_KILLED = """
import asyncio, os, pathlib, signal, sys
from datetime import datetime
from backend.infra import db
from backend.orders import day_writing, saving
from backend.settings import settings

where, department_id, at = sys.argv[1:]

def dies(call, after):
    def dying(*args, **named):
        result = call(*args, **named) if after else None
        os.kill(os.getpid(), signal.SIGKILL)
    return dying

if where == "Writer.write":
    write, calls = day_writing.DayFile.write, []
    def dying(self, text):
        write(self, text)
        calls.append(1)
        if len(calls) == 2:
            self._packed.flush()
            self._raw.flush()
            os.kill(os.getpid(), signal.SIGKILL)
    day_writing.DayFile.write = dying
elif where == "os.fsync":
    day_writing.os.fsync = dies(os.fsync, False)
elif where == "Path.replace":
    pathlib.Path.replace = dies(pathlib.Path.replace, False)
else:
    day_writing.DayFile.finish = dies(day_writing.DayFile.finish, True)

async def main():
    db.point_at(settings().database_url)
    await db.open_pool(2)
    await saving.save_next_day(int(department_id), "Asia/Shanghai", datetime.fromisoformat(at))

asyncio.run(main())
"""


def test_what_a_crash_left_half_written_may_be_read_only_and_is_made_anew(tmp_path: Path) -> None:
    """For an account like any other: root may write to everything."""
    tmp_path.chmod(0o777)
    for folder in tmp_path.parents[:-2]:  # below /tmp
        folder.chmod(0o755)
    said = subprocess.run(
        [sys.executable, "-c", _ANEW, str(tmp_path / "2026-11-11.jsonl.gz")],
        env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert said.returncode == 0, said.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "2026-11-11.jsonl.gz",
        "2026-11-11.jsonl.gz.sha256",
    ]


_ANEW = """
import os, pathlib, sys
from backend.orders.day_writing import DayFile

if os.geteuid() == 0:
    os.setegid(65534)
    os.seteuid(65534)
path = pathlib.Path(sys.argv[1])
half = path.with_name(f".{path.name}.part")
half.write_bytes(b"half")
half.chmod(0o440)
with DayFile(path) as file:
    file.write("whole")
    file.finish()
"""
