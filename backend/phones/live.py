"""What follows by itself: a clock-in tests the phone, a switch shows on the open page, an ended log-in ends it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from backend.infra import bus
from backend.infra.outbox import effect
from backend.phones import ending  # noqa: F401  # registers what follows
from backend.phones.proof import prove_at_clock_in

MINE = "#phone-switch, #phone-trial"


@effect("punch.recorded")
async def test_phone(department_id: int, *, person_id: int, kind: str, punch_id: int, **_: Any) -> None:
    """At clock-in, and only there: a break is no beginning."""
    if kind == "in":
        await prove_at_clock_in(department_id, person_id, punch_id, datetime.now(UTC))


@effect("phone.changed")
async def show_switch(department_id: int, person_ids: list[int]) -> None:
    """The person's other pages show how it stands, and the leads' list."""
    for person_id in person_ids:
        await bus.refresh(f"person:{person_id}", MINE)
    await bus.refresh(f"floor:{department_id}", "#floor-phones")
