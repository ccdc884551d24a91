"""The daily heads leave the system: of the audit trail, of the orders, and the checksum of the last day's file.
Whoever owns the database cannot take back what stands in the managers' group chat."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from backend.audit.queries import trail_state
from backend.company.queries import zone
from backend.infra import db
from backend.infra.apart import apart
from backend.notifications.actions import tell
from backend.orders.day_queries import last_checksum, order_chain
from backend.rules.clock import day_of


async def tell_heads(at: datetime) -> int:
    """Tells the head of each department that has a managers' robot, once for each of its days; returns how many."""

    async def tell_one(row: Any) -> int:
        return await _tell_head(row["id"], day_of(at, zone(row["zone"])).isoformat(), at)

    return await apart("heads", tell_one, await db.fetch(_DEPARTMENTS))


async def _tell_head(department_id: int, day: str, at: datetime) -> int:
    async with db.transaction():
        state = await trail_state(department_id)
        if not state.seals:
            return 0
        orders = await order_chain(department_id)
        ids = await tell(
            "audit.head",
            department_id,
            f"audit:{day}",
            at,
            url="/audit",
            day=day,
            head=state.head,
            seals=state.seals,
            orders=orders.head or "–",
            saved=await last_checksum(department_id) or "–",
        )
    return len(ids)


_DEPARTMENTS = """
SELECT id, zone FROM department WHERE archived_at IS NULL AND EXISTS (
    SELECT 1 FROM message_robot
    WHERE department_id = department.id AND ended_at IS NULL AND heard_by IN ('managers', 'both')
) ORDER BY id
"""
