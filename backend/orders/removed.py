"""What was removed lawfully (R-ORD-6), so that the chain is whole without it."""

from __future__ import annotations

from collections import defaultdict
from contextlib import suppress

from backend.infra import db
from backend.rules.orders.positions import read


async def removed_positions(department_id: int | None) -> dict[int, frozenset[int]]:
    """By the number of a seal, which of its rows the records of removals name.

    A record counts where it keeps to the years, and only for seals that were made before: a seal's time is hashed into
    the chain, and its head has left the system long ago. The record is a sealed row itself; one that makes no sense
    excuses nothing.
    """
    found: dict[int, frozenset[int]] = defaultdict(frozenset)
    for row in await db.fetch(_REMOVALS, department_id):
        with suppress(ValueError):
            found[row["number"]] |= read(row["positions"], row["rows"])
    return dict(found)


async def removed_files(department_id: int) -> frozenset[str]:
    """Files of days that went with their orders: of days that ended before, whatever else a record names."""
    return frozenset(row["filename"] for row in await db.fetch(_FILES, department_id))


_LAWFUL = """
removal.department_id = $1 AND removal.before <= least(removal.at, now()) - interval '5 years'
"""
_REMOVALS = f"""
SELECT seal.number, positions, jsonb_array_length(seal.digests) AS rows
FROM order_removal AS removal CROSS JOIN jsonb_each_text(
    CASE jsonb_typeof(batches) WHEN 'object' THEN batches ELSE '{{}}' END
) AS batch(number, positions)
JOIN order_seal AS seal ON seal.department_id = $1 AND seal.number::text = batch.number
WHERE {_LAWFUL} AND seal.number <= removal.through AND seal.sealed_at < removal.before
    AND jsonb_typeof(seal.digests) = 'array'
ORDER BY removal.id
"""
_FILES = f"""
SELECT DISTINCT filename FROM order_removal AS removal JOIN order_day ON order_day.department_id = $1
    AND order_day.until <= removal.before AND removal.files ? order_day.filename
WHERE {_LAWFUL}
"""
