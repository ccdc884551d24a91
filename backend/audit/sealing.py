"""Sealing the trail: each batch is hashed over the batch before it, so that nothing can be altered or removed unseen.

Guarantees:
- a sealed event that is changed, removed or moved is found, and named (`first_broken_link`);
- writers never wait: hashing happens afterwards, in the worker;
- no event is passed over: a batch takes only transactions that are surely over, in the order of their ids.
"""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import Any

from backend.infra import db

BATCH = 5_000
GENESIS = bytes(32)
LOCK = 0x7365616C


async def seal(at: datetime) -> int:
    """Seals what is not sealed yet, department by department; returns how many events it sealed."""
    sealed = 0
    for row in await db.fetch(_DEPARTMENTS):
        while count := await seal_department(row["department_id"], at):
            sealed += count
    return sealed


async def seal_department(department_id: int | None, at: datetime) -> int:
    """One batch of one department. Two workers at once: the second waits, and finds nothing left."""
    async with db.transaction():
        await db.execute("SELECT pg_advisory_xact_lock($1, $2)", LOCK, department_id or 0)
        last = await db.fetchrow(_LAST, department_id or 0)
        events = await db.fetch(_UNSEALED, department_id or 0, str(last["tx"]) if last else "0", BATCH)
        if not events:
            return 0
        digests = [digest(event) for event in events]
        previous = last["hash"] if last else GENESIS
        await db.execute(
            _SEAL, department_id, (last["number"] if last else 0) + 1, [event["id"] for event in events],
            [value.hex() for value in digests], previous, chain(previous, digests), at, str(events[-1]["tx"]),
        )  # fmt: skip
        return len(events)


def digest(event: Any) -> bytes:
    """SHA-256 of everything that an event says, in one fixed form."""
    said = [
        event["id"], event["department_id"], event["at"].isoformat(), event["actor_id"],
        event["verb"], event["subject"], event["details"], event["address"],
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).digest()


def chain(previous: bytes, digests: list[bytes]) -> bytes:
    """The hash of a batch over the hash of the one before."""
    return hashlib.sha256(previous + b"".join(digests)).digest()


# WITH TIES: a batch ends with a whole transaction, since the next one starts after its number.
_DEPARTMENTS = """
SELECT id AS department_id FROM department UNION ALL SELECT NULL
"""
_LAST = """
SELECT number, hash, last_tx::text::bigint AS tx FROM audit_seal
WHERE coalesce(department_id, 0) = $1 ORDER BY number DESC LIMIT 1
"""
_UNSEALED = """
WITH open AS (
    SELECT id, department_id, at, actor_id, verb, subject, details, address, tx::text::bigint AS tx
    FROM audit_event
    WHERE coalesce(department_id, 0) = $1 AND tx > $2::text::xid8 AND tx < pg_snapshot_xmin(pg_current_snapshot())
    ORDER BY audit_event.tx FETCH FIRST $3 ROWS WITH TIES
) SELECT * FROM open ORDER BY tx, id
"""
_SEAL = """
INSERT INTO audit_seal (department_id, number, event_ids, digests, previous, hash, sealed_at, last_tx)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8::text::xid8)
"""
