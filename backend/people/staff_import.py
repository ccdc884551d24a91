"""Importing a list of people: first shown row by row, then carried out exactly as it was shown, or not at all."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

import asyncpg

from backend.audit.actions import note
from backend.company.queries import rules_of
from backend.infra import db, outbox
from backend.infra.refusal import Refusal, not_found
from backend.people import live_rights  # noqa: F401  # registers what follows
from backend.people.particulars import (
    clean_login,
    clean_mobile,
    clean_name,
    clean_number,
    plain,
    read_date,
    suggested_login,
)
from backend.people.staff_file import StaffFile
from backend.people.succession import somebody_manages
from backend.people.viewer import Actor

FATES = ("new", "changed", "unchanged", "refused")


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a row is refused: the field, and a sentence by its message id."""

    field: str
    code: str
    args: dict[str, Any] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of one line. `changes` are `{field: [old, new]}`; `post_names` for the reader."""

    line: int
    fate: str
    name: str
    person_id: int | None
    values: dict[str, Any]
    changes: dict[str, list[Any]]
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class DryRun:
    """Every line's fate. `checksum` stands for exactly this outcome: confirming means confirming it."""

    id: int
    filename: str
    ignored: tuple[str, ...]
    fates: tuple[Fate, ...]
    checksum: str
    confirmed_at: datetime | None
    outcome: dict[str, list[int]] | None

    def count(self, fate: str) -> int:
        return sum(1 for row in self.fates if row.fate == fate)

    @property
    def possible(self) -> bool:
        """Nothing is half imported: one refused line stops all of them."""
        return (
            not self.count("refused")
            and bool(self.count("new") + self.count("changed"))
            and not self.confirmed_at
        )


async def prepare_import(by: Actor, filename: str, file: StaffFile, at: datetime) -> int:
    """Keeps what was read until somebody says the word; changes nobody. Returns the import's id."""
    async with db.transaction():
        import_id = await db.fetchval(
            _KEEP, by.department_id, by.person_id, at, filename[:120], list(file.rows), list(file.ignored)
        )
        await note(
            "people.import_read",
            f"staff_import:{import_id}",
            department_id=by.department_id,
            actor_id=by.person_id,
            filename=filename[:120],
            rows=len(file.rows),
        )
    return import_id


async def dry_run(by: Actor, import_id: int) -> DryRun:
    """What would happen to each line if `by` carried it out now."""
    kept = await db.fetchrow(_READ, by.department_id, import_id)
    if kept is None:
        raise not_found()
    fates = await _judged(by, kept["rows"])
    return DryRun(
        import_id,
        kept["filename"],
        tuple(kept["ignored"]),
        fates,
        _checksum(fates),
        kept["confirmed_at"],
        kept["outcome"],
    )


async def confirm_import(by: Actor, import_id: int, at: datetime, *, checksum: str) -> dict[str, list[int]]:
    """Carries out exactly what `checksum` stands for: all lines in one transaction, or none.

    Refuses when a line is refused, or when anything changed since it was shown. Confirmed twice, it happens once.
    """
    async with db.transaction():
        kept = await db.fetchrow(_READ + " FOR UPDATE", by.department_id, import_id)
        if kept is None:
            raise not_found()
        if kept["confirmed_at"] is not None:
            return kept["outcome"]
        try:
            async with somebody_manages(by.department_id), db.transaction():
                outcome = await _carry_out(by, kept["rows"], checksum, at)
        except asyncpg.UniqueViolationError:
            raise Refusal("people-import-changed", 409, way_out=f"/people/imports/{import_id}") from None
        await db.execute(_CONFIRMED, import_id, at, by.person_id, outcome)
        await note(
            "people.imported",
            f"staff_import:{import_id}",
            department_id=by.department_id,
            actor_id=by.person_id,
            filename=kept["filename"],
            **outcome,
        )
    return outcome


