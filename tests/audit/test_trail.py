"""Nobody rewrites the trail unseen, not even the owner of the database."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import asyncpg
import pytest

from backend.audit.actions import note
from backend.audit.queries import trail_state
from backend.audit.sealing import seal_department
from backend.audit.trail import TRAIL
from backend.audit.verifying import verify_department
from backend.infra import db
from tests.support.shop import Shop

NOW = datetime(2026, 11, 2, 12, tzinfo=UTC)


async def _work(shop: Shop, *verbs: str) -> list[int]:
    for verb in verbs:
        await note(verb, "parcel:1", department_id=shop.department_id, actor_id=None, by="林晓")
    rows = await db.fetch(
        "SELECT id FROM audit_event WHERE department_id = $1 ORDER BY id", shop.department_id
    )
    return [row["id"] for row in rows][-len(verbs) :]


async def _seal(shop: Shop) -> None:
    """Seals everything; a transaction that is open elsewhere in the cluster holds a seal back for a moment."""
    for _ in range(200):
        await seal_department(TRAIL, shop.department_id, NOW)
        if (await trail_state(shop.department_id)).waiting == 0:
            return
        await asyncio.sleep(0.05)
    raise AssertionError("the trail was never sealed")


@asynccontextmanager
async def _as_the_owner() -> AsyncIterator[None]:
    """A database owner who takes the triggers off for a moment."""
    async with db.transaction():
        await db.execute("SET LOCAL session_replication_role = replica")
        yield


async def test_the_program_itself_cannot_change_an_event(shop: Shop) -> None:
    (event,) = await _work(shop, "parcel.packed")
    for statement in (
        "UPDATE audit_event SET verb = 'x' WHERE id = $1",
        "DELETE FROM audit_event WHERE id = $1",
    ):
        with pytest.raises(asyncpg.IntegrityConstraintViolationError, match="append-only"):
            await db.execute(statement, event)
    with pytest.raises(asyncpg.IntegrityConstraintViolationError, match="append-only"):
        await db.execute("TRUNCATE audit_event CASCADE")


async def test_an_untouched_trail_is_whole(shop: Shop) -> None:
    await _work(shop, "a", "b", "c")
    await _seal(shop)
    await _work(shop, "d")
    await _seal(shop)
    found = await verify_department(TRAIL, shop.department_id)
    assert found.broken is None
    assert found.seals >= 2


async def test_an_altered_event_is_named(shop: Shop) -> None:
    _, second, _ = await _work(shop, "a", "b", "c")
    await _seal(shop)
    async with _as_the_owner():
        await db.execute("UPDATE audit_event SET details = '{}' WHERE id = $1", second)
    broken = (await verify_department(TRAIL, shop.department_id)).broken
    assert broken is not None
    assert (broken.what, broken.row_id) == ("audit-broken-altered", second)


async def test_a_removed_event_is_named(shop: Shop) -> None:
    first, _ = await _work(shop, "a", "b")
    await _seal(shop)
    async with _as_the_owner():
        await db.execute("DELETE FROM audit_event WHERE id = $1", first)
    broken = (await verify_department(TRAIL, shop.department_id)).broken
    assert broken is not None
    assert (broken.what, broken.row_id) == ("audit-broken-removed", first)


async def test_a_forged_seal_does_not_fit_the_next(shop: Shop) -> None:
    await _work(shop, "a")
    await _seal(shop)
    await _work(shop, "b")
    await _seal(shop)
    async with _as_the_owner():
        await db.execute(
            "UPDATE audit_seal SET hash = sha256('x') WHERE department_id = $1 AND number = 1",
            shop.department_id,
        )
    broken = (await verify_department(TRAIL, shop.department_id)).broken
    assert broken is not None
    assert broken.what == "audit-broken-chain"


async def test_an_event_slipped_in_afterwards_is_found(shop: Shop) -> None:
    await _work(shop, "a")
    await _seal(shop)
    forged = await db.fetchval(
        "INSERT INTO audit_event (department_id, verb, subject, tx) VALUES ($1, 'forged', 'x', '3'::xid8) RETURNING id",
        shop.department_id,
    )
    broken = (await verify_department(TRAIL, shop.department_id)).broken
    assert broken is not None
    assert (broken.what, broken.row_id) == ("audit-broken-stray", forged)


async def test_a_transaction_that_is_still_open_is_sealed_later(shop: Shop) -> None:
    """Its events have smaller ids than others that are over already; nothing is passed over."""
    slow = await asyncpg.connect(db.engine().config["dsn"])
    open_one = slow.transaction()
    await open_one.start()
    await slow.execute(
        "INSERT INTO audit_event (department_id, verb, subject, details) VALUES ($1, 'slow', 'x', '{}')",
        shop.department_id,
    )
    await _work(shop, "quick")
    await seal_department(TRAIL, shop.department_id, NOW)
    await open_one.commit()
    await slow.close()
    await _seal(shop)
    found = await verify_department(TRAIL, shop.department_id)
    assert found.broken is None
    assert found.entries == await db.fetchval(
        "SELECT count(*) FROM audit_event WHERE department_id = $1", shop.department_id
    )
