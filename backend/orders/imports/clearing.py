"""What is over goes: files, what was shown of them, and deliveries that cannot come again."""

from __future__ import annotations

from datetime import datetime, timedelta

import anyio.to_thread

from backend.infra import db
from backend.orders.imports.folder import strays

UNCONFIRMED = timedelta(days=3)
REFUSED_KEPT = timedelta(days=30)
DELIVERIES_KEPT = timedelta(minutes=15)


async def clear_imports(at: datetime) -> int:
    """Drops what nobody has confirmed for three days, forgets refused lines after thirty, and removes files that no
    import needs. Returns how much went; the imports themselves stay as a record."""
    dropped = await db.fetch(_DROP, at, at - UNCONFIRMED)
    rows = int((await db.execute(_ROWS, [row["id"] for row in dropped], at - REFUSED_KEPT)).split()[-1])
    await db.execute("DELETE FROM order_delivery WHERE at < $1", at - DELIVERIES_KEPT)
    files = await anyio.to_thread.run_sync(_remove, {row["id"] for row in await db.fetch(_WANTED)}, at)
    return len(dropped) + rows + files


def _remove(wanted: set[int], at: datetime) -> int:
    gone = list(strays(wanted, at))
    for path in gone:
        path.unlink(missing_ok=True)
    return len(gone)


_DROP = """
UPDATE order_import SET state = 'dropped', ended_at = $1
WHERE state IN ('ready', 'unmapped') AND uploaded_at < $2 RETURNING id
"""
_ROWS = """
DELETE FROM order_import_row WHERE import_id = ANY($1::bigint[])
    OR import_id IN (SELECT id FROM order_import WHERE ended_at < $2)
"""
_WANTED = "SELECT id FROM order_import WHERE state IN ('reading', 'unmapped', 'ready', 'writing')"
