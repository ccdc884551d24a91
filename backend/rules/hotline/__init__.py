"""R-HOT-1 … R-HOT-5: whom the 400 number reaches, moment by moment."""

from __future__ import annotations

from backend.rules.hotline.parts import OFFICE, PERSON, Plan, Segment, Target
from backend.rules.hotline.planning import nothing_planned

__all__ = ["OFFICE", "PERSON", "Plan", "Segment", "Target", "nothing_planned"]
