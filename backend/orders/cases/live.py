"""Who hears of after-sales, and what open screens do about it."""

from __future__ import annotations

from backend.infra import bus
from backend.infra.outbox import Payloads, effect_together
from backend.people.viewer import Viewer
from backend.web.live import topic

MAY_SEE = ("orders.after-sales", "orders.view", "orders.finance")


@topic("cases")
async def may_hear_cases(viewer: Viewer, key: str) -> bool:
    """Those who work on them or look after those who do, in their own department."""
    return key == str(viewer.department_id) and any(map(viewer.may, MAY_SEE))


@effect_together("case.changed")
async def show_cases(department_id: int, payloads: Payloads) -> None:
    """Lists and the cases themselves are fetched anew: what somebody may do about one is different for everybody."""
    pages = ", ".join(sorted({f"#case-{payload['case_id']}" for payload in payloads}))
    await bus.refresh(f"cases:{department_id}", f"#cases-open, #cases-log, #cases-day, {pages}")