async def _carry_out(
    by: Actor, rows: list[dict[str, Any]], checksum: str, at: datetime
) -> dict[str, list[int]]:
    fates = await _judged(by, rows)
    if any(fate.fate == "refused" for fate in fates):
        raise Refusal("people-import-has-faults", 409)
    if _checksum(fates) != checksum:
        raise Refusal("people-import-changed", 409)
    rules = await rules_of(by.department_id)
    outcome: dict[str, list[int]] = {"added": [], "changed": []}
    for fate in fates:
        if fate.fate == "new":
            level = rules.starting_level_of(fate.values["role"])
            added = await db.fetchval(_ADD, by.department_id, *_stored(fate.values), level, at)
            outcome["added"].append(added)
        elif fate.fate == "changed":
            await db.execute(_CHANGE, fate.person_id, *_stored(fate.values))
            assert fate.person_id is not None
            outcome["changed"].append(fate.person_id)
            await outbox.record("person.rights_changed", by.department_id, person_id=fate.person_id)
    return outcome


def _stored(values: dict[str, Any]) -> tuple[Any, ...]:
    joined = values["joined_on"]
    return (
        values["login"],
        values["name"],
        values["mobile"],
        values["employee_number"],
        values["post_id"],
        values["role"],
        date.fromisoformat(joined) if joined else None,
    )


async def _judged(by: Actor, rows: list[dict[str, Any]]) -> tuple[Fate, ...]:
    people, posts = await db.fetch(_PEOPLE, by.department_id), await db.fetch(_POSTS, by.department_id)
    here = _Here(people, posts, await _logins(rows), by.person_id)
    return tuple(here.fate(row) for row in rows)


async def _logins(rows: list[dict[str, Any]]) -> set[str]:
    """Log-in names of other departments too: they are unique over the company."""
    wanted = {plain(row.get(key)).lower() for row in rows for key in ("login", "employee_number", "mobile")}
    return {row["login"] for row in await db.fetch(_LOGINS, sorted(wanted))}


class _Here:
    """The department as it is, against which the lines are judged, and the lines before the one that is judged."""

    def __init__(self, people: list[Any], posts: list[Any], logins: set[str], reader: int | None):
        self.by_login = {row["login"].lower(): row for row in people}
        self.by_number = {row["employee_number"]: row for row in people if row["employee_number"]}
        self.by_mobile = {row["mobile"]: row for row in people if row["mobile"]}
        self.posts = {row["id"]: row for row in posts}
        self.posts_by_name = {
            name.lower(): row for row in posts for name in (row["code"], *row["names"].values())
        }
        self.logins, self.reader = logins, reader
        self.seen: dict[tuple[str, Any], int] = {}

    def fate(self, row: dict[str, Any]) -> Fate:
        given, faults = _read(row, self.posts_by_name)
        person = self._known(given)
        if person is not None and person["left_at"] is not None:
            faults.append(Fault("name", "people-import-has-left", {"name": person["name"]}))
            person = None
        values = self._values(given, person)
        faults += self._conflicts(values, person, row["line"]) if not faults else []
        name = values["name"] or plain(row.get("name"))
        if faults:
            return Fate(row["line"], "refused", name, None, values, {}, tuple(faults))
        if person is None:
            return Fate(row["line"], "new", name, None, values, {}, ())
        changes = {
            key: [_plain(person[key]), values[key]] for key in _SHOWN if _plain(person[key]) != values[key]
        }
        return Fate(
            row["line"], "changed" if changes else "unchanged", name, person["id"], values, changes, ()
        )

    def _known(self, given: dict[str, Any]) -> Any:
        """The log-in names a person; without one the employee number does, else the mobile."""
        if given["login"]:
            return self.by_login.get(given["login"].lower())
        if given["employee_number"]:
            return self.by_number.get(given["employee_number"]) or self.by_login.get(
                given["employee_number"].lower()
            )
        return self.by_mobile.get(given["mobile"]) if given["mobile"] else None

    def _values(self, given: dict[str, Any], person: Any) -> dict[str, Any]:
        """What will stand there: an empty cell leaves what is known as it is."""
        known = {key: _plain(person[key]) if person else None for key in (*_SHOWN, "role")}
        values = {key: given.get(key) if given.get(key) is not None else known[key] for key in known}
        values["login"] = given["login"] if given["login"] and not person else known["login"]
        if person is None:
            values["login"] = given["login"] or suggested_login(given["employee_number"], given["mobile"])
        post = self.posts.get(values["post_id"])
        if person is None or values["post_id"] != known["post_id"]:
            values["role"] = post["role"] if post else "staff"
        return values

    def _conflicts(self, values: dict[str, Any], person: Any, line: int) -> list[Fault]:
        own = person["id"] if person else None
        faults = []
        if own is not None and own == self.reader and values["role"] != person["role"]:
            faults.append(Fault("post", "people-own-role"))
        if not values["login"]:
            faults.append(Fault("login", "people-login-missing"))
        elif own is None and values["login"].lower() in self.logins:
            faults.append(Fault("login", "people-login-taken", {"login": values["login"]}))
        for key, known, code in (
            ("mobile", self.by_mobile, "people-mobile-taken"),
            ("employee_number", self.by_number, "people-number-taken"),
        ):
            holder = known.get(values[key]) if values[key] else None
            if holder is not None and holder["id"] != own and holder["left_at"] is None:
                faults.append(Fault(key, code))
        return faults + self._repeated(values, line)

    def _repeated(self, values: dict[str, Any], line: int) -> list[Fault]:
        faults = []
        for key in ("login", "mobile", "employee_number"):
            value = values[key].lower() if values[key] else None
            first = self.seen.setdefault((key, value), line) if value else line
            if first != line:
                faults.append(Fault(key, "people-import-repeated", {"line": str(first)}))
        return faults


