"""A file comes in: kept, entered, and given to a worker to read. Nothing is taken in yet."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path, PurePath

from backend.audit.actions import note
from backend.infra import db, outbox
from backend.infra.refusal import Refusal
from backend.orders.imports import live  # noqa: F401  # registers what follows
from backend.orders.imports.folder import file_of, keep
from backend.orders.intake import may_take_in
from backend.people.viewer import Actor

MOST_WAITING = 20


async def receive(by: Actor, filename: str, chunks: AsyncIterator[bytes], at: datetime) -> int:
    """The id of the new import. 413 for too large a file, 422 for an empty one, 409 where too many wait already."""
    may_take_in(by)
    if await db.fetchval(_WAITING, by.department_id) >= MOST_WAITING:
        raise Refusal("intake-too-many-waiting", 409, way_out="/orders/imports", limit=str(MOST_WAITING))
    path, digest = await keep(chunks)
    try:
        if path.stat().st_size == 0:
            raise Refusal("intake-file-empty", field="file")
        return await _enter(by, PurePath(filename.replace("\\", "/")).name[:120] or "?", path, digest, at)
    except BaseException:
        path.unlink(missing_ok=True)
        raise


async def _enter(by: Actor, filename: str, path: Path, digest: bytes, at: datetime) -> int:
    async with db.transaction():
        import_id = await db.fetchval(_ENTER, by.department_id, filename, digest, by.person_id, at)
        path.rename(file_of(import_id))
        await note(
            "orders.file_received", f"order_import:{import_id}", department_id=by.department_id,
            actor_id=by.person_id, filename=filename,
        )  # fmt: skip
        await outbox.record("order.import_asked", by.department_id, import_id=import_id)
    return import_id


_WAITING = """
SELECT count(*) FROM order_import
WHERE department_id = $1 AND state IN ('reading', 'unmapped', 'ready', 'writing')
"""
_ENTER = """
INSERT INTO order_import (department_id, filename, sha256, uploaded_by, uploaded_at)
VALUES ($1, $2, $3, $4, $5) RETURNING id
"""
