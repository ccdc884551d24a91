"""The transaction never leaks a connection, whatever ends it."""

from __future__ import annotations

import asyncio
import uuid

import anyio
import asyncpg
import pytest

from backend.infra import db
from tests.support.shop import Shop


async def _all_are_back() -> bool:
    """Nobody holds a connection; a wake-up of the test before may hold one for a moment."""
    pool = db.engine().pool
    assert pool is not None
    for _ in range(100):
        if pool.get_size() == pool.get_idle_size():
            return True
        await asyncio.sleep(0.02)
    return False


async def _names(shop: Shop) -> list[str]:
    rows = await db.fetch("SELECT name FROM site WHERE department_id = $1 ORDER BY id", shop.department_id)
    return [row["name"] for row in rows]


async def _add(shop: Shop, name: str) -> None:
    await db.execute(
        "INSERT INTO site (department_id, name, latitude, longitude) VALUES ($1, $2, 31, 121)",
        shop.department_id,
        name,
    )


async def test_a_failing_commit_gives_the_connection_back(shop: Shop) -> None:
    """A deferred constraint fails at COMMIT itself."""
    lin = await shop.hire("林晓")
    await shop.shift(lin, "2026-11-02", ("08:30", "16:00"))
    with pytest.raises(asyncpg.ExclusionViolationError):
        async with db.transaction():
            await db.execute("SET CONSTRAINTS ALL DEFERRED")
            await shop.shift(lin, "2026-11-02", ("15:00", "18:00"))
    assert await _all_are_back()
    assert db.engine().current_transaction.get() is None


async def test_a_cancelled_request_undoes_its_work_and_gives_the_connection_back(shop: Shop) -> None:
    inside = asyncio.Event()

    async def request() -> None:
        async with db.transaction():
            await _add(shop, "never")
            inside.set()
            await asyncio.sleep(60)

    task = asyncio.create_task(request())
    await inside.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await _all_are_back()
    assert await _names(shop) == []


async def test_a_cancel_scope_cannot_leave_it_open(shop: Shop) -> None:
    with anyio.move_on_after(0.05):
        async with db.transaction():
            await _add(shop, "never")
            await anyio.sleep(60)
    assert await _all_are_back()
    assert await _names(shop) == []


async def test_a_cancel_scope_that_ends_while_it_opens_leaks_nothing(shop: Shop) -> None:
    """Whatever the moment: while waiting for a connection, while BEGIN is under way, right after it."""
    for tenths in range(60):
        with anyio.move_on_after(tenths / 10_000):
            async with db.transaction():
                await _add(shop, "never")
                await anyio.sleep(60)
    assert await _all_are_back()
    assert db.engine().current_transaction.get() is None
    assert await _names(shop) == []


async def test_an_inner_failure_that_is_caught_undoes_the_inner_work_only(shop: Shop) -> None:
    async with db.transaction():
        await _add(shop, "outer")
        with pytest.raises(asyncpg.UniqueViolationError):
            async with db.transaction():
                await _add(shop, "inner")
                await _twice_the_same_key(shop)
        await _add(shop, "after")
    assert await _names(shop) == ["outer", "after"]


async def _twice_the_same_key(shop: Shop) -> None:
    key, lin = uuid.uuid4().bytes, await shop.hire("林晓")
    for _ in range(2):
        await db.execute(
            "INSERT INTO calendar_feed (department_id, person_id, token_hash) VALUES ($1, $2, $3)",
            shop.department_id, lin.person_id, key,
        )  # fmt: skip


async def test_what_follows_a_commit_follows_only_a_commit(shop: Shop) -> None:
    happened: list[str] = []
    with pytest.raises(ZeroDivisionError):
        async with db.transaction():
            db.after_commit(lambda: happened.append("undone"))
            raise ZeroDivisionError
    async with db.transaction():
        db.after_commit(lambda: happened.append("outer"))
        with pytest.raises(ZeroDivisionError):
            async with db.transaction():
                db.after_commit(lambda: happened.append("inner"))
                raise ZeroDivisionError
        assert happened == []
    assert happened == ["outer"]


async def test_json_comes_back_as_python_values(shop: Shop) -> None:
    kept = {"班": ["A", 1, None, True]}
    assert await db.fetchval("SELECT $1::jsonb", kept) == kept
