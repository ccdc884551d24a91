"""The phone proves that it can be reached: at clock-in by itself, and whenever its owner wants to see it.

Guarantees:
- a test is a message like any other, by the same way: what it proves holds for what matters;
- a clock-in is never delayed or refused by it, and the same clock-in tests once, however often it is retried;
- leads hear of a phone that cannot be reached before its shift needs it, once for each beginning of shifts.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from backend.company.queries import rules_of
from backend.hotline.queries import current_plan
from backend.infra import db
from backend.infra.apart import apart
from backend.infra.refusal import Refusal
from backend.notifications.actions import tell, withdraw
from backend.people.viewer import Viewer
from backend.phones.reach import COMING, reach_of_shifts, signs_of
from backend.rules.hotline.parts import PERSON
from backend.rules.phones import ANSWER_WITHIN, can_be_reached, needs_proof

WARN_AHEAD = timedelta(minutes=60)
"""How long before a shift or a hotline duty begins the leads hear whose phone would not ring."""
TEST_LIVES = timedelta(minutes=10)
ONE_TEST = 10
"""Seconds within which a second tap is the same test."""
PAGE = "/me/phone"


async def send_test(by: Viewer, at: datetime) -> None:
    """Sends the person a test by every way that a message takes. Refuses 409 without a department."""
    if not by.department_id:
        raise Refusal("shell-error-no-department", 409)
    subject = f"test:{by.person_id}:{int(at.timestamp()) // ONE_TEST}"
    async with db.transaction():
        await tell(
            "test", by.department_id, subject, at, person_ids=[by.person_id], url=PAGE, until=at + TEST_LIVES
        )


async def prove_at_clock_in(department_id: int, person_id: int, punch_id: int, at: datetime) -> bool:
    """Tests the phone of somebody who has come, unless it has proven itself lately; whether it did."""
    if not (await rules_of(department_id)).messages.prove_phone:
        return False
    signs = await signs_of(department_id, [person_id], at)
    if not needs_proof(signs[person_id], at):
        return False
    async with db.transaction():
        new = await tell(
            "test",
            department_id,
            f"punch:{punch_id}",
            at,
            person_ids=[person_id],
            url=PAGE,
            until=at + TEST_LIVES,
        )
    return bool(new)


async def warn_leads(at: datetime) -> int:
    """Tells the leads of every department whose phone cannot be reached: of those whose shift or hotline duty begins
    within the hour, and of those who are here and whose phone does not answer. Returns how many were told; running it
    again tells nobody twice, and one department's trouble is heard after the others have been told."""

    async def warn(row: Any) -> int:
        rules = await rules_of(row["id"], row["rules_version"])
        return await _warn_of_department(row["id"], at) if rules.messages.prove_phone else 0

    return await apart("phones", warn, await db.fetch(_DEPARTMENTS))


async def _warn_of_department(department_id: int, at: datetime) -> int:
    coming = await _coming(department_id, at)
    signs = await signs_of(department_id, {person_id for _, person_id, _ in coming}, at)
    groups: dict[datetime, list[str]] = {}
    for start, person_id, name in coming:
        if not can_be_reached(signs[person_id], at) and name not in groups.setdefault(start, []):
            groups[start].append(name)
    told = 0
    for start, names in groups.items():
        if names:
            told += await _tell(department_id, f"phones:{start.isoformat()}", names, at, start + WARN_AHEAD)
    return told + await _warn_of_silent(department_id, at)


async def _coming(department_id: int, at: datetime) -> list[tuple[datetime, int, str]]:
    """(when, who, name) of the shifts and hotline duties that begin within the hour."""
    rows = await db.fetch(COMING, department_id, at, at + WARN_AHEAD)
    coming = [(row["start"], row["person_id"], row["name"]) for row in rows]
    plan = await current_plan(department_id)
    duties = {
        segment.target.person_id: segment.span.start
        for segment in plan.segments
        if segment.target.kind == PERSON and at < segment.span.start <= at + WARN_AHEAD
    }
    names = await db.fetch("SELECT id, name FROM person WHERE id = ANY($1::bigint[])", list(duties))
    return sorted(coming + [(duties[row["id"]], row["id"], row["name"]) for row in names])


async def _warn_of_silent(department_id: int, at: datetime) -> int:
    """Who has come and does not answer; and what is over because they do by now."""
    told = 0
    for each in await reach_of_shifts(department_id, at, timedelta(0)):
        subject = f"phone:{each.person_id}:{(each.start or at).date().isoformat()}"
        if each.here and each.state == "silent" and await _asked(each.person_id, at):
            told += await _tell(department_id, subject, [each.name], at, None)
        elif each.reachable and await db.fetchval(_OPEN_WARNING, department_id, subject):
            async with db.transaction():
                await withdraw("phone.unreachable", department_id, subject, at)
    return told


async def _asked(person_id: int, at: datetime) -> bool:
    """Whether a test has waited long enough to be an answer in itself."""
    return bool(await db.fetchval(_ASKED, person_id, at - ANSWER_WITHIN))


async def _tell(
    department_id: int, subject: str, names: Iterable[str], at: datetime, until: datetime | None
) -> int:
    args: dict[str, Any] = {"name": " · ".join(names)}
    async with db.transaction():
        new = await tell(
            "phone.unreachable", department_id, subject, at, url="/floor/phones", until=until, **args
        )
    return len(new)


_DEPARTMENTS = "SELECT id, rules_version FROM department WHERE archived_at IS NULL ORDER BY id"
_ASKED = """
SELECT EXISTS (SELECT 1 FROM message WHERE person_id = $1 AND kind = 'test' AND told_at <= $2
               AND told_at > $2::timestamptz - interval '1 day')
"""
_OPEN_WARNING = """
SELECT EXISTS (SELECT 1 FROM message WHERE department_id = $1 AND kind = 'phone.unreachable' AND subject = $2
               AND state IN ('open', 'told', 'exhausted'))
"""
