"""Founding the company and its departments."""

from __future__ import annotations

from datetime import datetime

from backend.audit.actions import note
from backend.infra import db
from backend.rules.presets import Preset, load


async def create_department(
    name: str,
    preset: str,
    at: datetime,
    *,
    zone: str = "Asia/Shanghai",
    demo: bool = False,
    by: int | None = None,
) -> int:
    """Founds a department from a preset: its own copy of the rules, its posts and shift templates. Returns its id."""
    rules = load(preset)
    async with db.transaction():
        department_id = await db.fetchval(_INSERT, name.strip(), zone, preset, rules.to_dict(), demo, at)
        await db.execute(_FIRST_RULES, department_id, rules.to_dict(), by, at)
        await _add_posts(department_id, rules)
        await _add_templates(department_id, rules)
        await note(
            "department.created",
            f"department:{department_id}",
            department_id=department_id,
            actor_id=by,
            name=name,
            preset=preset,
        )
    return department_id


_INSERT = """
INSERT INTO department (name, zone, preset, rules, demo, created_at) VALUES ($1, $2, $3, $4, $5, $6) RETURNING id
"""
_FIRST_RULES = """
INSERT INTO rules_change (department_id, version, rules, changed_by, changed_at) VALUES ($1, 1, $2, $3, $4)
"""
_POST = """
INSERT INTO post (department_id, code, names, superior_code, role, headcount, position)
VALUES ($1, $2, $3, $4, $5, $6, $7)
"""
_TEMPLATE = """
INSERT INTO shift_template (department_id, code, names, segments, break_minutes, colour, position)
VALUES ($1, $2, $3, $4, $5, $6, $7)
"""


async def _add_posts(department_id: int, rules: Preset) -> None:
    for position, post in enumerate(rules.posts):
        await db.execute(
            _POST, department_id, post.code, post.names, post.superior, post.role, post.headcount, position
        )


async def _add_templates(department_id: int, rules: Preset) -> None:
    for position, shift in enumerate(rules.shifts):
        await db.execute(
            _TEMPLATE,
            department_id,
            shift.code,
            shift.names,
            shift.segments,
            shift.break_minutes,
            shift.colour,
            position,
        )
