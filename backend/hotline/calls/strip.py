"""The call-backs that wait, as everybody's Today shows them: read once for all who open it in the same second."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from backend.hotline.calls.queries import OpenCallback, open_callbacks
from backend.people.viewer import Viewer

FRESH_SECONDS = 1.0
MOST_KEPT = 512


async def strip_for(viewer: Viewer, at: datetime, fresh: bool = False) -> dict[str, Any]:
    """What Today's strip needs; nothing for who does not call back. `fresh`: asked for since something has changed."""
    found = await waiting_callbacks(viewer.department_id, at, fresh) if viewer.may("calls.handle") else ()
    return {
        "callbacks": found,
        "mine": [each for each in found if each.claimed_by == viewer.person_id],
        "free": [each for each in found if each.claimed_by is None],
        "now": at,
    }


async def waiting_callbacks(
    department_id: int, at: datetime, fresh: bool = False
) -> tuple[OpenCallback, ...]:
    """At most a second old. A phone fetches its strip anew when it hears of a change, so nobody keeps an old one."""
    known = _kept.get(department_id)
    if not fresh and known is not None and 0 <= (at - known[0]).total_seconds() < FRESH_SECONDS:
        return known[1]
    found = await open_callbacks(department_id)
    if len(_kept) >= MOST_KEPT:
        _kept.clear()
    _kept[department_id] = (at, found)
    return found


_kept: dict[int, tuple[datetime, tuple[OpenCallback, ...]]] = {}
