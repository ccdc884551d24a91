"""R-ORD-5: every day at the department's hour its orders are saved in a sealed file, also on days with none.

Guarantees:
- no order twice, none left out: a file takes what was accepted before its moment and is in no file before it. One whose
  transaction ended too late for its own day is in the next file;
- each missed day has its own file once the program is back;
- two workers at once make one file: the second waits, and finds the day saved;
- the file stands on the disk before the database says so; what a crash leaves in between
  is made anew, and stays beside it.
"""

from __future__ import annotations

import asyncio
import errno
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import structlog

from backend.company.queries import rules_of, zone
from backend.infra import db
from backend.infra.apart import apart
from backend.notifications.actions import tell, withdraw
from backend.orders.chain import FIELDS
from backend.orders.day_writing import DayFile
from backend.rules.orders.day_file import SUFFIX, head_line, order_line
from backend.rules.orders.saving import Moment, due_moments
from backend.settings import settings

LOCK = 0x6F646179
AT_ONCE = 2_000
MOST_DAYS = 31
"""At one go for one department: what an outage left is made up for in several."""
FULL = (errno.ENOSPC, errno.EDQUOT)
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)

log = structlog.get_logger("orders")


async def save_days(at: datetime) -> int:
    """Saves every day that is due in every department; returns how many. What cannot be written is told to the leads,
    and tried again."""

    async def save(row: Any) -> int:
        saved = 0
        while saved < MOST_DAYS and await _save_or_tell(row["id"], row["zone"], at):
            saved += 1
        return saved

    return await apart("order days", save, await db.fetch(_DEPARTMENTS))


async def save_next_day(department_id: int, zone_name: str, at: datetime) -> Moment | None:
    """The oldest day that is due; None where none is. Raises OSError where it cannot be written."""
    async with db.transaction():
        await db.execute("SELECT pg_advisory_xact_lock($1, $2)", LOCK, department_id)
        last, moment = await _due(department_id, zone_name, at)
        if moment is None:
            return None
        await _save(department_id, zone_name, moment, last, at)
        await withdraw("order.day-not-saved", department_id, _subject(moment), at)
    return moment


async def _save_or_tell(department_id: int, zone_name: str, at: datetime) -> bool:
    """A disk that refuses is for people; what else goes wrong is for them and for the record of the job."""
    try:
        return await save_next_day(department_id, zone_name, at) is not None
    except OSError as error:
        await _tell(department_id, zone_name, at, error)
        return False
    except Exception as error:
        await _tell(department_id, zone_name, at, error)
        raise


async def _tell(department_id: int, zone_name: str, at: datetime, error: Exception) -> None:
    _, moment = await _due(department_id, zone_name, at)
    if moment is None:  # somebody else has saved it meanwhile
        return
    why = "failed" if not isinstance(error, OSError) else "full" if error.errno in FULL else "refused"
    day = moment.day.isoformat()
    log.error("order_day_not_saved", department=department_id, day=day, why=why, exc_info=error)
    async with db.transaction():
        await tell(
            "order.day-not-saved", department_id, _subject(moment), at, url="/orders/days", day=day, why=why,
        )  # fmt: skip


async def _due(department_id: int, zone_name: str, at: datetime) -> tuple[Any, Moment | None]:
    """The day that was saved last, and the one that follows if it is due."""
    last = await db.fetchrow(_LAST, department_id)
    first = await db.fetchval(_FIRST, department_id, at)
    saved_at = (await rules_of(department_id)).orders.saved_at
    before = Moment(last["day"], last["until"]) if last else None
    return last, next(due_moments(before, first, saved_at, zone(zone_name), at), None)


async def _save(department_id: int, zone_name: str, moment: Moment, last: Any, at: datetime) -> None:
    snapshot = await db.fetchval("SELECT our_snapshot()::text")
    of = (
        department_id, moment.until, snapshot,
        last["until"] if last else BEGINNING, last["snapshot"] if last else "1:1:",
    )  # fmt: skip
    standings = {row["standing"]: row for row in await db.fetch(_FIGURES, *of)}
    head = {
        "department": department_id, "name": await _name(department_id), "zone": zone_name,
        "day": moment.day.isoformat(), "saved_at": _instant(at), "until": _instant(moment.until),
        "since": _instant(last["until"] if last else await db.fetchval(_SINCE, department_id)),
        "count": sum(row["count"] for row in standings.values()),
        "total": str(sum((row["total"] for row in standings.values()), start=Decimal("0.00"))),
        "standings": {
            name: {"count": row["count"], "total": str(row["total"])} for name, row in standings.items()
        },
        "previous": last["sha256"].hex() if last else "", **await _chain(department_id),
    }  # fmt: skip
    name = f"orders/{department_id}/{moment.day.isoformat()}{SUFFIX}"
    sha256 = await _write(settings().data_dir / name, head, of)
    await db.execute(
        _INSERT, department_id, moment.day, name, head["count"], Decimal(head["total"]), sha256,
        last["sha256"] if last else b"", at, datetime.fromisoformat(head["since"]), moment.until, head["standings"],
        head["seal"], snapshot,
    )  # fmt: skip


