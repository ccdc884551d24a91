"""What of after-sales a shift leaves to the next one (R-DUTY-2)."""

from __future__ import annotations

from datetime import datetime, timedelta

from backend.duties.open_work import OpenItem, open_work
from backend.orders.cases.queries import Case, open_cases

AHEAD = timedelta(hours=16)
"""What falls due later is not the next shift's."""
MOST = 40


@open_work("cases")
async def cases(department_id: int, at: datetime) -> list[OpenItem]:
    """What is late or falls due before the next shift is over, and goods that wait for the second person."""
    pressing = [
        case
        for case in await open_cases(department_id)
        if case.registered_at <= at and (case.due_at <= at + AHEAD or case.state in ("arrived", "objected"))
    ]
    return [_item(case, at) for case in pressing[:MOST]] + _rest(len(pressing) - MOST)


def _item(case: Case, at: datetime) -> OpenItem:
    waits = "check" if case.state in ("arrived", "objected") else "late" if case.late(at) else "open"
    return OpenItem(
        f"case:{case.id}",
        f"handover-open-case-{waits}",
        {"case": case.kind, "customer": case.customer, "name": case.owner, "due": case.due_at.isoformat()},
        f"/orders/cases/{case.id}",
        case.due_at,
    )


def _rest(count: int) -> list[OpenItem]:
    if count <= 0:
        return []
    return [OpenItem("more", "handover-open-case-more", {"count": count}, "/orders/cases")]
