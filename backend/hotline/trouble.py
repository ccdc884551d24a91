"""What is wrong with the telephone side: written down, told to those who can do something, and told again when over."""

from __future__ import annotations

from datetime import datetime, timedelta

from backend.company.queries import rules_of
from backend.hotline.people import called
from backend.hotline.queries import Line
from backend.hotline.standing import Standing, keep, pause, standing_of
from backend.hotline.switches import Switch, failure_is_written, write
from backend.infra import db, outbox
from backend.infra.telephony.adapter import Reported, TelephonyError
from backend.notifications.actions import tell, withdraw
from backend.rules.hotline import Plan

URL = "/hotline"


async def drifts(line: Line, standing: Standing, plan: Plan, reported: Reported, at: datetime) -> None:
    """It says something else than it should (R-HOT-3): written down and told once for each time that it begins."""
    if standing.drifting_since is not None:
        return
    now = plan.at(at)
    found = {"number": reported.number, "person_id": None}
    async with db.transaction():
        await keep(line, drifting_since=at, reported=reported.number)
        detail = f"plan {reported.version}" if reported.version not in (None, plan.version) else ""
        await write(line, Switch(at, "drift", found, now, plan.version, detail), at)
        await tell(
            "hotline.drift", line.department_id, _subject(line, at), at, url=URL,
            wanted=await called(line.department_id, now.target), found=reported.number,
        )  # fmt: skip
        await outbox.record("hotline.switched", line.department_id, line_id=line.id)


async def fails(
    line: Line, plan: Plan, error: TelephonyError, at: datetime, *, by_its_own_clock: bool
) -> None:
    """It cannot be reached: calls follow the plan that it has, we try again later and later. A switch that could not be
    made is written down; managers are told when it lasts longer than a switch may take (R-HOT-3)."""
    async with db.transaction():
        standing = await standing_of(line.id)
        since, failures = standing.failing_since or at, standing.failures + 1
        await keep(
            line, failing_since=since, failures=failures, trouble=error.reason[:300],
            retry_at=at + timedelta(seconds=pause(failures, error.again_in)),
        )  # fmt: skip
        due = standing.version != plan.version or (not by_its_own_clock and _elsewhere(standing, plan, at))
        written = due and not await failure_is_written(line.id, since)
        if written:
            failed = Switch(at, "failed", standing.target, plan.at(at), plan.version, error.reason[:300])
            await write(line, failed, at)
        if written or standing.failing_since is None:
            await outbox.record("hotline.switched", line.department_id, line_id=line.id)
        patience = (await rules_of(line.department_id)).hotline.switch_seconds
        if (at - since).total_seconds() >= patience:
            await tell(
                "hotline.away",
                line.department_id,
                _subject(line, since),
                at,
                url=URL,
                since=since.isoformat(),
            )


async def is_over(line: Line, standing: Standing, plan: Plan, at: datetime) -> bool:
    """Whether something was wrong that is right now; says so in the log and to whom was told."""
    now, known = plan.at(at), standing.target
    if standing.drifting_since is not None:
        await write(
            line,
            Switch(at, "repaired", {"number": standing.reported, "person_id": None}, now, plan.version),
            at,
        )
        await withdraw("hotline.drift", line.department_id, _subject(line, standing.drifting_since), at)
        await _tell_over(line, standing.drifting_since, at)
    if standing.failing_since is not None:
        if await failure_is_written(line.id, standing.failing_since):
            await write(line, Switch(at, "recovered", known, now, plan.version), at)
        await withdraw("hotline.away", line.department_id, _subject(line, standing.failing_since), at)
        patience = (await rules_of(line.department_id)).hotline.switch_seconds
        if (at - standing.failing_since).total_seconds() >= patience:
            await _tell_over(line, standing.failing_since, at)
    return standing.drifting_since is not None or standing.failing_since is not None


def _elsewhere(standing: Standing, plan: Plan, at: datetime) -> bool:
    return standing.target is None or standing.target["number"] != plan.at(at).target.number


async def _tell_over(line: Line, since: datetime, at: datetime) -> None:
    await tell(
        "hotline.repaired", line.department_id, _subject(line, since), at, url=URL, since=since.isoformat()
    )


def _subject(line: Line, since: datetime) -> str:
    return f"line:{line.id}:{since.isoformat(timespec='seconds')}"
