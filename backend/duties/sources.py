"""What a shift may leave open in attendance; every other domain registers its own."""

from __future__ import annotations

from datetime import datetime

from backend.attendance.queries import to_decide
from backend.duties.open_work import OpenItem, open_work
from backend.rota.duty import who_is_on_shift


@open_work("still_in")
async def still_in(department_id: int, at: datetime) -> list[OpenItem]:
    """Whose shift is over and who has not clocked out."""
    present = (await who_is_on_shift(department_id, at)).present
    return [
        OpenItem(
            f"person:{each.person_id}",
            "handover-open-still-in",
            {"name": each.name, "end": each.shift_end.isoformat()},
            "/floor",
        )
        for each in present
        if each.shift_end is not None and each.shift_end <= at
    ]


@open_work("attendance")
async def undecided(department_id: int, at: datetime) -> list[OpenItem]:
    """Punches and corrections that no lead has answered."""
    return [
        OpenItem(
            f"{each.part}:{each.id}",
            f"handover-open-{each.part}",
            {"name": each.name, "at": each.at.isoformat()},
            "/attendance",
        )
        for each in await to_decide(department_id)
        if each.asked_at <= at
    ]
