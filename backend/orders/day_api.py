"""The saved days for programs."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import msgspec
from litestar import Request, get, post
from litestar.response import File

from backend.orders.day_queries import PAGE, SavedDay, saved_days
from backend.orders.day_routes import file_of
from backend.orders.integrity import verify_orders
from backend.web.guards import allow


class Day(msgspec.Struct):
    """One day's file. `since` and `until` are the instants that it covers; `state`: there, missing or removed."""

    id: int
    day: date
    count: int
    total: Decimal
    sha256: str
    since: datetime
    until: datetime
    saved_at: datetime
    state: str


class Days(msgspec.Struct):
    """One page; `next_before` asks for the next one, absent on the last."""

    days: list[Day]
    next_before: date | None


class OrdersVerdict(msgspec.Struct):
    """What walking the chain of orders and reading the files found. `broken` says it in words of the program;
    `unguarded` are tables in which the database would not refuse a change."""

    intact: bool
    seals: int
    entries: int
    removed: int
    head: str
    broken: str | None
    broken_at_seal: int | None
    broken_table: str | None
    broken_id: int | None
    broken_number: str | None
    broken_day: date | None
    unguarded: list[str]


@get("/api/v1/orders/days", guards=[allow("orders.view")], tags=["orders"])
async def list_days(request: Request, before: date | None = None) -> Days:
    """R-ORD-5: the newest days first."""
    found = await saved_days(request.user.department_id, before=before)
    return Days([_day(each) for each in found], found[-1].day if len(found) == PAGE else None)


@get("/api/v1/orders/days/{day_id:int}/file", guards=[allow("orders.verify")], tags=["orders"])
async def fetch_day(request: Request, day_id: int) -> File:
    """The file itself, gzip of JSON Lines. It holds customers' data in the clear; each download is recorded."""
    return await file_of(request.user, day_id)


@post("/api/v1/orders/verifications", guards=[allow("orders.verify")], tags=["orders"])
async def verify_all_orders(request: Request) -> OrdersVerdict:
    """R-ORD-1: seals what waits, walks the whole chain of orders and reads every day's file."""
    found = await verify_orders(request.user, datetime.now(UTC))
    chain, broken, file = found.chain, found.chain.broken, found.file
    what = broken.what if broken else file.what if file else None
    return OrdersVerdict(
        found.whole, chain.seals, chain.entries, chain.removed, chain.head, what,
        broken.seal_number if broken else None, broken.table or None if broken else None,
        broken.row_id if broken else None, broken.number or None if broken else None, file.day if file else None,
        list(found.unguarded),
    )  # fmt: skip


def _day(day: SavedDay) -> Day:
    return Day(
        day.id, day.day, day.count, day.total, day.sha256, day.since, day.until, day.saved_at, day.state,
    )  # fmt: skip


handlers = [list_days, fetch_day, verify_all_orders]
