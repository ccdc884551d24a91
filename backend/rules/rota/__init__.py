"""The rota: templates, rotations, coverage, rest and overlap (R-ROTA-1 … R-ROTA-5)."""

from backend.rules.rota.coverage import Hole, OnDuty, Requirement, Step, coverage_holes, coverage_steps
from backend.rules.rota.fairness import Fairness, Turns, fairness
from backend.rules.rota.generation import (
    PATTERN_KINDS,
    REST,
    WEEKDAYS,
    Month,
    Pattern,
    PlannedShift,
    Rotation,
    Unfilled,
    generate_month,
    pattern_fault,
    sort_of_day,
)
from backend.rules.rota.rest import Overlap, RestFault, RestParameters, overlaps, rest_faults
from backend.rules.rota.templates import ShiftTemplate, expand, segment_fault, worked_minutes

__all__ = [
    "PATTERN_KINDS",
    "REST",
    "WEEKDAYS",
    "Fairness",
    "Hole",
    "Month",
    "OnDuty",
    "Overlap",
    "Pattern",
    "PlannedShift",
    "Requirement",
    "RestFault",
    "RestParameters",
    "Rotation",
    "ShiftTemplate",
    "Step",
    "Turns",
    "Unfilled",
    "coverage_holes",
    "coverage_steps",
    "expand",
    "fairness",
    "generate_month",
    "overlaps",
    "pattern_fault",
    "rest_faults",
    "segment_fault",
    "sort_of_day",
    "worked_minutes",
]
