"""The line of a department, the plan that was handed over, and whose duty it is at a moment."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from backend.infra import db
from backend.rules.hotline import Plan, Segment, nothing_planned


@dataclass(frozen=True, slots=True)
class Line:
    """The 400 number of a department. `secrets` stay locked; `backend.hotline.systems` opens them.

    `enabled`: `switched_on`, and the department's rules say that it has a hotline. `ring_seconds` is of the rules, too:
    how long one number rings before the next is tried.
    """

    id: int
    department_id: int
    number: str
    office_number: str
    adapter: str
    settings: dict[str, Any]
    secrets: bytes | None = field(repr=False)
    token: str = field(repr=False)
    enabled: bool
    ring_seconds: int
    switched_on: bool = True


async def line_of(department_id: int) -> Line | None:
    """The department's line; None where it has none."""
    return _line(await db.fetchrow(f"{_LINE} WHERE line.department_id = $1", department_id))


async def line_by_id(line_id: int) -> Line | None:
    """For the controller and its jobs, which know no department yet."""
    return _line(await db.fetchrow(f"{_LINE} WHERE line.id = $1", line_id))


async def line_by_token(token: str) -> Line | None:
    """Whose address a vendor has called."""
    return _line(await db.fetchrow(f"{_LINE} WHERE line.token = $1", token))


async def current_plan(department_id: int) -> Plan:
    """The newest plan. Before the first one is made: everything to the office, version 0; without a line, nowhere."""
    row = await db.fetchrow(_PLAN, department_id)
    if row is None or row["plan"] is None:
        return nothing_planned(row["office_number"] if row else "")
    return Plan.from_dict(row["plan"])


async def plan_at(department_id: int, at: datetime) -> Plan | None:
    """The plan that stood at a moment of the past; None before the first."""
    plan = await db.fetchval(_PLAN_AT, department_id, at)
    return Plan.from_dict(plan) if plan else None


async def duty_at(department_id: int, at: datetime) -> Segment | None:
    """Where calls went, or go, at a moment, by the plan that stood then; None before the first plan."""
    plan = await plan_at(department_id, at)
    return plan.at(at) if plan else None


_LINE = """
SELECT line.id, line.department_id, line.number, line.office_number, line.adapter, line.settings, line.secrets,
    line.token, line.enabled AND coalesce((department.rules -> 'hotline' ->> 'enabled')::boolean, false)
        AND department.archived_at IS NULL AS enabled,
    coalesce((department.rules -> 'hotline' ->> 'ring_seconds')::int, 20) AS ring_seconds,
    line.enabled AS switched_on
FROM hotline_line AS line JOIN department ON department.id = line.department_id
"""
_PLAN = """
SELECT line.office_number, newest.plan FROM hotline_line AS line LEFT JOIN LATERAL (
    SELECT plan FROM hotline_plan WHERE line_id = line.id ORDER BY version DESC LIMIT 1
) AS newest ON true
WHERE line.department_id = $1
"""
_PLAN_AT = """
SELECT plan FROM hotline_plan WHERE department_id = $1 AND made_at <= $2 ORDER BY made_at DESC, version DESC LIMIT 1
"""


def _line(row: Any) -> Line | None:
    return Line(**row) if row else None
