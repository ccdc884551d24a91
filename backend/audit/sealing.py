"""Sealing a chain: each batch is hashed over the batch before it, so that nothing can be altered or removed unseen.

Guarantees:
- a sealed row that is changed, removed or moved is found, and named (`verifying`);
- writers never wait: hashing happens afterwards, in the worker;
- no row is passed over: a batch takes only transactions that are surely over, in the order of their numbers. These go
  on growing when the database comes to another cluster (`TransactionEpoch`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import structlog

from backend.audit.chains import Chain, whose
from backend.infra import db
from backend.infra.apart import apart

BATCH = 5_000
AT_ONCE = 1_000
GENESIS = bytes(32)

log = structlog.get_logger("audit")


async def seal(chain: Chain, at: datetime) -> int:
    """Seals what is not sealed yet, department by department; returns how many rows it sealed."""

    async def seal_all(row: Any) -> int:
        sealed = 0
        while count := await seal_department(chain, row["department_id"], at):
            sealed += count
        return sealed

    return await apart(f"sealing {chain.name}", seal_all, await db.fetch(_DEPARTMENTS))


async def seal_department(chain: Chain, department_id: int | None, at: datetime) -> int:
    """One batch of one department. Two workers at once: the second waits, and finds nothing left."""
    async with db.transaction():
        await hold(chain, department_id)
        last = await db.fetchrow(_last(chain, department_id), department_id)
        found = await db.fetch(
            _unsealed(chain, department_id), department_id, str(last["tx"]) if last else "0", BATCH
        )
        if not found:
            return 0
        rows = [(row["of"], row["id"]) for row in found]
        digests = await _digests(chain, rows)
        seal = {
            "department_id": department_id, "number": last["number"] + 1 if last else 1,
            "previous": last["hash"] if last else GENESIS, "sealed_at": at, "last_tx": str(found[-1]["tx"]),
        }  # fmt: skip
        head = linked(chain, seal, digests)
        await db.execute(
            _seal(chain), *seal.values(), [chain.entry(*row) for row in rows], [value.hex() for value in digests], head,
        )  # fmt: skip
        db.after_commit(lambda: _leave(chain, seal, head))
        return len(rows)


def _leave(chain: Chain, seal: Mapping[str, Any], head: bytes) -> None:
    """Every head stands in the log, too, where no database owner comes to: what is cut off the end of a chain between
    two evenings is known by it."""
    of = {name: seal[name] for name in ("department_id", "number")}
    log.info("sealed", chain=chain.name, head=head.hex(), **of)


async def hold(chain: Chain, department_id: int | None) -> None:
    """Nobody else seals this chain until the transaction is over."""
    await db.execute("SELECT pg_advisory_xact_lock($1, $2)", chain.lock, department_id or 0)


def linked(chain: Chain, seal: Mapping[str, Any], digests: Sequence[bytes]) -> bytes:
    """The hash of a batch over the hash of the one before; where the chain is dated, over whose it is, its time and its
    last transaction, too."""
    at = seal["sealed_at"].astimezone(UTC).isoformat()
    stamp = f"{seal['department_id']} {seal['number']} {at} {seal['last_tx']} "
    return hashlib.sha256(seal["previous"] + stamp.encode() * chain.dated + b"".join(digests)).digest()


async def _digests(chain: Chain, rows: list[tuple[str, int]]) -> list[bytes]:
    """Some rows at a time: one transaction may have written very many."""
    digests: list[bytes] = []
    for start in range(0, len(rows), AT_ONCE):
        some = rows[start : start + AT_ONCE]
        found = await chain.digests(some)
        digests += [found[row] for row in some]
    return digests


_DEPARTMENTS = """
SELECT id AS department_id FROM department UNION ALL SELECT NULL
"""


def _last(chain: Chain, department_id: int | None) -> str:
    return f"""
SELECT number, hash, last_tx::text::bigint AS tx FROM {chain.seals}
WHERE {whose(department_id)} ORDER BY number DESC LIMIT 1
"""


def _unsealed(chain: Chain, department_id: int | None) -> str:
    """WITH TIES: a batch ends with a whole transaction, since the next one starts after its number."""
    tables = " UNION ALL ".join(
        f"SELECT {rank} AS rank, '{table}' AS of, id, tx FROM {table} WHERE {whose(department_id)} "
        "AND tx > $2::text::xid8 AND tx < (SELECT pg_snapshot_xmin(our_snapshot()))"
        for rank, table in enumerate(chain.tables)
    )
    return f"""
WITH open AS (SELECT * FROM ({tables}) AS every ORDER BY tx FETCH FIRST $3 ROWS WITH TIES)
SELECT of, id, tx::text::bigint AS tx FROM open ORDER BY open.tx, rank, id
"""


def _seal(chain: Chain) -> str:
    return f"""
INSERT INTO {chain.seals} (department_id, number, previous, sealed_at, last_tx, {chain.entries}, digests, hash)
VALUES ($1, $2, $3, $4, $5::text::xid8, $6, $7, $8)
"""
