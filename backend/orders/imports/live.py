"""What follows for a file of orders: a worker gets on with it, and who has its page open sees how far it is."""

from __future__ import annotations

import time

import structlog

from backend.company.queries import department_zone
from backend.infra import bus, db, jobs
from backend.infra.outbox import effect
from backend.orders.imports.queries import import_of
from backend.people.viewer import Viewer
from backend.web.live import topic
from backend.web.render import in_every_language

log = structlog.get_logger("orders")

EVERY_SECONDS = 0.5
_shown: dict[int, float] = {}
db.of_one_database(_shown.clear)


@topic("order-imports")
async def may_hear(viewer: Viewer, key: str) -> bool:
    """The imports of one's own department."""
    return key == str(viewer.department_id) and viewer.may("orders.take-in")


@effect("order.import_asked")
async def carry(department_id: int, import_id: int) -> None:
    """A worker takes it up at once; the sweep would a few seconds later."""
    await jobs.enqueue("carry_order_import", import_id)
    await show(department_id, import_id)


@effect("order.import_changed")
async def show(department_id: int, import_id: int) -> None:
    """Read, taken in, failed or dropped: pages of it fetch themselves anew."""
    _shown.pop(import_id, None)
    await bus.refresh(f"order-imports:{department_id}", f"#order-import-{import_id}, #order-imports")


async def show_progress(department_id: int, import_id: int) -> None:
    """How far it is, twice a second at most. A bus that is away keeps nobody from working."""
    now = time.monotonic()
    if now - _shown.get(import_id, 0.0) < EVERY_SECONDS:
        return
    _shown[import_id] = now
    each, zone = await import_of(department_id, import_id), await department_zone(department_id)
    try:
        html = in_every_language("orders/imports/_progress.html", zone, each=each)
        await bus.publish(f"order-imports:{department_id}", html)
    except Exception as error:
        log.debug("progress_not_shown", error=repr(error))
