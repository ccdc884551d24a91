"""R-PPL-3: notice one month ahead, a week to hand everything over, and on the last day every access ends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from backend.audit.actions import note
from backend.company.queries import department_zone, rules_of
from backend.infra import db, outbox
from backend.infra.apart import apart
from backend.infra.refusal import Refusal, not_found
from backend.people import live_rights  # noqa: F401  # registers what follows
from backend.people.hiring import person_here
from backend.people.sessions import end_sessions
from backend.people.succession import somebody_manages
from backend.people.viewer import Actor, Program
from backend.rules.presets import LeavingParameters


@dataclass(frozen=True, slots=True)
class Leaving:
    """The three dates of somebody who goes; the handover week ends with the last day."""

    notice_on: date
    handover_from: date
    last_day: date
    short: bool


def leaving(notice_on: date, last_day: date, wanted: LeavingParameters) -> Leaving:
    """`short` when fewer days than the department wants lie between notice and last day."""
    handover = max(notice_on, last_day - timedelta(days=max(wanted.handover_days - 1, 0)))
    return Leaving(notice_on, handover, last_day, last_day < earliest_last_day(notice_on, wanted))


def earliest_last_day(notice_on: date, wanted: LeavingParameters) -> date:
    """The first last day that needs no reason."""
    return notice_on + timedelta(days=wanted.notice_days)


async def give_notice(
    by: Actor, person_id: int, at: datetime, *, notice_on: date, last_day: date, short_reason: str = ""
) -> Leaving:
    """Writes down that somebody goes. Shorter notice than the department wants needs `short_reason`, which is kept."""
    wanted = (await rules_of(by.department_id)).leaving
    plan = leaving(notice_on, last_day, wanted)
    async with db.transaction():
        person = await person_here(by, person_id)
        today = at.astimezone(await department_zone(by.department_id)).date()
        if last_day < max(notice_on, today):
            raise Refusal("people-last-day-past", field="last_day")
        if plan.short and not short_reason.strip():
            needed = earliest_last_day(notice_on, wanted).isoformat()
            raise Refusal("people-notice-short", field="short_reason", needed=needed)
        async with somebody_manages(by.department_id):
            await db.execute(_NOTICE, person_id, notice_on, last_day)
        await _note(
            by,
            "person.notice_given",
            person_id,
            name=person["name"],
            notice_on=notice_on.isoformat(),
            last_day=last_day.isoformat(),
            short_reason=short_reason.strip() or None,
        )
    return plan


async def withdraw_notice(by: Actor, person_id: int, at: datetime) -> None:
    """The person stays after all."""
    async with db.transaction():
        person = await person_here(by, person_id)
        if person["last_day"] is None:
            raise Refusal("people-no-notice", 409)
        await db.execute(_NOTICE, person_id, None, None)
        await _note(by, "person.notice_withdrawn", person_id, name=person["name"])


async def leave_now(by: Actor, person_id: int, at: datetime, *, reason: str) -> None:
    """Ends somebody's access this moment; the reason is kept. Nobody does it to themselves by mistake."""
    if not reason.strip():
        raise Refusal("people-reason-missing", field="reason")
    async with db.transaction():
        person = await person_here(by, person_id)
        if by.person_id == person_id:
            raise Refusal("people-own-leaving", 409, way_out="/people")
        if person["company_admin"]:
            await _an_admin_remains(person_id)
        today = at.astimezone(await department_zone(by.department_id)).date()
        async with somebody_manages(by.department_id):
            await _end_access(by, person_id, at, today, reason=reason.strip())


async def take_back(by: Actor, person_id: int, at: datetime) -> None:
    """Somebody who had left works here again; they need a new invitation, for no old key opens any more."""
    async with db.transaction():
        person = await db.fetchrow(
            "SELECT name, left_at FROM person WHERE department_id = $1 AND id = $2 FOR UPDATE",
            by.department_id,
            person_id,
        )
        if person is None:
            raise not_found()
        if person["left_at"] is None:
            raise Refusal("people-never-left", 409, name=person["name"])
        if await db.fetchval(_NUMBERS_TAKEN, by.department_id, person_id):
            raise Refusal("people-mobile-taken", 409, field="mobile")
        await db.execute(_BACK, person_id)
        await _note(by, "person.taken_back", person_id, name=person["name"])


