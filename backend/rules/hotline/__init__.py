"""R-HOT-1 … R-HOT-5: whom the 400 number reaches, moment by moment."""

from __future__ import annotations

from backend.rules.hotline.changes import HOLES, Change, Hole, boundaries, diff, holes, next_boundary
from backend.rules.hotline.facts import ASSIGNED, CONFIRMED, TAKEN, DutyShift, Facts, Hours, Override
from backend.rules.hotline.hours import Stretch, horizon, next_night, night_of, stretches
from backend.rules.hotline.parts import OFFICE, PERSON, Plan, Segment, Target
from backend.rules.hotline.planning import make_plan, nothing_planned
from backend.rules.hotline.turns import superiors_of, who_has_the_night

__all__ = [
    "ASSIGNED", "CONFIRMED", "HOLES", "OFFICE", "PERSON", "TAKEN", "Change", "DutyShift", "Facts", "Hole", "Hours",
    "Override", "Plan", "Segment", "Stretch", "Target", "boundaries", "diff", "holes", "horizon", "make_plan",
    "next_boundary", "next_night", "night_of", "nothing_planned", "stretches", "superiors_of", "who_has_the_night",
]  # fmt: skip
