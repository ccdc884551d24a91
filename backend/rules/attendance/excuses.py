"""Leave as the reason of a verdict (R-ATT-7)."""

from __future__ import annotations

from collections.abc import Iterable

from backend.rules.attendance.facts import Day, Leave
from backend.rules.clock import Interval, intersect, wall
from backend.rules.reason import Reason


def leave_reasons(day: Day, over: Iterable[Interval]) -> tuple[Reason, ...]:
    """Every approved leave that covers some of this time."""
    return tuple(
        _leave_reason(leave, day, "rules-reason-leave")
        for leave in day.leave
        if leave.approved and intersect((leave.span,), over)
    )


def pending_reasons(day: Day, over: Iterable[Interval]) -> tuple[Reason, ...]:
    """Every request that would cover some of this time, were it approved."""
    uncovered = tuple(over)
    return tuple(
        _leave_reason(leave, day, "rules-reason-leave-pending")
        for leave in day.leave
        if not leave.approved and intersect((leave.span,), uncovered)
    )


def _leave_reason(leave: Leave, day: Day, message: str) -> Reason:
    start, end = (str(wall(at, day.day, day.zone)) for at in (leave.span.start, leave.span.end))
    return Reason("R-ATT-7", message, {"kind": leave.kind, "start": start, "end": end})
