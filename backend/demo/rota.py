"""The demo's rota: the preset's own rotations, last month to next month, published."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from backend.people.viewer import Program
from backend.rota.generation import generate
from backend.rota.months import board
from backend.rota.publication import publish
from backend.rota.rotations import RotationForm, add_rotation
from backend.rules.clock import day_of
from backend.rules.presets import Preset


async def publish_months(
    by: Program,
    rules: Preset,
    zone: ZoneInfo,
    holders: dict[str, list[int]],
    at: datetime,
    *,
    days_lived: int,
) -> None:
    """Makes each rotation that the preset offers and publishes what it gives, from the first day that is lived through
    to the end of next month."""
    first = day_of(at, zone) - timedelta(days=days_lived)
    rotations = [await _rotation(by, rules, code, holders, first, at) for code in rules.rotations]
    for month in _months(first, day_of(at, zone)):
        for rotation_id in rotations:
            plan = await board(by.department_id, month, rules, zone)
            await generate(by, rotation_id, plan, at, first_day=first)
        await publish(by, month, rules, at, reason="演示数据")


def _months(first: date, today: date) -> list[date]:
    """First days of the months from the first day's to the one after today's."""
    next_month = (today.replace(day=1) + timedelta(days=32)).replace(day=1)
    return sorted({first.replace(day=1), today.replace(day=1), next_month})


async def _rotation(
    by: Program, rules: Preset, code: str, holders: dict[str, list[int]], starts_on: date, at: datetime
) -> int:
    offered = rules.rotations[code]
    members = [person_id for post in offered.posts for person_id in holders.get(post, [])]
    form = RotationForm(
        offered.names.zh,
        starts_on,
        members,
        offered.pattern.kind,
        [list(row) for row in offered.pattern.rows],
    )
    return await add_rotation(by, form, at)
