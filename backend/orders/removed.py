"""What was removed lawfully (R-ORD-6), so that the chain is whole without it."""

from __future__ import annotations

from collections import defaultdict

from backend.infra import db
from backend.rules.orders.positions import read


async def removed_positions(department_id: int | None) -> dict[int, frozenset[int]]:
    """By the number of a seal, which of its rows the records of removals name.

    A record counts where it keeps to the years, and only for seals that were made before: a seal's time is hashed into
    the chain, and its head has left the system long ago. The record is a sealed row itself.
    """
    found: dict[int, frozenset[int]] = defaultdict(frozenset)
    for row in await db.fetch(_REMOVALS, department_id):
        found[row["number"]] |= read(row["positions"])
    return dict(found)


async def removed_files(department_id: int) -> frozenset[str]:
    """Files of days that went with their orders."""
    rows = await db.fetch("SELECT files FROM order_removal WHERE department_id = $1", department_id)
    return frozenset(name for row in rows for name in row["files"])


_REMOVALS = """
SELECT seal.number, positions FROM order_removal, jsonb_each_text(order_removal.batches) AS batch(number, positions)
JOIN order_seal AS seal ON seal.department_id = $1 AND seal.number = batch.number::int
WHERE order_removal.department_id = $1 AND order_removal.before <= order_removal.at - interval '5 years'
    AND seal.number <= order_removal.through AND seal.sealed_at < order_removal.before
ORDER BY order_removal.id
"""
