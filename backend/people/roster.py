"""Who works here, who is coming and who has gone."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from backend.infra import db
from backend.infra.refusal import Refusal, not_found

STATES = ("invited", "active", "leaving", "left")
PAGE_SIZE = 60


@dataclass(frozen=True, slots=True)
class RosterRow:
    """A person as the roster shows them. `state`: invited (never got in yet), active, leaving, left."""

    id: int
    name: str
    login: str
    mobile: str | None
    employee_number: str | None
    post: dict[str, str]
    post_code: str | None
    role: str
    level: int
    state: str
    joined_on: date | None
    last_day: date | None
    company_admin: bool


@dataclass(frozen=True, slots=True)
class Roster:
    """One page of the roster, and how many there are in each state."""

    rows: tuple[RosterRow, ...]
    total: int
    counts: dict[str, int]


@dataclass(frozen=True, slots=True)
class PersonCard:
    """Everything that the person page shows beside the roster's row."""

    row: RosterRow
    notice_on: date | None
    left_at: datetime | None
    created_at: datetime
    open_sessions: int
    invitation_expires_at: datetime | None
    shifts_after_last_day: int


async def roster(
    department_id: int,
    at: datetime,
    *,
    search: str = "",
    post: str = "",
    role: str = "",
    level: int | None = None,
    state: str = "",
    page: int = 1,
) -> Roster:
    """People by name, number, mobile or log-in; those who have left only when `state` asks for them."""
    if state and state not in STATES:
        raise Refusal("shell-error-field", 422, field="status", fields="status")
    given = (department_id, _pattern(search), post, role, level)
    counts = dict.fromkeys(STATES, 0) | {
        row["state"]: row["count"] for row in await db.fetch(_COUNTS, *given)
    }
    rows = await db.fetch(_PAGE, *given, state, PAGE_SIZE, (max(page, 1) - 1) * PAGE_SIZE)
    shown = STATES[:3] if not state else (state,)
    return Roster(tuple(_row(row) for row in rows), sum(counts[key] for key in shown), counts)


async def person_card(department_id: int, person_id: int, at: datetime) -> PersonCard:
    """One person of the department, also one who has left; anybody else is not found."""
    row = await db.fetchrow(_CARD, department_id, person_id, at)
    if row is None:
        raise not_found()
    return PersonCard(
        _row(row),
        row["notice_on"],
        row["left_at"],
        row["created_at"],
        row["open_sessions"],
        row["invitation_expires_at"],
        row["shifts_after"],
    )


async def roster_csv(department_id: int, headings: list[str], lang: str) -> str:
    """The whole roster for a spreadsheet, with the headings that an import understands.

    A cell that a spreadsheet would take for a formula gets an apostrophe in front; an import takes it off again.
    """
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out)
    writer.writerow(headings)
    for row in await db.fetch(_EXPORT, department_id):
        name = row["post"].get("en" if lang == "en" else "zh", row["post_code"] or "")
        values = (row["name"], row["login"], row["mobile"], row["employee_number"], name, row["joined_on"])
        writer.writerow([harmless(value) for value in values])
    return out.getvalue()


def harmless(value: Any) -> str:
    """A cell that no spreadsheet carries out, and whose long numbers and leading zeros it does not spoil."""
    text = "" if value is None else str(value)
    return "'" + text if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def _pattern(search: str) -> str:
    escaped = search.strip().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%" if escaped else ""


def _row(row: Any) -> RosterRow:
    return RosterRow(**{name: row[name] for name in RosterRow.__dataclass_fields__})


_STATE = """
CASE WHEN person.left_at IS NOT NULL THEN 'left'
     WHEN person.last_day IS NOT NULL THEN 'leaving'
     WHEN person.password_hash IS NULL AND NOT EXISTS (SELECT 1 FROM passkey WHERE passkey.person_id = person.id)
     THEN 'invited' ELSE 'active' END
"""
_FIELDS = f"""
person.id, person.name, person.login, person.mobile, person.employee_number, coalesce(post.names, '{{}}') AS post,
post.code AS post_code, person.role, person.level, {_STATE} AS state, person.joined_on, person.last_day,
person.company_admin
"""
_FROM = """
FROM person LEFT JOIN post ON post.id = person.post_id
WHERE person.department_id = $1
    AND ($2::text = '' OR person.name ILIKE $2 OR person.login ILIKE $2 OR person.mobile ILIKE $2
         OR person.employee_number ILIKE $2)
    AND ($3::text = '' OR post.code = $3) AND ($4::text = '' OR person.role = $4)
    AND ($5::int IS NULL OR person.level = $5)
"""
_COUNTS = f"SELECT state, count(*) FROM (SELECT {_STATE} AS state {_FROM}) AS found GROUP BY state"
_PAGE = f"""
SELECT * FROM (SELECT {_FIELDS}, coalesce(post.position, 9999) AS place {_FROM}) AS found
WHERE (state = $6 OR ($6 = '' AND state <> 'left')) ORDER BY place, name, id LIMIT $7 OFFSET $8
"""
_CARD = f"""
SELECT {_FIELDS}, person.notice_on, person.left_at, person.created_at,
    (SELECT count(*) FROM session WHERE session.person_id = person.id AND ended_at IS NULL AND expires_at > $3)
        AS open_sessions,
    (SELECT max(expires_at) FROM invitation WHERE invitation.person_id = person.id AND used_at IS NULL
        AND revoked_at IS NULL AND expires_at > $3) AS invitation_expires_at,
    (SELECT count(*) FROM shift WHERE shift.person_id = person.id AND shift.day > person.last_day
        AND (in_draft OR in_force)) AS shifts_after
FROM person LEFT JOIN post ON post.id = person.post_id
WHERE person.department_id = $1 AND person.id = $2
"""
_EXPORT = """
SELECT person.name, person.login, person.mobile, person.employee_number, coalesce(post.names, '{}') AS post,
    post.code AS post_code, person.joined_on
FROM person LEFT JOIN post ON post.id = person.post_id
WHERE person.department_id = $1 AND person.left_at IS NULL
ORDER BY coalesce(post.position, 9999), person.name, person.id
"""
