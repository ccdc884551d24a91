"""The calls that were made about an order, and who could take it over."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from backend.infra import db
from backend.orders.masking import customer_of, veil_for
from backend.orders.sharing import present_agents
from backend.orders.waiting import Waiting, waiting_order
from backend.people.viewer import Actor, Viewer


@dataclass(frozen=True, slots=True)
class Call:
    """One call to the customer, and what came of it."""

    at: datetime
    name: str
    outcome: str
    said: str
    call_at: datetime | None
    offline: bool


async def calls_of(by: Actor, order_id: int) -> tuple[Call, ...]:
    """The newest first; what was said as `by` may read it. 404 in another department."""
    veil = await veil_for(by, order_id)
    calls = [_call(row) for row in await db.fetch(_CALLS, by.department_id, order_id)]
    return tuple(replace(call, said=veil(call.said)) for call in calls)


async def hold_shown(viewer: Viewer, order_id: int, at: datetime) -> dict[str, Any]:
    """What the order page shows of who has it: `_hold.html`. The number to dial is there for who holds it alone."""
    row = await waiting_order(viewer.department_id, order_id, at)
    mine = row is not None and row.holder_id == viewer.person_id
    phone = (await customer_of(viewer, order_id, at)).dials if mine else ""
    return {
        "row": row,
        "order_id": order_id,
        "mine": mine,
        "phone": phone,
        "now": at,
        "hour": timedelta(hours=1),
        "colleagues": await _colleagues(viewer, row, mine, at),
    }


async def calls_shown(viewer: Viewer, order_id: int, at: datetime) -> dict[str, Any]:
    """What the order page shows of the calls: `_calls.html`."""
    return {"calls": await calls_of(viewer, order_id), "order_id": order_id, "now": at}


async def _colleagues(viewer: Viewer, row: Waiting | None, mine: bool, at: datetime) -> list[tuple[int, str]]:
    """To whom the viewer may hand it now."""
    if row is None or not (mine or viewer.may("orders.manage")):
        return []
    found = await present_agents(viewer.department_id, at)
    return [(person_id, name) for person_id, name in found if person_id != row.holder_id]


def _call(row: Any) -> Call:
    details = row["details"]
    again = details.get("call_at")
    return Call(
        row["at"], row["name"] or "", details["outcome"], details.get("said", ""),
        datetime.fromisoformat(again) if again else None, bool(details.get("offline")),
    )  # fmt: skip


_CALLS = """
SELECT order_event.at, order_event.details, person.name
FROM order_event LEFT JOIN person ON person.id = order_event.actor_id
WHERE order_event.department_id = $1 AND order_id = $2 AND kind = 'called' ORDER BY order_event.id DESC LIMIT 50
"""
