"""What follows a fact of attendance: its day is judged again, and the leads' list is fetched anew."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from backend.attendance import verdicts
from backend.infra import bus
from backend.infra.outbox import effect
from backend.people.viewer import Viewer
from backend.web.live import topic

WAITING = "#attendance-waiting"


@topic("attendance")
async def may_hear(viewer: Viewer, key: str) -> bool:
    """The list of what waits for a decision: those who decide, in their own department."""
    return key.isdecimal() and int(key) == viewer.department_id and viewer.may("attendance.decide")


@effect("punch.recorded")
async def judge_late_fact(
    department_id: int, *, person_id: int, day: str, rejudge: bool = False, **_: Any
) -> None:
    """A punch of a day that is over already: delivered late, or out of a correction."""
    if rejudge:
        await _again(department_id, person_id, day)


@effect("punch.recorded")
async def show_in_list(department_id: int, *, waits: bool = False, **_: Any) -> None:
    if waits:
        await bus.refresh(f"attendance:{department_id}", WAITING)


@effect("punch.decided")
@effect("correction.approved")
@effect("correction.rejected")
@effect("correction.withdrawn")
async def judge_decided_day(department_id: int, *, person_id: int, day: str, **_: Any) -> None:
    """A decision changes what counts."""
    await bus.refresh(f"attendance:{department_id}", WAITING)
    await _again(department_id, person_id, day)


@effect("correction.asked")
async def show_asked(department_id: int, **_: Any) -> None:
    await bus.refresh(f"attendance:{department_id}", WAITING)


@effect("rota.published")
async def judge_past_days(department_id: int, *, month: str, person_ids: list[int], **_: Any) -> None:
    """A shift that is put right after its day."""
    await verdicts.rejudge_month(
        department_id, person_ids, date.fromisoformat(f"{month}-01"), datetime.now(UTC)
    )


async def _again(department_id: int, person_id: int, day: str) -> None:
    await verdicts.rejudge(department_id, person_id, date.fromisoformat(day), datetime.now(UTC))
