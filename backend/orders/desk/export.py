"""What the desk lists as a file for a spreadsheet; each file that is taken stands in the trail."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from zoneinfo import ZoneInfo

from backend.audit.actions import note
from backend.infra import db, spreadsheet
from backend.infra.refusal import Refusal
from backend.orders.desk.asked import Asked
from backend.orders.desk.looking import orders_of
from backend.orders.desk.queries import Listed
from backend.people.viewer import Actor

MOST_EXPORTED = 50_000
Say = Callable[..., str]
COLUMNS = (
    "day", "time", "platform", "shop", "number", "receiver", "phone", "paid", "state", "agent", "seconds", "missed",
    "confirmed",
)  # fmt: skip
WIDE = (12, 10, 10, 16, 24, 14, 16, 12, 12, 12, 12, 10, 18)


async def export_orders(by: Actor, asked: Asked, zone: ZoneInfo, *, as_file: str) -> tuple[Listed, ...]:
    """The orders of a file, fifty thousand at most; names and numbers in clear only for who manages orders."""
    if not by.may("orders.view"):
        raise Refusal("shell-error-forbidden", 403)
    if as_file not in spreadsheet.MEDIA:
        raise Refusal("desk-export-unknown", 404)
    clear = by.may("orders.manage")
    orders = await orders_of(by.department_id, asked, zone, limit=MOST_EXPORTED, clear=clear)
    async with db.transaction():
        await note(
            "orders.exported", f"department:{by.department_id}", department_id=by.department_id, actor_id=by.person_id,
            start=asked.start.isoformat(), end=asked.end.isoformat(), search=bool(asked.search), standing=asked.state,
            count=len(orders), whole_numbers=clear,
        )  # fmt: skip
    return orders


def as_file(orders: tuple[Listed, ...], say: Say, zone: ZoneInfo, file_format: str) -> bytes:
    """CSV or XLSX in the reader's language."""
    rows = _rows(orders, say, zone)
    if file_format == "csv":
        return spreadsheet.as_csv(rows)
    return spreadsheet.as_xlsx(rows, say("desk-title"), WIDE)


def _rows(orders: tuple[Listed, ...], say: Say, zone: ZoneInfo) -> Iterator[list[Any]]:
    yield [say(f"desk-column-{name}") for name in COLUMNS]
    for order in orders:
        yield _row(order, say, zone)


def _row(order: Listed, say: Say, zone: ZoneInfo) -> list[Any]:
    came = order.accepted_at.astimezone(zone)
    return [
        came.strftime("%Y-%m-%d"),
        came.strftime("%H:%M:%S"),
        order.platform,
        order.shop,
        order.number,
        order.receiver,
        order.phone,
        order.paid,
        say(f"desk-state-{order.state}"),
        order.agent or "",
        order.seconds if order.seconds is not None else "",
        say("desk-yes") if order.missed else "",
        order.confirmed_at.astimezone(zone).strftime("%Y-%m-%d %H:%M") if order.confirmed_at else "",
    ]
