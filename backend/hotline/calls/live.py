"""What a call is followed by on open screens: lists of call-backs and the log are fetched anew."""

from __future__ import annotations

from datetime import UTC, datetime

from backend.hotline.queries import duty_at
from backend.infra import bus
from backend.infra.outbox import Payloads, effect_together
from backend.people.viewer import Viewer
from backend.rota.duty import is_on_shift
from backend.web.live import topic

LISTS = "#calls-strip, #calls-open, #calls-recent, #calls-log"


@topic("calls")
async def may_hear(viewer: Viewer, key: str) -> bool:
    """One's own department's calls: its managers always, whoever calls back while on shift or on hotline duty."""
    if not key.isdecimal() or int(key) != viewer.department_id:
        return False
    if viewer.may("calls.view"):
        return True
    if not viewer.may("calls.handle"):
        return False
    now = datetime.now(UTC)
    return await is_on_shift(viewer.department_id, viewer.person_id, now) or await _has_the_hotline(
        viewer, now
    )


@effect_together("call.changed")
@effect_together("callback.changed")
async def show(department_id: int, payloads: Payloads) -> None:
    await bus.refresh(f"calls:{department_id}", LISTS)


async def _has_the_hotline(viewer: Viewer, at: datetime) -> bool:
    segment = await duty_at(viewer.department_id, at)
    return segment is not None and segment.target.person_id == viewer.person_id
