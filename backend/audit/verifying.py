"""Walks a sealed chain and finds the first place where it is not what it was."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from backend.audit.chains import Chain, Gone, lacking, whose
from backend.audit.sealing import AT_ONCE, GENESIS, linked, seal_department
from backend.infra import db


@dataclass(frozen=True, slots=True)
class BrokenLink:
    """The first thing that does not fit: `what` is a message id; `table` and `row_id` name the row if it is one,
    `number` is what people call it by."""

    department_id: int | None
    seal_number: int
    what: str
    table: str = ""
    row_id: int | None = None
    number: str = ""

    @property
    def said(self) -> dict[str, Any]:
        """What fills the sentence of `what`."""
        return {
            "seal": self.seal_number, "event": self.row_id or 0, "table": self.table, "id": str(self.row_id or "–"),
            "number": self.number or "–",
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Verification:
    """What the walk saw; `head` is the newest seal's hash in hex, to be kept outside of the system. `removed` counts
    rows that are lawfully gone: their digests still hold the chain together."""

    chain: Chain
    department_id: int | None
    seals: int
    entries: int
    head: str
    broken: BrokenLink | None
    removed: int = 0


async def verify(chain: Chain) -> list[Verification]:
    """Each department's chain, and the company's own; one answer for all where a column of them is gone."""
    if await lacking(chain):
        return [await verify_department(chain, None)]
    rows = await db.fetch(f"SELECT DISTINCT department_id FROM {chain.seals} ORDER BY 1 NULLS LAST")
    return [await verify_department(chain, row["department_id"]) for row in rows]


async def seal_and_verify(chain: Chain, department_id: int, at: datetime) -> Verification:
    """What waits is sealed first, as far as there is something to be sealed into."""
    if not await lacking(chain):
        while await seal_department(chain, department_id, at):
            pass
    return await verify_department(chain, department_id)


async def holds_head(chain: Chain, head: str) -> bool:
    """Whether a seal has a hash that begins so in hex: what was sealed until then is what it was, if the chain is whole
    today. A head that left the system and is in no chain says that the chain was made anew."""
    found = f"SELECT EXISTS (SELECT FROM {chain.seals} WHERE starts_with(encode(hash, 'hex'), $1))"
    return await db.fetchval(found, head)


async def verify_department(chain: Chain, department_id: int | None) -> Verification:
    """One chain, seal by seal; stops at the first broken link."""
    if column := await lacking(chain):
        lost = BrokenLink(department_id, 0, f"{chain.broken}-column", number=column)
        return Verification(chain, department_id, 0, 0, "", lost)
    gone = await chain.gone(department_id)
    previous, entries, number, removed = GENESIS, 0, 0, 0
    async for seal in _seals(chain, department_id):
        number += 1
        broken = await _broken(chain, seal, number, previous, gone)
        if broken is not None:
            return Verification(chain, department_id, number, entries, previous.hex(), broken, removed)
        previous, entries = seal["hash"], entries + len(seal["entries"])
        removed += len(gone.get(number, ()))
    broken = await _stray(chain, department_id, number) if number else None
    return Verification(chain, department_id, number, entries, previous.hex(), broken, removed)


async def _seals(chain: Chain, department_id: int | None) -> AsyncIterator[Any]:
    number, following = 0, _next(chain, department_id)
    while (seal := await db.fetchrow(following, department_id, number)) is not None:
        number = seal["number"]
        yield seal


async def _broken(chain: Chain, seal: Any, number: int, previous: bytes, gone: Gone) -> BrokenLink | None:
    department_id = seal["department_id"]
    if seal["number"] != number:
        return BrokenLink(department_id, number, f"{chain.broken}-seal-missing")
    try:
        rows, digests = _read(chain, seal)
    except ValueError:
        return BrokenLink(department_id, number, f"{chain.broken}-chain")
    for start in range(0, len(rows), AT_ONCE):
        part = slice(start, start + AT_ONCE)
        removed = {place - start for place in gone.get(number, ())}
        wrong = await _wrong(chain, rows[part], digests[part], removed)
        if wrong is not None:
            return await _named(chain, department_id, number, *wrong)
    if seal["previous"] != previous or seal["hash"] != linked(chain, seal, digests):
        return BrokenLink(department_id, number, f"{chain.broken}-chain")
    return None


def _read(chain: Chain, seal: Any) -> tuple[list[tuple[str, int]], list[bytes]]:
    """Which rows a seal names, and their digests; ValueError where it does not say so any more."""
    entries, digests = seal["entries"], seal["digests"]
    if not isinstance(entries, list) or not isinstance(digests, list) or len(entries) != len(digests):
        raise ValueError("rows and digests do not belong together")
    return [chain.row(entry) for entry in entries], [bytes.fromhex(str(value)) for value in digests]


async def _wrong(
    chain: Chain, rows: list[tuple[str, int]], digests: list[bytes], removed: set[int]
) -> tuple[str, str, int] | None:
    """How the first row that does not fit is wrong, and which one it is."""
    found = await chain.digests(rows)
    for place, (row, expected) in enumerate(zip(rows, digests, strict=True)):
        if row not in found and place not in removed:
            return "removed", *row
        if row in found and found[row] != expected:
            return "altered", *row
    return None


async def _named(
    chain: Chain, department_id: int | None, number: int, what: str, table: str, row_id: int
) -> BrokenLink:
    called = await chain.number_of(table, row_id)
    return BrokenLink(department_id, number, f"{chain.broken}-{what}", table, row_id, called)


async def _stray(chain: Chain, department_id: int | None, number: int) -> BrokenLink | None:
    row = await db.fetchrow(_strays(chain, department_id), department_id)
    return await _named(chain, department_id, number, "stray", row["of"], row["id"]) if row else None


def _next(chain: Chain, department_id: int | None) -> str:
    return f"""
SELECT department_id, number, {chain.entries} AS entries, digests, previous, hash, sealed_at,
    last_tx::text AS last_tx FROM {chain.seals} WHERE {whose(department_id)} AND number > $2 ORDER BY number LIMIT 1
"""


def _strays(chain: Chain, department_id: int | None) -> str:
    """A row of a sealed transaction that no seal names was slipped in afterwards; so was one of a transaction that has
    not been yet."""
    tables = " UNION ALL ".join(
        f"SELECT {rank} AS rank, '{table}' AS of, id, tx FROM {table} "
        f"LEFT JOIN sealed ON sealed.entry = {chain.entry_sql(table)} WHERE {whose(department_id)} "
        "AND sealed.entry IS NULL AND (tx <= (SELECT tx FROM last) OR tx >= (SELECT pg_snapshot_xmax(our_snapshot())))"
        for rank, table in enumerate(chain.tables)
    )
    return f"""
WITH sealed AS MATERIALIZED (
    SELECT jsonb_array_elements_text({chain.entries}) AS entry FROM {chain.seals} WHERE {whose(department_id)}
), last AS (SELECT max(last_tx) AS tx FROM {chain.seals} WHERE {whose(department_id)})
SELECT of, id FROM ({tables}) AS every ORDER BY every.tx, rank, id LIMIT 1
"""
