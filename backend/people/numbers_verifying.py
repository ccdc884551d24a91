"""A mobile is verified by a code that is read back from it; nobody's word about their own number counts (R-APPR-2)."""

from __future__ import annotations

import math
import unicodedata
from datetime import datetime, timedelta
from typing import Any

from backend.audit.actions import note
from backend.infra import db, outbox
from backend.infra.refusal import Refusal, not_found
from backend.people import numbers_live  # noqa: F401  # registers what follows
from backend.people.numbers import MOST_TRIES
from backend.people.numbers_codes import WAYS, new_seed, same_code, sendable
from backend.people.viewer import Actor, Viewer

VALID = timedelta(minutes=10)
WITHIN = timedelta(hours=1)
MOST_CODES = 6
"""How many codes somebody may ask for within an hour: a message costs money, and a guess needs many codes."""


async def ask_for_code(by: Viewer, at: datetime, way: str = "call") -> int:
    """Makes a code for one's own mobile; the one before it no longer counts. Returns the check's id.

    By `call` the code stands on one's own screen and a lead who rings that mobile has it read out; by `message` it is
    sent to the mobile and typed in. Refuses without a mobile, without a provider for messages, when the number is
    verified already, and a seventh code within an hour.
    """
    if way not in WAYS or (way == "message" and not await sendable(await _home(by) or 0)):
        raise Refusal("numbers-no-message", 409, field="way")
    async with db.transaction():
        person = await _myself(by)
        await _not_too_often(person["department_id"], by.person_id, at)
        await db.execute(_REPLACE, person["department_id"], by.person_id, at)
        check_id = await db.fetchval(
            _OPEN, person["department_id"], by.person_id, person["mobile"], way, new_seed(), at, at + VALID
        )
        await _follow("number.code_asked", by, by.person_id, person["department_id"], way=way)
    return check_id


async def confirm_number(by: Viewer, code: str, at: datetime) -> None:
    """The code that came to one's own mobile as a message, typed in by its owner."""
    async with db.transaction():
        check = await db.fetchrow(_CHECK, await _home(by), by.person_id, at, "message")
        if check is None:
            raise Refusal("numbers-no-code-mine", 409, field="code")
        right = await _tried(by, check, code, at, verified_by=None)
    _say(right, check)


async def read_back(by: Actor, person_id: int, code: str, at: datetime) -> None:
    """What somebody read out to whoever rang their mobile. Refuses one's own number: that proves nothing."""
    may_verify(by)
    async with db.transaction():
        person = await db.fetchrow(_PERSON, by.department_id, person_id)
        if person is None:
            raise not_found()
        if person_id == by.person_id:
            raise Refusal("numbers-own", 403, field="code")
        check = await db.fetchrow(_CHECK, by.department_id, person_id, at, "call")
        if check is None:
            raise Refusal("numbers-no-code", 409, field="code", name=person["name"])
        right = await _tried(by, check, code, at, verified_by=by.person_id)
    _say(right, check)


def may_verify(by: Actor) -> None:
    """Leads and managers: who looks after the hotline, or after people."""
    if not verifies(by):
        raise Refusal("shell-error-forbidden", 403)


def verifies(by: Actor) -> bool:
    return by.may("hotline.manage") or by.may("people.manage")


async def _tried(by: Actor, check: Any, code: str, at: datetime, *, verified_by: int | None) -> bool:
    """Counts the try, in this transaction, right or wrong: a wrong one must not be undone by its own refusal."""
    department_id, person_id = check["department_id"], check["person_id"]
    right = same_code(check["seed"], clean_code(code))
    await db.execute(_TRY, check["id"], at, MOST_TRIES, right)
    if right:
        await db.execute(_VERIFY, department_id, person_id, check["mobile"], check["way"], verified_by, at)
        await _follow("number.verified", by, person_id, department_id, way=check["way"])
    else:
        await _follow(
            "number.code_wrong", by, person_id, department_id, way=check["way"], tries=check["tries"] + 1
        )
    return right


def clean_code(text: str) -> str:
    """Full-width digits made normal, and the gap in the middle that people type as they read."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def _say(right: bool, check: Any) -> None:
    left = MOST_TRIES - check["tries"] - 1
    if not right:
        raise Refusal("numbers-code-wrong" if left else "numbers-code-spent", 422, field="code", left=left)


async def _myself(by: Viewer) -> Any:
    """One's own row, locked, in a state in which there is something to verify."""
    person = await db.fetchrow(_ME, by.person_id)
    if person is None or person["department_id"] is None:
        raise Refusal("shell-error-no-department", 409, way_out="/departments")
    if person["mobile"] is None:
        raise Refusal("numbers-no-mobile", 409)
    if person["verified"]:
        raise Refusal("numbers-already", 409)
    return person


async def _home(by: Viewer) -> int | None:
    """Where the person works, which is not where a company administrator looks around at the moment."""
    return await db.fetchval("SELECT department_id FROM person WHERE id = $1", by.person_id)


async def _not_too_often(department_id: int, person_id: int, at: datetime) -> None:
    oldest = await db.fetchval(_OFTEN, department_id, person_id, at - WITHIN, MOST_CODES - 1)
    if oldest is not None:
        minutes = math.ceil((oldest + WITHIN - at).total_seconds() / 60)
        raise Refusal("numbers-wait", 429, minutes=max(1, minutes))


async def _follow(
    event: str, by: Actor, person_id: int, department_id: int, *, way: str, **details: Any
) -> None:
    await note(
        event, f"person:{person_id}", department_id=department_id, actor_id=by.person_id, way=way, **details
    )
    await outbox.record(event, department_id, person_id=person_id, way=way)


_ME = """
SELECT department_id, mobile, EXISTS (
    SELECT FROM verified_number WHERE department_id = person.department_id AND person_id = person.id
        AND mobile = person.mobile AND ended_at IS NULL
) AS verified
FROM person WHERE id = $1 AND left_at IS NULL FOR UPDATE OF person
"""
_PERSON = "SELECT name FROM person WHERE department_id = $1 AND id = $2"
_OFTEN = """
SELECT asked_at FROM number_check WHERE department_id = $1 AND person_id = $2 AND asked_at > $3
ORDER BY asked_at DESC OFFSET $4 LIMIT 1
"""
_REPLACE = """
UPDATE number_check SET ended_at = $3, outcome = 'replaced'
WHERE department_id = $1 AND person_id = $2 AND ended_at IS NULL
"""
_OPEN = """
INSERT INTO number_check (department_id, person_id, mobile, way, seed, asked_at, expires_at)
VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id
"""
_CHECK = """
SELECT number_check.* FROM number_check JOIN person ON person.id = number_check.person_id
    AND person.mobile = number_check.mobile AND person.left_at IS NULL
WHERE number_check.department_id = $1 AND person_id = $2 AND way = $4 AND ended_at IS NULL AND expires_at > $3
FOR UPDATE
"""
_TRY = """
UPDATE number_check SET tries = tries + 1,
    ended_at = CASE WHEN $4 OR tries + 1 >= $3 THEN $2::timestamptz END,
    outcome = CASE WHEN $4 THEN 'verified' WHEN tries + 1 >= $3 THEN 'spent' END
WHERE id = $1
"""
_VERIFY = """
INSERT INTO verified_number (department_id, person_id, mobile, way, verified_by, verified_at)
VALUES ($1, $2, $3, $4, $5, $6)
"""
