"""Whether the database still refuses what must never happen to orders (R-ORD-1): its owner can take a trigger off."""

from __future__ import annotations

import asyncpg

from backend.infra import db
from backend.orders.chain import FIELDS

FACTS = (*FIELDS, "order_seal")
CHANGES = ("UPDATE {table} SET id = id WHERE false", "DELETE FROM {table} WHERE false")
"""Changes of no row, which is as much as may be tried: what is refused is the statement, whatever it would reach."""


async def unguarded() -> list[str]:
    """Tables whose rows could be altered or removed at this moment. It is tried, so that a trigger whose function was
    emptied is found as well; of TRUNCATE, which would hold everybody up, and of sessions that call themselves
    replicas, it is looked up."""
    guarded = {row["name"] for row in await db.fetch(_GUARDED, FACTS)}
    return [table for table in FACTS if table not in guarded or await _changes(table)]


async def _changes(table: str) -> bool:
    for change in CHANGES:
        try:
            async with db.transaction():
                await db.execute(change.format(table=table))
        except (asyncpg.IntegrityConstraintViolationError, asyncpg.ReadOnlySQLTransactionError):
            continue
        return True
    return False


# tgtype: 8 DELETE, 16 UPDATE, 32 TRUNCATE; 'A' also for a replica
_GUARDED = """
SELECT tgrelid::regclass::text AS name FROM pg_trigger
WHERE NOT tgisinternal AND tgenabled = 'A' AND tgtype & 3 = 2
    AND tgrelid = ANY((SELECT array_agg(name::regclass) FROM unnest($1::text[]) AS name)::regclass[])
GROUP BY tgrelid HAVING bit_or(tgtype & 56) = 56
"""
