"""Who hears of handovers, and what their phones do about it."""

from __future__ import annotations

from typing import Any

from backend.infra import bus
from backend.infra.outbox import effect
from backend.people.viewer import Viewer
from backend.web.live import topic


@topic("handovers")
async def may_hear_handovers(viewer: Viewer, key: str) -> bool:
    """Those who hand over, in their own department."""
    return key == str(viewer.department_id) and viewer.may("duties.hand-over")


@effect("handover.changed")
async def show_handover(department_id: int, *, handover_id: int, **_: Any) -> None:
    """The log itself, the list at the desk and the strip on Today are fetched anew."""
    await bus.refresh(f"handovers:{department_id}", f"#handover-{handover_id}, #handovers, #handover-today")
