"""The plan is made anew whenever something that it is made from has changed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from backend.hotline.facts import wanted_plan
from backend.hotline.queries import Line
from backend.hotline.standing import keep
from backend.infra import db, outbox
from backend.rules.hotline import Plan, diff

ALWAYS_STAND = timedelta(days=7)


async def replan(line: Line, at: datetime) -> Plan:
    """The plan that holds from `at` on: the newest, or a new version where facts now say something else, or where it
    reaches less than seven days ahead.

    Any number of processes may do so at once: they wait for each other, and who comes later finds nothing to change.
    """
    async with db.transaction():
        await db.execute("SELECT pg_advisory_xact_lock($1, $2)", _LOCK, line.id % 2**31)
        newest = await newest_plan(line.id)
        wanted = await wanted_plan(line, at, newest.version + 1 if newest else 1)
        await keep(line, planned_at=at)
        if newest is not None and _holds(newest, wanted, at):
            return newest
        await db.execute(
            _WRITE, line.department_id, line.id, wanted.version, wanted.to_dict(), wanted.span.start,
            wanted.span.end, at,
        )  # fmt: skip
        await outbox.record("hotline.planned", line.department_id, line_id=line.id, version=wanted.version)
    return wanted


async def follow(line: Line, at: datetime) -> None:
    """The plan follows a change at once, so that who made it sees what came of it; handing over is the worker's."""
    if line.enabled:
        await replan(line, at)


async def newest_plan(line_id: int) -> Plan | None:
    """The plan with the highest version."""
    return _plan(await db.fetchrow(f"{_READ} ORDER BY version DESC LIMIT 1", line_id))


async def plan_version(line_id: int, version: int) -> Plan | None:
    """One version of a line's plan."""
    return _plan(await db.fetchrow(f"{_READ} AND version = $2", line_id, version))


_LOCK = 0x706C616E  # any other number
_READ = "SELECT plan FROM hotline_plan WHERE line_id = $1"
_WRITE = """
INSERT INTO hotline_plan (department_id, line_id, version, plan, starts_at, ends_at, made_at)
VALUES ($1, $2, $3, $4, $5, $6, $7)
"""


def _holds(newest: Plan, wanted: Plan, at: datetime) -> bool:
    return newest.span.end - at >= ALWAYS_STAND and not diff(newest, wanted, max(at, wanted.span.start))


def _plan(row: Any) -> Plan | None:
    return Plan.from_dict(row["plan"]) if row else None
