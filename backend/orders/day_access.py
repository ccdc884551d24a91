"""Taking a day's file out of the system: it holds customers' data in the clear, so each time is written down."""

from __future__ import annotations

from pathlib import Path

from backend.audit.actions import note
from backend.infra import db
from backend.infra.refusal import Refusal, not_found
from backend.orders.day_queries import saved_day
from backend.people.viewer import Actor


async def take_out(by: Actor, day_id: int) -> Path:
    """Where the file stands. 403 without `orders.verify`, 404 for another department's, 410 where it is gone."""
    if not by.may("orders.verify"):
        raise Refusal("shell-error-forbidden", 403)
    found = await saved_day(by.department_id, day_id)
    if found is None:
        raise not_found()
    if found.state != "there":
        raise Refusal(f"days-file-{found.state}", 410, way_out="/orders/days")
    async with db.transaction():
        await note(
            "order_day.taken_out", f"order_day:{day_id}", department_id=by.department_id, actor_id=by.person_id,
            day=found.day.isoformat(), orders=found.count,
        )  # fmt: skip
    return found.path
