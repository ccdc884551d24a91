"""A worker dies in the middle of a file, at whatever step: whoever comes next goes on, and nothing is doubled."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from backend.infra import db
from backend.orders.imports import reading, writing
from backend.orders.imports.carrying import MOST_TRIES, carry_on, unfinished
from backend.orders.imports.deciding import confirm
from backend.orders.imports.folder import file_of
from backend.orders.imports.queries import import_of
from backend.orders.intake import take_in
from tests.orders.drafts import AT
from tests.orders.files import orders, read_file, uploaded
from tests.support.order_files import Told, as_csv, taobao_rows
from tests.support.shop import Shop

MANY = [Told(f"2026110{place:06}") for place in range(1_200)]


class Died(Exception):
    """As if the process were gone."""


def dies_after(monkeypatch: pytest.MonkeyPatch, module: Any, name: str, times: int) -> None:
    """The `times`-th call of it is the last thing that the worker does; a new worker is whole again."""
    real, count = getattr(module, name), 0

    async def deadly(*args: Any, **said: Any) -> Any:
        nonlocal count
        count += 1
        if count == times:
            raise Died
        return await real(*args, **said)

    monkeypatch.setattr(module, name, deadly)


@pytest.mark.parametrize("times", [1, 2, 3])
async def test_a_worker_dies_while_it_reads(shop: Shop, monkeypatch: pytest.MonkeyPatch, times: int) -> None:
    import_id = await uploaded(shop, as_csv(taobao_rows(MANY)))
    with monkeypatch.context() as patch, pytest.raises(Died):
        dies_after(patch, reading, "_keep", times)
        await carry_on(import_id, lambda: AT)
    assert import_id in await unfinished()
    await carry_on(import_id, lambda: AT)
    shown = await import_of(shop.department_id, import_id)
    assert (shown.state, shown.counts["new"]) == ("ready", 1_200)
    rows = "SELECT count(*), count(DISTINCT number) AS numbers FROM order_import_row WHERE import_id = $1"
    row = await db.fetchrow(rows, import_id)
    assert row is not None and row["count"] == row["numbers"] == 1_200


@pytest.mark.parametrize("times", [1, 2, 4])
async def test_a_worker_dies_while_it_takes_in(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, times: int
) -> None:
    """In the middle of a batch, whose transaction is undone; what was before it stays, and what comes after follows."""
    shown = await read_file(shop, as_csv(taobao_rows(MANY)))
    await confirm(shop.program, shown.id, AT)
    with monkeypatch.context() as patch, pytest.raises(Died):
        dies_after(patch, writing, "take_in", times)
        await carry_on(shown.id, lambda: AT)
    assert len(await orders(shop)) == (times - 1) * writing.BATCH
    assert (await import_of(shop.department_id, shown.id)).written == (times - 1) * writing.BATCH
    await carry_on(shown.id, lambda: AT)
    done = await import_of(shop.department_id, shown.id)
    assert done.outcome == {"new": 1_200, "known": 0, "changed": 0, "work": 1_200}
    events = await db.fetchval(
        "SELECT count(*) FROM order_event WHERE department_id = $1 AND kind = 'accepted'", shop.department_id
    )
    assert len(await orders(shop)) == events == 1_200


async def test_a_worker_that_is_told_to_stop_leaves_the_rest_to_the_next(shop: Shop) -> None:
    shown = await read_file(shop, as_csv(taobao_rows(MANY)))
    await confirm(shop.program, shown.id, AT)
    await carry_on(shown.id, lambda: AT, stopped=lambda: True)
    assert (await import_of(shop.department_id, shown.id)).written == writing.BATCH
    await carry_on(shown.id, lambda: AT)
    assert len(await orders(shop)) == 1_200


async def test_a_file_that_kills_every_worker_is_given_up(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_id = await uploaded(shop, as_csv(taobao_rows(MANY[:2])))
    for _ in range(MOST_TRIES):
        with monkeypatch.context() as patch, pytest.raises(Died):
            dies_after(patch, reading, "_keep", 1)
            await carry_on(import_id, lambda: AT)
    await carry_on(import_id, lambda: AT)
    shown = await import_of(shop.department_id, import_id)
    assert (shown.state, shown.reason) == ("failed", "intake-gave-up")


async def test_an_order_that_came_by_another_way_meanwhile_is_not_doubled(shop: Shop) -> None:
    from tests.orders.drafts import a_draft

    shown = await read_file(shop, as_csv(taobao_rows(MANY[:3])))
    await take_in(shop.program, [a_draft(platform="taobao", number=MANY[1].number)], AT, source="webhook")
    await confirm(shop.program, shown.id, AT)
    await carry_on(shown.id, lambda: AT)
    assert (await import_of(shop.department_id, shown.id)).outcome["new"] == 2
    assert len(await orders(shop)) == 3


async def test_a_killed_process_lets_go_of_its_import_and_another_ends_it(shop: Shop, tmp_path: Path) -> None:
    """SIGKILL, as the out-of-memory killer does it, in a process of its own; the lock goes with it."""
    many = [Told(f"20261109{place:06}") for place in range(12_000)]
    shown = await read_file(shop, as_csv(taobao_rows(many)))
    await confirm(shop.program, shown.id, AT)
    process = subprocess.Popen(
        [sys.executable, "-c", _CARRY, str(shown.id)],
        env={
            **os.environ,
            "DATABASE_URL": db.engine().config["dsn"],
            "PYTHONPATH": str(Path(__file__).parents[2]),
        },
    )
    try:
        until = time.monotonic() + 60
        while not (written := (await import_of(shop.department_id, shown.id)).written):
            assert process.poll() is None and time.monotonic() < until, "the process takes something in"
            await asyncio.sleep(0.02)
    finally:
        process.kill()
        process.wait()
    assert 0 < written < 12_000
    while (each := await import_of(shop.department_id, shown.id)).state == "writing":
        await carry_on(shown.id, lambda: AT)  # the database needs a moment to notice that the other is gone
    assert each.outcome == {"new": 12_000, "known": 0, "changed": 0, "work": 12_000}
    assert len({each["number"] for each in await orders(shop)}) == len(await orders(shop)) == 12_000
    assert not file_of(shown.id).exists()


async def test_memory_stays_the_same_for_ten_times_the_rows(shop: Shop) -> None:
    """What a process needs at its peak, each in a process of its own: 1,500 rows and 15,000, CSV."""
    peaks = []
    for count in (1_500, 15_000):
        told = [Told(f"3{count:06}{place:07}", note="备" * 60) for place in range(count)]
        import_id = await uploaded(shop, as_csv(taobao_rows(told), "gb18030"))
        peaks.append(await _peak(import_id))
        shown = await import_of(shop.department_id, import_id)
        assert (shown.state, shown.counts["new"]) == ("ready", count)
        await confirm(shop.program, import_id, AT)
        peaks.append(await _peak(import_id))
        assert (await import_of(shop.department_id, import_id)).outcome["new"] == count
    few_read, few_written, many_read, many_written = peaks
    assert many_read - few_read < 12_000 and many_written - few_written < 12_000, f"kilobytes: {peaks}"


async def _peak(import_id: int) -> int:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", _CARRY, str(import_id), stdout=asyncio.subprocess.PIPE,
        env={**os.environ, "DATABASE_URL": db.engine().config["dsn"], "PYTHONPATH": str(Path(__file__).parents[2])},
    )  # fmt: skip
    out, _ = await process.communicate()
    return int(out.split()[-1])


_CARRY = """
import asyncio, resource, sys
from datetime import UTC, datetime
from backend.infra import db
from backend.orders.imports.carrying import carry_on
from backend.settings import settings

async def carry():
    db.point_at(settings().database_url)
    await db.open_pool(4)
    await carry_on(int(sys.argv[1]), lambda: datetime.now(UTC))
    await db.close_pool()

asyncio.run(carry())
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""
