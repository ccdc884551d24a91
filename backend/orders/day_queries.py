"""The days that were saved, as pages and programs read them, and whether their files are still what they were."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import json
import zlib
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from backend.audit.queries import ChainState, chain_state
from backend.company.queries import rules_of, zone
from backend.infra import db
from backend.orders.chain import ORDERS
from backend.orders.removed import removed_files
from backend.rules.clock import WallTime
from backend.rules.orders.saving import A_DAY, Moment, due_moments
from backend.settings import settings

PAGE = 31


@dataclass(frozen=True, slots=True)
class SavedDay:
    """One day's file. `state`: there, missing, or removed with its orders. `paid` are those that were worked on."""

    id: int
    day: date
    filename: str
    count: int
    total: Decimal
    sha256: str
    saved_at: datetime
    since: datetime
    until: datetime
    standings: dict[str, Any]
    state: str

    @property
    def late(self) -> bool:
        """Made up for afterwards: the program was away, or the disk full."""
        return self.saved_at - self.until > LATE

    @property
    def path(self) -> Path:
        return settings().data_dir / self.filename


LATE = A_DAY / 96
"""A quarter of an hour."""


@dataclass(frozen=True, slots=True)
class Saving:
    """How it stands: which day is saved next and when, and which should have been by now."""

    saved_at: WallTime
    next: Moment | None
    overdue: Moment | None


@dataclass(frozen=True, slots=True)
class WrongFile:
    """`what` is a message id."""

    what: str
    day: date


async def saved_days(department_id: int, *, before: date | None = None) -> list[SavedDay]:
    """The newest first, one page; `before` is the day to go on from."""
    removed = await removed_files(department_id)
    rows = await db.fetch(_DAYS, department_id, before, PAGE)
    return await asyncio.to_thread(lambda: [_saved(row, removed) for row in rows])


async def saved_day(department_id: int, day_id: int) -> SavedDay | None:
    row = await db.fetchrow(_ONE, department_id, day_id)
    return _saved(row, await removed_files(department_id)) if row else None


async def saving_of(department_id: int, at: datetime) -> Saving:
    """When the next file is due."""
    row = await db.fetchrow(_LAST, department_id)
    assert row is not None
    saved_at = (await rules_of(department_id)).orders.saved_at
    last = Moment(row["day"], row["until"]) if row["day"] else None
    coming = list(due_moments(last, at - A_DAY, saved_at, zone(row["zone"]), at + A_DAY))
    overdue = next((each for each in coming if last and each.until <= at), None)
    return Saving(saved_at, next((each for each in coming if each.until > at), None), overdue)


async def order_chain(department_id: int) -> ChainState:
    """How far the orders are sealed."""
    return await chain_state(ORDERS, department_id)


async def departments_with_days() -> list[int]:
    """Those that have saved days, also where nobody sealed an order."""
    rows = await db.fetch("SELECT DISTINCT department_id FROM order_day ORDER BY 1")
    return [row["department_id"] for row in rows]


async def holds_checksum(sha256: str) -> bool:
    """Whether a day was saved whose file's SHA-256 begins so in hex."""
    return await db.fetchval(_HOLDS, sha256)


async def last_checksum(department_id: int) -> str:
    """The SHA-256 of the newest day's file in hex; empty where there is none. Each holds that of the day before."""
    row = await db.fetchrow(_CHECKSUM, department_id)
    return row["sha256"].hex() if row else ""


async def wrong_file(department_id: int) -> WrongFile | None:
    """The first day whose file is not there, is another, does not follow from the one before, or knows another chain
    than the one that is there now: so a chain that was made anew as a whole is found."""
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
    return None


@dataclass(frozen=True, slots=True)
class _File:
    """`head` is that of the chain when the day was saved."""

    sha256: bytes
    head: str


def _found(path: Path) -> _File | None:
    try:
        with path.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").digest()
        with gzip.open(path, "rt", encoding="utf-8") as text:
            return _File(sha256, json.loads(text.readline())["head"])
    except FileNotFoundError:
        return None
    except (OSError, EOFError, zlib.error, ValueError, KeyError, TypeError):
        return _File(b"", "")


def _saved(row: Any, removed: frozenset[str]) -> SavedDay:
    there = (settings().data_dir / row["filename"]).exists()
    state = "there" if there else "removed" if row["filename"] in removed else "missing"
    return SavedDay(**{**dict(row), "sha256": row["sha256"].hex()}, state=state)


_COLUMNS = "id, day, filename, count, total, sha256, saved_at, since, until, standings"
_DAYS = f"""
SELECT {_COLUMNS} FROM order_day WHERE department_id = $1 AND ($2::date IS NULL OR day < $2) ORDER BY day DESC LIMIT $3
"""
_ONE = f"SELECT {_COLUMNS} FROM order_day WHERE department_id = $1 AND id = $2"
_ALL = """
SELECT day, filename, sha256, order_day.previous, hash FROM order_day LEFT JOIN order_seal
    ON order_seal.department_id = order_day.department_id AND order_seal.number = order_day.seal_number
WHERE order_day.department_id = $1 ORDER BY day
"""
_CHECKSUM = "SELECT sha256 FROM order_day WHERE department_id = $1 ORDER BY day DESC LIMIT 1"
_HOLDS = "SELECT EXISTS (SELECT FROM order_day WHERE starts_with(encode(sha256, 'hex'), $1))"
_LAST = """
SELECT department.zone, day, until FROM department LEFT JOIN order_day ON order_day.department_id = department.id
WHERE department.id = $1 ORDER BY day DESC NULLS LAST LIMIT 1
"""