async def _write(path: Path, head: dict[str, Any], of: tuple[Any, ...]) -> bytes:
    """The disk is waited for in a thread of its own; some orders at a time, however many there are."""
    text, value = head_line(**head)
    number = 0
    with DayFile(path) as file:
        await asyncio.to_thread(file.write, text)
        async for orders in _orders(of):
            lines = []
            for order in orders:
                number += 1
                line, value = order_line(number, order, value)
                lines.append(line)
            await asyncio.to_thread(file.write, "".join(lines))
        if number != head["count"]:
            raise RuntimeError(f"{number} orders were written where {head['count']} had been counted")
        return await asyncio.to_thread(file.finish)


async def _orders(of: tuple[Any, ...]) -> AsyncIterator[list[dict[str, Any]]]:
    """The day's orders with their goods, in the order in which they came."""
    after = 0
    while rows := await db.fetch(_ORDERS, *of, after, AT_ONCE):
        after = rows[-1]["id"]
        goods: dict[int, list[Any]] = {row["id"]: [] for row in rows}
        for item in await db.fetch(_ITEMS, list(goods)):
            goods[item["order_id"]].append(_plain(item))
        yield [{**_plain(row), "items": goods[row["id"]]} for row in rows]


async def _name(department_id: int) -> str:
    return await db.fetchval("SELECT name FROM department WHERE id = $1", department_id)


async def _chain(department_id: int) -> dict[str, Any]:
    """How far the chain of orders was sealed: the file keeps its head where no database owner comes to."""
    row = await db.fetchrow(_HEAD, department_id)
    return {"seal": row["number"], "head": row["hash"].hex()} if row else {"seal": 0, "head": ""}


def _subject(moment: Moment) -> str:
    return f"order_day:{moment.day.isoformat()}"


def _plain(row: Any) -> dict[str, Any]:
    """Amounts and instants as text: nothing is rounded when it is read again."""
    return {
        name: value if value is None or isinstance(value, _JSON) else _text(value)
        for name, value in row.items()
    }


def _text(value: Any) -> str:
    return _instant(value) if isinstance(value, datetime) else str(value)


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat()


_JSON = (str, int, float, bool, dict, list)

_DEPARTMENTS = "SELECT id, zone FROM department WHERE archived_at IS NULL ORDER BY id"
_MEMBERS = """
customer_order.department_id = $1 AND accepted_at < $2 AND pg_visible_in_snapshot(tx, $3::text::pg_snapshot)
AND (accepted_at >= $4 OR tx >= pg_snapshot_xmin($5::text::pg_snapshot))
AND NOT (accepted_at < $4 AND pg_visible_in_snapshot(tx, $5::text::pg_snapshot))
"""
_FIGURES = f"""
SELECT standing, count(*), sum(total) AS total FROM customer_order WHERE {_MEMBERS} GROUP BY standing ORDER BY standing
"""
_ORDERS = f"""
SELECT {", ".join(FIELDS["customer_order"])} FROM customer_order WHERE {_MEMBERS} AND id > $6 ORDER BY id LIMIT $7
"""
_ITEMS = """
SELECT order_id, line, sku, title, spec, quantity, price FROM order_item WHERE order_id = ANY($1::bigint[])
ORDER BY order_id, line
"""
_LAST = """
SELECT day, until, sha256, snapshot::text AS snapshot FROM order_day WHERE department_id = $1 ORDER BY day DESC LIMIT 1
"""
# A department's files begin with its first order; where there is none, with the day.
_FIRST = """
SELECT greatest(created_at, coalesce((
    SELECT min(accepted_at) FROM customer_order WHERE department_id = $1
), $2::timestamptz - interval '1 day')) FROM department WHERE id = $1
"""
_SINCE = """
SELECT least(created_at, (SELECT min(accepted_at) FROM customer_order WHERE department_id = $1))
FROM department WHERE id = $1
"""
_HEAD = "SELECT number, hash FROM order_seal WHERE department_id = $1 ORDER BY number DESC LIMIT 1"
_INSERT = """
INSERT INTO order_day (department_id, day, filename, count, total, sha256, previous, saved_at, since, until, standings,
    seal_number, snapshot)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13::text::pg_snapshot)
"""
