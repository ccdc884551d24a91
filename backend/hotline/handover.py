"""One line's plan is handed to its telephone system, read back, and repaired where it differs."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from backend.hotline import trouble
from backend.hotline.queries import Line
from backend.hotline.replanning import plan_version
from backend.hotline.standing import Standing, keep, pause, standing_of
from backend.hotline.switches import switches_since, target_of, write
from backend.hotline.systems import system_of
from backend.infra import db, outbox
from backend.infra.telephony.adapter import Reported, Telephony, TelephonyError
from backend.rules.hotline import Plan, boundaries, next_boundary

SETTLES_IN = timedelta(seconds=10)
"""A telephone system that takes the plan by itself has so long to do so before a difference is called one."""


async def hand_over(line: Line, plan: Plan, at: datetime) -> None:
    """Whatever the telephone side does not have yet. Call it alone with the line; no transaction is open meanwhile."""
    standing = await standing_of(line.id)
    if standing.version > plan.version or (standing.rests(at) and standing.version == plan.version):
        return
    had = await plan_version(line.id, standing.target["version"]) if standing.target else None
    system: Telephony | None = None
    try:
        system = system_of(line)
        await _bring(system, line, standing, plan, at)
        reported = await system.current_target(at) if system.capabilities.reads_back else None
        if reported is not None and not agrees(reported, plan, at):
            if _settles(standing, plan, at):
                await keep(line, looked_at=None)
                return
            await trouble.drifts(line, standing, plan, reported, at)
            reported = await _repair(system, plan, at)
    except TelephonyError as error:
        await trouble.fails(line, plan, error, at, by_its_own_clock=_own_clock(system))
        return
    if reported is None or agrees(reported, plan, at):
        await _well(line, had, plan, reported, at, _own_clock(system))
    else:
        await _try_again(line, reported, standing.failures + 1, at)


def agrees(reported: Reported, plan: Plan, at: datetime) -> bool:
    """Whether it has the plan's number now and, where it knows versions, the plan itself."""
    return reported.number == plan.at(at).target.number and reported.version in (None, plan.version)


async def _bring(system: Telephony, line: Line, standing: Standing, plan: Plan, at: datetime) -> None:
    """Hands over what is new; tells a system that keeps no plan the number whenever that has changed."""
    new = standing.version != plan.version or standing.handed_at is None
    if new or standing.drifting_since or _moved(system, standing, plan, at):
        await system.apply_plan(plan, at)
        await keep(line, version=plan.version, handed_at=at)


def _moved(system: Telephony, standing: Standing, plan: Plan, at: datetime) -> bool:
    known = standing.target or {}
    return not _own_clock(system) and known.get("number") != plan.at(at).target.number


def _own_clock(system: Telephony | None) -> bool:
    """Whether calls follow the plan without anybody being told at a boundary."""
    return system is not None and (system.capabilities.keeps_plan or system.capabilities.asks)


async def _repair(system: Telephony, plan: Plan, at: datetime) -> Reported | None:
    await system.apply_plan(plan, at)
    return await system.current_target(at)


def _settles(standing: Standing, plan: Plan, at: datetime) -> bool:
    """Whether it may just not have come round to it: a plan, or a boundary of it, is only seconds old."""
    if standing.drifting_since:
        return False
    young = at - SETTLES_IN
    fresh = standing.version != plan.version or (
        standing.handed_at is not None and standing.handed_at > young
    )
    return fresh or bool(boundaries(plan, young, at))


async def _try_again(line: Line, reported: Reported, failures: int, at: datetime) -> None:
    """Put right, and it still says something else: again and again, later and later."""
    retry_at = at + timedelta(seconds=pause(failures))
    await keep(line, failures=failures, retry_at=retry_at, looked_at=at, reported=reported.number)


async def _well(
    line: Line, had: Plan | None, plan: Plan, reported: Reported | None, at: datetime, own_clock: bool
) -> None:
    """It has what it should have: what was switched is written down, and what was wrong is over."""
    async with db.transaction():
        standing = await standing_of(line.id)
        switched = switches_since(standing, had, plan, at, own_clock)
        for each in switched:
            await write(line, each, at)
        over = await trouble.is_over(line, standing, plan, at)
        await keep(line, **_as_it_is(plan, reported, at))
        if switched or over:
            await outbox.record("hotline.switched", line.department_id, line_id=line.id)


def _as_it_is(plan: Plan, reported: Reported | None, at: datetime) -> dict[str, Any]:
    now = plan.at(at)
    return {
        "target": target_of(now, plan.version), "told_until": at, "next_at": next_boundary(plan, at), "looked_at": at,
        "reported": reported.number if reported else now.target.number, "drifting_since": None, "failing_since": None,
        "failures": 0, "retry_at": None, "trouble": "",
    }  # fmt: skip
