"""Whether the database still refuses what must never happen to orders (R-ORD-1): its owner can take a trigger off."""

from __future__ import annotations

import asyncpg

from backend.infra import db
from backend.orders.chain import FIELDS

FACTS = (*FIELDS, "order_seal", "transaction_epoch")
PARTS = ("order_item", "order_event", "amendment", "amendment_picture", "order_case_item", "order_case_event")
TRIGGERS = {
    **{f"{table}_is_a_fact": table for table in FACTS},
    **{f"{table}_goes_recorded": table for table in ("customer_order", "order_case", *PARTS)},
    **{f"{table}_goes_after": table for table in PARTS},
    **{f"{table}_goes_old": table for table in ("customer_order", "order_case")},
    "order_removal_in_time": "order_removal",
    "order_item_with_order": "order_item",
    "amendment_picture_with_amendment": "amendment_picture",
    "order_case_stays": "order_case",
}
"""All that hold the promise together (see the migrations), and the table of each."""
CHANGES = ("UPDATE {table} SET id = id WHERE false", "DELETE FROM {table} WHERE false")
"""Changes of no row, which is as much as may be tried: what is refused is the statement, whatever it would reach."""


async def unguarded() -> list[str]:
    """Tables whose rows could be altered or removed at this moment. It is tried, so that a trigger whose function was
    emptied is found as well; that each trigger stands, also for who calls himself a replica, is looked up, and that
    nobody else's trigger, rule or child table has its hands in what is written and read there."""
    standing = {(row["name"], row["of"]) for row in await db.fetch(_STANDING, list(TRIGGERS))}
    lacking = {of for name, of in TRIGGERS.items() if (name, of) not in standing}
    lacking |= {row["of"] for row in await db.fetch(_STRANGERS, [*FACTS, "order_case"], list(TRIGGERS))}
    return [
        table
        for table in (*FACTS, "order_case")
        if table in lacking or (table in FACTS and await _changes(table))
    ]


async def _changes(table: str) -> bool:
    for change in CHANGES:
        try:
            async with db.transaction():
                await db.execute(change.format(table=table))
        except (asyncpg.IntegrityConstraintViolationError, asyncpg.ReadOnlySQLTransactionError):
            continue
        except (asyncpg.UndefinedColumnError, asyncpg.UndefinedTableError):
            return True
        return True
    return False


# 'A': always, also for a replica
_STANDING = """
SELECT tgname::text AS name, tgrelid::regclass::text AS of FROM pg_trigger
WHERE NOT tgisinternal AND tgenabled = 'A' AND tgname = ANY($1::text[])
"""
_STRANGERS = """
WITH ours AS (SELECT to_regclass(name) AS of FROM unnest($1::text[]) AS name)
SELECT of::text FROM ours JOIN pg_trigger ON tgrelid = of WHERE NOT tgisinternal AND NOT tgname = ANY($2::text[])
UNION SELECT of::text FROM ours JOIN pg_rewrite ON ev_class = of
UNION SELECT of::text FROM ours JOIN pg_inherits ON inhparent = of
"""
