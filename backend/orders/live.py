"""The queue on open screens: rows change in place, new ones come in, and only who is there hears of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from backend.company.queries import department_zone
from backend.infra import bus, db
from backend.infra.outbox import Payloads, effect, effect_together
from backend.orders.holding import return_orders_of
from backend.orders.sharing import hand_on
from backend.orders.waiting import may_see_queue, waiting_orders
from backend.people.viewer import Viewer
from backend.rota.duty import is_present, is_working
from backend.web.live import topic
from backend.web.render import in_every_language

MOST_ROWS = 40
"""More at once, and every screen fetches its own list."""
LIST, STRIP = "#orders-queue", "#orders-strip, #orders-now"


@topic("orders")
async def may_hear(viewer: Viewer, key: str) -> bool:
    """One's own department's orders: who is on shift and present, and who may see all of them."""
    return (
        key.isdecimal()
        and int(key) == viewer.department_id
        and await may_see_queue(viewer, datetime.now(UTC))
    )


@effect_together("order.accepted")
async def show_new(department_id: int, payloads: Payloads) -> None:
    """Orders that have just come in."""
    await publish(department_id, {order_id for each in payloads for order_id in each["order_ids"]})


@effect_together("order.changed")
async def show_changed(department_id: int, payloads: Payloads) -> None:
    """Whatever has happened to an order; in a rush those that wait together are shown together."""
    await publish(department_id, {each["order_id"] for each in payloads})


@effect("punch.recorded")
async def take_back(department_id: int, *, person_id: int, kind: str = "", **_: Any) -> None:
    """Who clocks out or goes on a break leaves nothing lying: at once, not with the next sweep."""
    now = datetime.now(UTC)
    if kind in ("out", "break_out") and not await is_working(department_id, person_id, now):
        why = "break" if await is_present(department_id, person_id, now) else "clocked-out"
        await _take_back(department_id, person_id, now, why)


@effect("punch.recorded")
@effect("punch.decided")
async def show_themselves(department_id: int, *, person_id: int, **_: Any) -> None:
    """Who has come, goes on a break or goes home sees on every screen of theirs at once what they may take now."""
    await bus.refresh(f"person:{person_id}", f"{LIST}, {STRIP}")


@effect("session.ended")
async def after_session(department_id: int | None, session_ids: list[int]) -> None:
    """Who has logged out everywhere has gone."""
    await _signed_out(await db.fetch(_BY_SESSION, session_ids))


@effect("device.ended")
async def after_device(department_id: int | None, device_id: int) -> None:
    await _signed_out(await db.fetch(_BY_DEVICE, device_id))


async def publish(department_id: int, order_ids: set[int]) -> None:
    """Sends the rows of these orders, a farewell to those that left the queue, and what stands on their own pages."""
    heard = f"orders:{department_id}"
    if len(order_ids) > MOST_ROWS:
        await bus.refresh(heard, f"{LIST}, {STRIP}")
        return
    now = datetime.now(UTC)
    rows = await waiting_orders(department_id, order_ids, now)
    gone = order_ids - {row.order_id for row in rows}
    zone = await department_zone(department_id)
    await bus.publish(heard, in_every_language("orders/_changes.html", zone, rows=rows, gone=gone, now=now))
    pages = ", ".join(f"#order-hold-{number}, #order-calls-{number}" for number in sorted(order_ids))
    await bus.refresh(heard, f"{STRIP}, {pages}")


async def _take_back(department_id: int, person_id: int, at: datetime, why: str) -> None:
    if await return_orders_of(department_id, person_id, at, why):
        await hand_on(department_id, at)


async def _signed_out(people: Iterable[Any]) -> None:
    now = datetime.now(UTC)
    for row in people:
        await _take_back(row["department_id"], row["person_id"], now, "signed-out")


# Whose session this was and who holds orders, and is logged in nowhere else.
_NOWHERE = """
SELECT DISTINCT order_hold.department_id, order_hold.person_id
FROM session JOIN order_hold ON order_hold.person_id = session.person_id
WHERE {which} AND NOT EXISTS (
    SELECT FROM session AS other
    WHERE other.person_id = session.person_id AND other.ended_at IS NULL AND other.expires_at > now()
)
"""
_BY_SESSION = _NOWHERE.format(which="session.id = ANY($1::bigint[])")
_BY_DEVICE = _NOWHERE.format(which="session.device_id = $1")