_SHOWN = ("name", "login", "mobile", "employee_number", "post_id", "joined_on")


def _read(row: dict[str, Any], posts: dict[str, Any]) -> tuple[dict[str, Any], list[Fault]]:
    """The cells as values; what cannot be read becomes a fault, and the rest of the line is still read."""
    faults: list[Fault] = []
    given: dict[str, Any] = {"post_id": None}
    for key, reading in _READERS.items():
        try:
            given[key] = reading(row.get(key, ""))
        except Refusal as refusal:
            given[key] = None
            faults.append(Fault(key, refusal.code, refusal.values))
    wanted = plain(row.get("post"))
    if wanted and wanted.lower() not in posts:
        faults.append(Fault("post", "people-post-unknown", {"post": wanted[:60]}))
    elif wanted:
        given["post_id"] = posts[wanted.lower()]["id"]
    return given, faults


def _read_login(text: str) -> str | None:
    return clean_login(text).lower() if plain(text) else None


def _read_joined(text: str) -> str | None:
    day = read_date(text, "joined_on")
    return day.isoformat() if day else None


_READERS: dict[str, Any] = {
    "name": clean_name,
    "login": _read_login,
    "mobile": clean_mobile,
    "employee_number": clean_number,
    "joined_on": _read_joined,
}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _checksum(fates: tuple[Fate, ...]) -> str:
    told = json.dumps(
        [asdict(fate) for fate in fates], ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    return hashlib.sha256(told.encode()).hexdigest()


_KEEP = """
INSERT INTO staff_import (department_id, uploaded_by, uploaded_at, filename, rows, ignored)
VALUES ($1, $2, $3, $4, $5, $6) RETURNING id
"""
_READ = """
SELECT filename, rows, ignored, confirmed_at, outcome FROM staff_import WHERE department_id = $1 AND id = $2
"""
_CONFIRMED = "UPDATE staff_import SET confirmed_at = $2, confirmed_by = $3, outcome = $4 WHERE id = $1"
_PEOPLE = """
SELECT id, name, login, mobile, employee_number, post_id, role, joined_on, left_at FROM person
WHERE department_id = $1 ORDER BY left_at IS NULL, id
"""
_POSTS = (
    "SELECT id, code, names, role FROM post WHERE department_id = $1 AND archived_at IS NULL ORDER BY id DESC"
)
_LOGINS = "SELECT lower(login) AS login FROM person WHERE lower(login) = ANY($1::text[])"
_ADD = """
INSERT INTO person (department_id, login, name, mobile, employee_number, post_id, role, joined_on, level, created_at,
    lang)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, (SELECT nullif(lang, 'zh-Hans') FROM company)) RETURNING id
"""
_CHANGE = """
UPDATE person SET login = $2, name = $3, mobile = $4, employee_number = $5, post_id = $6, role = $7, joined_on = $8
WHERE id = $1
"""
