"""Who leaves and who comes, read from the rota as it is now: a swap moves the handover with everything else."""

from __future__ import annotations

from datetime import datetime, timedelta

from backend.rota.queries import shifts_of_department
from backend.rules.clock import Interval
from backend.rules.handover import Changeover, Stint, changeover

BACK, AHEAD = timedelta(days=2), timedelta(days=10)
"""A shift that ends now began at most two days ago; whoever comes after a long holiday still comes."""


async def stints_around(department_id: int, at: datetime) -> list[Stint]:
    """Everybody's published shifts near a moment, each as a whole."""
    shifts = await shifts_of_department(department_id, (at - BACK).date(), (at + AHEAD).date())
    return [Stint(each.person_id, Interval(each.start, each.end)) for each in shifts]


async def changeover_at(department_id: int, ends_at: datetime) -> Changeover:
    """Who hands over to whom at the end of a shift."""
    return changeover(await stints_around(department_id, ends_at), ends_at)
