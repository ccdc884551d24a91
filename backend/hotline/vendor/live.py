"""A new plan, or a line set up otherwise, is heard by every process that answers vendors."""

from __future__ import annotations

from backend.hotline.vendor.known import NOTE
from backend.infra import bus
from backend.infra.outbox import Payloads, effect_together


@effect_together("hotline.planned")
@effect_together("hotline.line_set")
async def tell_processes(department_id: int, payloads: Payloads) -> None:
    await bus.note(NOTE)
