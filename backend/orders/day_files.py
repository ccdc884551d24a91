"""Whether the files of the days are still what they were, as the database and the chain of today know them."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import json
import zlib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from backend.infra import db
from backend.orders.day_writing import UNRECORDED
from backend.orders.removed import removed_files
from backend.rules.orders.day_file import SUFFIX
from backend.settings import settings


@dataclass(frozen=True, slots=True)
class WrongFile:
    """`what` is a message id."""

    what: str
    day: date


async def departments_with_days() -> list[int]:
    """Those that have saved days, also where nobody sealed an order, or only the files are left of them."""
    rows = await db.fetch("SELECT DISTINCT department_id FROM order_day")
    folders = await asyncio.to_thread(lambda: [path.name for path in _folder().glob("*")])
    return sorted(
        {row["department_id"] for row in rows} | {int(name) for name in folders if name.isdecimal()}
    )


async def wrong_file(department_id: int) -> WrongFile | None:
    """The first day whose file is not there, is another, does not follow from the one before, or knows another chain
    than the one that is there now: so a chain that was made anew as a whole is found, also where the records of the
    days were taken away with it."""
    removed, previous = await removed_files(department_id), b""
    for row in await db.fetch(_ALL, department_id):
        if row["previous"] != previous:
            return WrongFile("orders-broken-day-chain", row["day"])
        previous = row["sha256"]
        found = await asyncio.to_thread(_found, settings().data_dir / row["filename"])
        if found is None and row["filename"] in removed:
            continue
        if found is None:
            return WrongFile("orders-broken-file-missing", row["day"])
        if found.sha256 != row["sha256"]:
            return WrongFile("orders-broken-file", row["day"])
        if found.head != (row["hash"] or b"").hex():
            return WrongFile("orders-broken-head", row["day"])
    return await _unknown_head(department_id)


async def _unknown_head(department_id: int) -> WrongFile | None:
    """Of a file that the database does not record: left by a crash, it knows a head that is still there."""
    folder = _folder() / str(department_id)
    recorded = {Path(row["filename"]).name for row in await db.fetch(_ALL, department_id)}
    for path in await asyncio.to_thread(lambda: sorted(folder.glob(f"*{SUFFIX}*"))):
        found = None
        if path.name not in recorded and path.name.endswith((SUFFIX, UNRECORDED)):
            found = await asyncio.to_thread(_found, path)
        if found and found.head and not await db.fetchval(_KNOWN, department_id, found.head):
            return WrongFile("orders-broken-head", found.day)
    return None


@dataclass(frozen=True, slots=True)
class _File:
    """`head` is that of the chain when the day was saved."""

    sha256: bytes
    head: str = ""
    day: date = date.min


def _folder() -> Path:
    return settings().data_dir / "orders"


def _found(path: Path) -> _File | None:
    try:
        with path.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").digest()
        with gzip.open(path, "rt", encoding="utf-8") as text:
            said = json.loads(text.readline())
            return _File(sha256, said["head"], date.fromisoformat(said["day"]))
    except FileNotFoundError:
        return None
    except (OSError, EOFError, zlib.error, ValueError, KeyError, TypeError):
        return _File(b"")


_ALL = """
SELECT day, filename, sha256, order_day.previous, hash FROM order_day LEFT JOIN order_seal
    ON order_seal.department_id = order_day.department_id AND order_seal.number = order_day.seal_number
WHERE order_day.department_id = $1 ORDER BY day
"""
_KNOWN = "SELECT EXISTS (SELECT FROM order_seal WHERE department_id = $1 AND encode(hash, 'hex') = $2)"
