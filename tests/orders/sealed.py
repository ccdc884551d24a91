"""Orders of a story that are sealed, and a database owner who does what he likes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime

from backend.audit.queries import chain_state
from backend.audit.sealing import seal_department
from backend.audit.verifying import BrokenLink, verify_department
from backend.infra import db
from backend.orders.chain import ORDERS
from backend.orders.guards import FACTS
from backend.orders.intake import MOST_AT_ONCE, take_in
from tests.orders.drafts import a_draft
from tests.support.shop import Shop

TABLES = FACTS


async def takes(shop: Shop, at: datetime, *numbers: str) -> Sequence[int]:
    """Paid orders under these numbers; their ids."""
    return (await take_in(shop.program, [a_draft(number) for number in numbers], at, source="file")).new


async def takes_many(shop: Shop, at: datetime, count: int, day: str = "") -> None:
    """So many of them, as many at once as may be."""
    drafts = [a_draft(f"{day}{number:07}") for number in range(count)]
    for start in range(0, count, MOST_AT_ONCE):
        await take_in(shop.program, drafts[start : start + MOST_AT_ONCE], at, source="file")


async def seals(shop: Shop, at: datetime) -> None:
    """Seals everything; a transaction that is open elsewhere in the cluster holds a seal back for a moment."""
    for _ in range(200):
        await seal_department(ORDERS, shop.department_id, at)
        if (await chain_state(ORDERS, shop.department_id)).waiting == 0:
            return
        await asyncio.sleep(0.05)
    raise AssertionError("the orders were never sealed")


async def broken(shop: Shop) -> BrokenLink | None:
    return (await verify_department(ORDERS, shop.department_id)).broken


@asynccontextmanager
async def the_owner() -> AsyncIterator[None]:
    """The database's owner takes the triggers off for a moment, and the foreign keys with them."""
    async with db.transaction():
        await db.execute("SET LOCAL session_replication_role = replica")
        for table in (*TABLES, "order_case"):
            await db.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield
        for table in (*TABLES, "order_case"):
            await db.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
            await db.execute(_ALWAYS.format(table=table))


_ALWAYS = """
DO $$ DECLARE each text; BEGIN
    FOR each IN SELECT tgname FROM pg_trigger WHERE tgrelid = '{table}'::regclass AND NOT tgisinternal
    LOOP EXECUTE format('ALTER TABLE {table} ENABLE ALWAYS TRIGGER %I', each); END LOOP;
END $$
"""
