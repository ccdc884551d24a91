"""The figures as drawings: how soon customers were reached, and the load of each hour."""

from __future__ import annotations

from backend.orders.desk.figures import Figures
from backend.web.bars import Bars, draw


def reaction_chart(figures: Figures, reach_minutes: int) -> Bars:
    """A bar for each minute, with the line at which an order is missed (R-ORD-2)."""
    return draw(((each, each.in_time, each.late) for each in figures.minutes), line_at=reach_minutes)


def load_chart(figures: Figures) -> Bars:
    """A bar for each hour: what is well, or still in time, below; what was missed on top."""
    return draw((each, each.accepted - each.missed, each.missed) for each in figures.hours)
