"""From rota, overrides, numbers and chain to a plan without a gap."""

from __future__ import annotations

from datetime import UTC, datetime

from backend.rules.clock import Interval
from backend.rules.hotline.parts import OFFICE, Plan, Segment, Target

_EVER = Interval(datetime(2000, 1, 1, tzinfo=UTC), datetime(3000, 1, 1, tzinfo=UTC))


def nothing_planned(office_number: str) -> Plan:
    """What holds before the first plan is made: everything rings at the office, version 0."""
    return Plan(0, (Segment(_EVER, (Target(OFFICE, office_number),), "nobody"),))
