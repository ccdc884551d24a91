"""The days that were saved, as pages and programs read them."""

from __future__ import annotations

import asyncio
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


async def holds_checksum(sha256: str) -> bool:
    """Whether a day was saved whose file's SHA-256 begins so in hex."""
    return await db.fetchval(_HOLDS, sha256)


async def last_checksum(department_id: int) -> str:
    """The SHA-256 of the newest day's file in hex; empty where there is none. Each holds that of the day before."""
    row = await db.fetchrow(_CHECKSUM, department_id)
    return row["sha256"].hex() if row else ""


def _saved(row: Any, removed: frozenset[str]) -> SavedDay:
    there = (settings().data_dir / row["filename"]).exists()
    state = "there" if there else "removed" if row["filename"] in removed else "missing"
    return SavedDay(**{**dict(row), "sha256": row["sha256"].hex()}, state=state)


_COLUMNS = "id, day, filename, count, total, sha256, saved_at, since, until, standings"
_DAYS = f"""
SELECT {_COLUMNS} FROM order_day WHERE department_id = $1 AND ($2::date IS NULL OR day < $2) ORDER BY day DESC LIMIT $3
"""
_ONE = f"SELECT {_COLUMNS} FROM order_day WHERE department_id = $1 AND id = $2"
_CHECKSUM = "SELECT sha256 FROM order_day WHERE department_id = $1 ORDER BY day DESC LIMIT 1"
_HOLDS = "SELECT EXISTS (SELECT FROM order_day WHERE starts_with(encode(sha256, 'hex'), $1))"
_LAST = """
SELECT department.zone, day, until FROM department LEFT JOIN order_day ON order_day.department_id = department.id
WHERE department.id = $1 ORDER BY day DESC NULLS LAST LIMIT 1
"""
