"""How the stories of this folder write down a day and a shift."""

from datetime import date, datetime

from backend.rules.attendance import AttendanceParameters, Verdict, from_json, judge_day
from backend.rules.clock import DEFAULT_ZONE, WallTime, instant
from backend.rules.names import Names
from backend.rules.presets import load
from backend.rules.rota import ShiftTemplate

MONDAY = date(2026, 11, 2)
LIN, ZHOU, HE = 1, 2, 3
DAY_SPLIT = load("day-split").attendance
THREE_SHIFT = load("three-shift").attendance
SPLIT = [["08:30", "12:00"], ["13:30", "17:30"]]
OFFICE = [["08:30", "18:00"]]
NIGHT = [["22:00", "06:00+1"]]


def judge(
    punches: str = "",
    leave: str = "",
    segments: list = SPLIT,
    parameters: AttendanceParameters = DAY_SPLIT,
    on: str = "2026-11-02",
) -> Verdict:
    """`judge("08:30 in, 17:30 out", "08:30 10:05 personal approved")`"""
    return judge_day(from_json(written(punches, leave, segments, on)), parameters)


def written(punches: str = "", leave: str = "", segments: list = SPLIT, on: str = "2026-11-02") -> dict:
    return {"date": on, "segments": segments, "punches": _rows(punches), "leave": _rows(leave)}


def rules_of(verdict: Verdict) -> set[str]:
    return {reason.rule for reason in verdict.reasons}


def times(text: str) -> tuple[tuple[WallTime, WallTime], ...]:
    """`times("08:30–12:00 13:30–17:30")`"""
    return tuple(tuple(WallTime.parse(end) for end in pair.split("–")) for pair in text.split())


def template(text: str, break_minutes: int = 0) -> ShiftTemplate:
    return ShiftTemplate(Names("班", "shift"), times(text), break_minutes)


def clock(text: str, day: date = MONDAY) -> datetime:
    return instant(day, WallTime.parse(text), DEFAULT_ZONE)


def _rows(text: str) -> list[list[str]]:
    return [row.split() for row in text.split(",") if row.strip()]
