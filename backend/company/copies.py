"""Posts and shift templates as a department works with them, kept in step with its copy of the rules."""

from __future__ import annotations

import dataclasses
import re
from datetime import datetime
from typing import Any

from backend.infra import db
from backend.infra.refusal import Refusal
from backend.rules.clock import WallTime
from backend.rules.names import Names
from backend.rules.presets import Post, Preset
from backend.rules.rota.templates import ShiftTemplate


async def follow_rules(department_id: int, before: Preset | None, after: Preset, at: datetime) -> None:
    """Writes the posts and shift templates that differ between two versions of the rules; all of them at founding.

    What a new version no longer names is archived, never deleted; a post is kept while somebody holds it.
    """
    await _posts(department_id, before.posts if before else {}, after.posts, at)
    await _templates(department_id, before.shifts if before else {}, after.shifts, at)


async def posts_as_kept(department_id: int) -> dict[str, Post]:
    """The department's posts as the rules write them: what the rules' copy becomes when a post is edited."""
    return {
        row["code"]: Post(
            Names(row["names"]["zh"], row["names"]["en"]), row["role"], row["superior_code"], row["headcount"]
        )
        for row in await db.fetch(_KEPT, department_id)
    }


async def shifts_as_kept(department_id: int) -> dict[str, ShiftTemplate]:
    """The department's shift templates as the rules write them."""
    return {
        row["code"]: ShiftTemplate(
            Names(row["names"]["zh"], row["names"]["en"]),
            tuple((WallTime.parse(start), WallTime.parse(end)) for start, end in row["segments"]),
            row["break_minutes"],
            row["colour"],
        )
        for row in await db.fetch(_KEPT_TEMPLATES, department_id)
    }


def with_posts(rules: Preset, posts: dict[str, Post]) -> Preset:
    """The same rules with other posts."""
    return dataclasses.replace(rules, posts=posts)


def with_shifts(
    rules: Preset, shifts: dict[str, ShiftTemplate], renamed: tuple[str, str] | None = None
) -> Preset:
    """The same rules with other shifts; their rotations follow a code that was `renamed` from, to."""
    rotations = rules.rotations
    if renamed:
        rotations = {
            code: dataclasses.replace(each, pattern=each.pattern.renamed(*renamed))
            for code, each in rotations.items()
        }
    return dataclasses.replace(rules, shifts=shifts, rotations=rotations)


async def rotation_that_uses(department_id: int, code: str) -> str | None:
    """The name of a rotation that still hands out this shift; None when none does."""
    return await db.fetchval(_ROTATION_THAT_USES, department_id, rf"(^|\s){re.escape(code)}($|\s)")


async def _posts(department_id: int, before: dict[str, Post], after: dict[str, Post], at: datetime) -> None:
    for position, (code, post) in enumerate(after.items()):
        if before.get(code) != post:
            values = (
                department_id,
                code,
                _names(post.names),
                post.superior,
                post.role,
                post.headcount,
                position,
            )
            await db.execute(_POST, *values)
            if code in before and before[code].role != post.role:
                await db.execute(_FOLLOW, department_id, code, before[code].role, post.role)
    for code in before.keys() - after.keys():
        await db.execute(_DROP_POST, department_id, code, at)


async def _templates(
    department_id: int, before: dict[str, ShiftTemplate], after: dict[str, ShiftTemplate], at: datetime
) -> None:
    for position, (code, shift) in enumerate(after.items()):
        if before.get(code) != shift:
            values = (_names(shift.names), _segments(shift), shift.break_minutes, shift.colour, position)
            tag = await db.execute(_CHANGE_TEMPLATE, department_id, code, *values)
            if tag == "UPDATE 0":
                await db.execute(_TEMPLATE, department_id, code, *values)
    for code in sorted(before.keys() - after.keys()):
        rotation = await rotation_that_uses(department_id, code)
        if rotation:
            raise Refusal("company-rules-shift-used", 409, field="text", code=code, rotation=rotation)
        await db.execute(_DROP_TEMPLATE, department_id, code, at)


def _names(names: Names) -> dict[str, str]:
    return {"zh": names.zh, "en": names.en}


def _segments(shift: ShiftTemplate) -> list[list[Any]]:
    return [[str(start), str(end)] for start, end in shift.segments]


_KEPT = """
SELECT code, names, role, superior_code, headcount FROM post
WHERE department_id = $1 AND archived_at IS NULL ORDER BY position, id
"""
_KEPT_TEMPLATES = """
SELECT code, names, segments, break_minutes, colour FROM shift_template
WHERE department_id = $1 AND archived_at IS NULL ORDER BY position, id
"""
_POST = """
INSERT INTO post (department_id, code, names, superior_code, role, headcount, position)
VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (department_id, code) DO UPDATE SET names = EXCLUDED.names, superior_code = EXCLUDED.superior_code,
    role = EXCLUDED.role, headcount = EXCLUDED.headcount, position = EXCLUDED.position, archived_at = NULL
"""
_FOLLOW = """
UPDATE person SET role = $4 WHERE role = $3 AND left_at IS NULL
    AND post_id = (SELECT id FROM post WHERE department_id = $1 AND code = $2)
"""
_DROP_POST = """
UPDATE post SET archived_at = $3 WHERE department_id = $1 AND code = $2 AND archived_at IS NULL
    AND NOT EXISTS (SELECT 1 FROM person WHERE person.post_id = post.id AND left_at IS NULL)
"""
_TEMPLATE = """
INSERT INTO shift_template (department_id, code, names, segments, break_minutes, colour, position)
VALUES ($1, $2, $3, $4, $5, $6, $7)
"""
_CHANGE_TEMPLATE = """
UPDATE shift_template SET names = $3, segments = $4, break_minutes = $5, colour = $6, position = $7
WHERE department_id = $1 AND code = $2 AND archived_at IS NULL
"""
_ROTATION_THAT_USES = """
SELECT name FROM rotation WHERE department_id = $1 AND archived_at IS NULL AND EXISTS (
    SELECT FROM jsonb_array_elements(pattern -> 'rows') AS week, jsonb_array_elements_text(week) AS cell WHERE cell ~ $2
) LIMIT 1
"""
_DROP_TEMPLATE = """
UPDATE shift_template SET archived_at = $3 WHERE department_id = $1 AND code = $2 AND archived_at IS NULL
"""
