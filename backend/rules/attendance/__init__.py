"""Attendance: what a day's punches and leave mean under the department's rules (R-ATT-1 … R-ATT-11)."""

from backend.rules.attendance.belonging import Belonging, which_shift
from backend.rules.attendance.door import door_code, door_code_seconds_left, door_code_valid
from backend.rules.attendance.facts import LEAVE_KINDS, PUNCH_KINDS, Day, Leave, Punch
from backend.rules.attendance.offline import Standing, offline_standing
from backend.rules.attendance.parameters import PLACE_POLICIES, AttendanceParameters
from backend.rules.attendance.penalties import (
    PenaltyParameters,
    Proposal,
    ScheduledDay,
    day_rate,
    pay_day,
    proposals,
)
from backend.rules.attendance.place import Fix, Place, Site, distance_m, judge_place
from backend.rules.attendance.verdict import STATUSES, Verdict, judge_day, status_message
from backend.rules.attendance.written import BadInput, from_json, judge_json, to_json

__all__ = [
    "LEAVE_KINDS",
    "PLACE_POLICIES",
    "PUNCH_KINDS",
    "STATUSES",
    "AttendanceParameters",
    "BadInput",
    "Belonging",
    "Day",
    "Fix",
    "Leave",
    "PenaltyParameters",
    "Place",
    "Proposal",
    "Punch",
    "ScheduledDay",
    "Site",
    "Standing",
    "Verdict",
    "day_rate",
    "distance_m",
    "door_code",
    "door_code_seconds_left",
    "door_code_valid",
    "from_json",
    "judge_day",
    "judge_json",
    "judge_place",
    "offline_standing",
    "pay_day",
    "proposals",
    "status_message",
    "to_json",
    "which_shift",
]
