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
    by: Program, rules: Preset, zone: ZoneInfo, holders: dict[str, list[int]], at: datetime
) -> None:
    """Makes each rotation that the preset offers, generates three months from it and publishes them."""
    months = _months(day_of(at, zone))
    rotations = [await _rotation(by, rules, code, holders, months[0], at) for code in rules.rotations]
    for month in months:
        for rotation_id in rotations:
            await generate(by, rotation_id, await board(by.department_id, month, rules, zone), at)
        await publish(by, month, rules, at, reason="演示数据")


def _months(today: date) -> list[date]:
    this = today.replace(day=1)
    return [(this - timedelta(days=1)).replace(day=1), this, (this + timedelta(days=32)).replace(day=1)]


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
