"""Every switch is written down once, at its time (R-HOT-6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from backend.hotline.queries import Line
from backend.hotline.standing import Standing
from backend.infra import db
from backend.rules.hotline import Plan, Segment, boundaries


@dataclass(frozen=True, slots=True)
class Switch:
    """From `at` on calls go to `after` instead of `before` (None: nothing was known before)."""

    at: datetime
    kind: str
    before: dict[str, Any] | None
    after: Segment
    version: int
    detail: str = ""


def switches_since(
    standing: Standing, had: Plan | None, plan: Plan, at: datetime, by_its_own_clock: bool
) -> tuple[Switch, ...]:
    """What has been switched since it was last written down, up to `at`.

    `had` is the plan that the telephone side had before `plan`; it went by it until now. A system without a clock of
    its own has switched when it was told, that is now, and none of what it missed.
    """
    if standing.target is None or standing.told_until is None or had is None:
        return (Switch(at, "changed", None, plan.at(at), plan.version),)
    known: dict[str, Any] = standing.target
    done: list[Switch] = []
    if by_its_own_clock:
        for when, _, new in boundaries(had, standing.told_until, at):
            done.append(Switch(when, "planned", known, new, had.version))
            known = target_of(new, had.version)
    now = plan.at(at)
    if known["number"] != now.target.number:
        done.append(Switch(at, _kind(had, plan, now, known), known, now, plan.version))
    return tuple(done)


def target_of(segment: Segment, version: int) -> dict[str, Any]:
    """Where a segment's calls go first by a version of the plan, as it is kept to compare with."""
    return {
        "version": version,
        "number": segment.target.number,
        "person_id": segment.target.person_id,
        "kind": segment.target.kind,
        "why": segment.why,
    }


async def write(line: Line, switch: Switch, at: datetime) -> None:
    """One line of the log. A planned switch is written once, whoever comes to it first."""
    before = switch.before or {"number": "", "person_id": None}
    await db.execute(
        _WRITE, line.department_id, line.id, switch.at, switch.kind, before["number"], before["person_id"],
        switch.after.target.number, switch.after.target.person_id, switch.after.why, switch.version, switch.detail, at,
    )  # fmt: skip


async def failure_is_written(line_id: int, since: datetime) -> bool:
    """Whether the log says already that something could not be switched since then."""
    return bool(await db.fetchval(_FAILED, line_id, since))


def _kind(had: Plan, plan: Plan, now: Segment, known: dict[str, Any]) -> str:
    if had.version == plan.version:
        return "planned"
    return "taken" if "taken" in (now.why, known["why"]) else "changed"


_WRITE = """
INSERT INTO hotline_switch (department_id, line_id, at, kind, from_number, from_person_id, to_number, to_person_id, why,
    version, detail, recorded_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
ON CONFLICT DO NOTHING
"""
_FAILED = "SELECT 1 FROM hotline_switch WHERE line_id = $1 AND kind = 'failed' AND recorded_at >= $2 LIMIT 1"