async def end_access_of_leavers(at: datetime) -> list[int]:
    """Ends what is over by `at`, department by department; returns whose access ended. Safe to run at any time.

    The last day ends at midnight of the department's clock, or with the night shift that began on it (R-ATT-9).
    """
    ended: list[int] = []

    async def end(row: Any) -> int:
        by = Program(row["department_id"])
        async with db.transaction():
            if not await db.fetchval(_STILL_HERE, row["id"]):
                return 0
            await _end_access(by, row["id"], at, row["last_day"], reason="last day")
        ended.append(row["id"])
        return 1

    await apart("leavers", end, await db.fetch(_DUE, at))
    return ended


async def log_out_everywhere(by: Actor, person_id: int, at: datetime) -> int:
    """Ends a person's log-ins, for instance after a lost phone; returns how many there were."""
    async with db.transaction():
        person = await person_here(by, person_id)
        ended = await end_sessions(person_id, at)
        await _note(by, "person.sessions_ended", person_id, name=person["name"], count=ended)
    return ended


async def _end_access(by: Actor, person_id: int, at: datetime, last_day: date, *, reason: str) -> None:
    """Everything that opens a door ends in one transaction; what the person did stays under their name."""
    await db.execute(_LEFT, person_id, at, last_day)
    for statement in _KEYS:
        await db.execute(statement, person_id, at)
    await db.execute("DELETE FROM passkey WHERE person_id = $1", person_id)
    await _note(by, "person.left", person_id, reason=reason, last_day=last_day.isoformat())
    await outbox.record("person.left", by.department_id, person_id=person_id)


async def _an_admin_remains(person_id: int) -> None:
    if not await db.fetchval(_OTHER_ADMIN, person_id):
        raise Refusal("people-last-admin", 409, way_out="/company")


async def _note(by: Actor, verb: str, person_id: int, **details: object) -> None:
    await note(verb, f"person:{person_id}", department_id=by.department_id, actor_id=by.person_id, **details)


_STILL_HERE = "SELECT 1 FROM person WHERE id = $1 AND left_at IS NULL FOR UPDATE"
_NOTICE = "UPDATE person SET notice_on = $2, last_day = $3 WHERE id = $1"
_BACK = """
UPDATE person SET left_at = NULL, last_day = NULL, notice_on = NULL, password_hash = NULL, level = 1,
    company_admin = false
WHERE id = $1
"""
_NUMBERS_TAKEN = """
SELECT 1 FROM person gone JOIN person here ON here.department_id = gone.department_id AND here.left_at IS NULL
    AND (here.mobile = gone.mobile OR here.employee_number = gone.employee_number)
WHERE gone.department_id = $1 AND gone.id = $2 LIMIT 1
"""
_LEFT = """
UPDATE person SET left_at = $2, last_day = $3, notice_on = coalesce(notice_on, $3), password_hash = NULL WHERE id = $1
"""
_SESSIONS = "UPDATE session SET ended_at = $2 WHERE person_id = $1 AND ended_at IS NULL"
_KEYS = (
    _SESSIONS,
    "UPDATE device SET ended_at = $2 WHERE person_id = $1 AND ended_at IS NULL",
    "UPDATE api_token SET ended_at = $2 WHERE person_id = $1 AND ended_at IS NULL",
    "UPDATE invitation SET revoked_at = $2 WHERE person_id = $1 AND used_at IS NULL AND revoked_at IS NULL",
    "UPDATE calendar_feed SET revoked_at = $2 WHERE person_id = $1 AND revoked_at IS NULL",
    "UPDATE level_change SET ended_at = $2, outcome = 'withdrawn' WHERE person_id = $1 AND ended_at IS NULL",
)
_OTHER_ADMIN = (
    "SELECT 1 FROM person WHERE company_admin AND left_at IS NULL AND last_day IS NULL AND id <> $1 LIMIT 1"
)
_DUE = """
SELECT person.id, person.department_id, person.last_day
FROM person JOIN department ON department.id = person.department_id
WHERE person.left_at IS NULL AND person.last_day IS NOT NULL AND $1 >= greatest(
    (person.last_day + 1)::timestamp AT TIME ZONE department.zone,
    (SELECT max(upper(shift.segments)) FROM shift
     WHERE shift.person_id = person.id AND shift.day = person.last_day AND shift.in_force)
)
ORDER BY person.id
"""
