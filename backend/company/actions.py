"""Founding the company and its departments, and closing one."""

from __future__ import annotations

import dataclasses
from datetime import datetime
from zoneinfo import ZoneInfo

from backend.audit.actions import note
from backend.company import live  # noqa: F401  # registers what follows
from backend.company.copies import follow_rules
from backend.infra import db, outbox
from backend.infra.catalogue import LANGUAGES
from backend.infra.refusal import Refusal, not_found
from backend.rules.presets import PRESETS, load

NAME_LENGTH = 60


async def create_department(
    name: str,
    preset: str,
    at: datetime,
    *,
    zone: str = "Asia/Shanghai",
    demo: bool = False,
    by: int | None = None,
) -> int:
    """Founds a department from a preset: its own copy of the rules, its posts and shift templates. Returns its id.

    Refuses a name that is empty or too long, a preset or a time zone that does not exist.
    """
    if preset not in PRESETS:
        raise Refusal("company-preset-unknown", field="preset", preset=preset)
    name, zone = _name(name), known_zone(zone)
    rules = dataclasses.replace(load(preset), zone=zone)
    async with db.transaction():
        department_id = await db.fetchval(_INSERT, name, zone, preset, rules.to_dict(), demo, at)
        await db.execute(_FIRST_RULES, department_id, rules.to_dict(), by, at)
        await follow_rules(department_id, None, rules, at)
        await note(
            "department.created",
            f"department:{department_id}",
            department_id=department_id,
            actor_id=by,
            name=name,
            preset=preset,
        )
    return department_id


async def rename_department(by: int | None, department_id: int, name: str, at: datetime) -> None:
    """Another name; everything else of a department is in its rules."""
    name = _name(name)
    async with db.transaction():
        before = await _department(department_id)
        await db.execute("UPDATE department SET name = $2 WHERE id = $1", department_id, name)
        await _note(by, "department.renamed", department_id, name=[before["name"], name])


async def archive_department(by: int | None, department_id: int, at: datetime) -> None:
    """Closes a department: it leaves the list, what was recorded stays. Refused while somebody works there."""
    async with db.transaction():
        await _department(department_id)
        people = await db.fetchval(_PEOPLE, department_id)
        if people:
            raise Refusal("company-department-in-use", 409, count=people)
        await db.execute("UPDATE department SET archived_at = $2 WHERE id = $1", department_id, at)
        await db.execute("UPDATE session SET department_id = NULL WHERE department_id = $1", department_id)
        await _note(by, "department.archived", department_id)
        await outbox.record("department.rights_changed", department_id)


async def enter_department(by: int, session_id: int, department_id: int, at: datetime) -> None:
    """Has an administrator's log-in work in another department from now on."""
    async with db.transaction():
        await _department(department_id)
        await db.execute(_ENTER, session_id, by, department_id)
        await _note(by, "department.entered", department_id)
        await outbox.record("administrator.moved", department_id, person_id=by)


async def describe_company(by: int | None, name: str, lang: str, at: datetime) -> None:
    """The company's name, and the language that people who join from now on begin with."""
    name = _name(name)
    if lang not in LANGUAGES:
        raise Refusal("company-lang-unknown", field="lang")
    async with db.transaction():
        await db.execute(_COMPANY, name, lang, at)
        await note("company.described", "company", department_id=None, actor_id=by, name=name, lang=lang)


async def appoint_admin(by: int | None, login: str, at: datetime) -> int:
    """Makes somebody who works here a company administrator; returns their id."""
    async with db.transaction():
        person_id = await db.fetchval(_APPOINT, login.strip())
        if person_id is None:
            raise Refusal("company-nobody", 404, field="login", login=login.strip()[:60])
        await note("admin.appointed", f"person:{person_id}", department_id=None, actor_id=by)
        await outbox.record("person.rights_changed", None, person_id=person_id)
    return person_id


async def dismiss_admin(by: int | None, person_id: int, at: datetime) -> None:
    """Takes the company's rights from an administrator; refused for the last one."""
    async with db.transaction():
        await db.execute("SELECT 1 FROM person WHERE company_admin ORDER BY id FOR UPDATE")
        if not await db.fetchval("SELECT 1 FROM person WHERE id = $1 AND company_admin", person_id):
            raise not_found()
        if not await db.fetchval(_ANOTHER_ADMIN, person_id):
            raise Refusal("people-last-admin", 409, way_out="/company")
        await db.execute("UPDATE person SET company_admin = false WHERE id = $1", person_id)
        await db.execute(_BACK_HOME, person_id)
        await note("admin.dismissed", f"person:{person_id}", department_id=None, actor_id=by)
        await outbox.record("person.rights_changed", None, person_id=person_id)


def known_zone(name: str) -> str:
    """An IANA time zone that this machine knows."""
    try:
        return ZoneInfo(name.strip()).key
    except (ValueError, OSError, KeyError):
        raise Refusal("company-zone-unknown", field="zone", zone=name[:40]) from None


async def _department(department_id: int) -> db.Record:
    row = await db.fetchrow(
        "SELECT name FROM department WHERE id = $1 AND archived_at IS NULL FOR UPDATE", department_id
    )
    if row is None:
        raise not_found()
    return row


def _name(text: str) -> str:
    name = " ".join(text.split())
    if not name or len(name) > NAME_LENGTH:
        raise Refusal("company-name-wrong", field="name", limit=NAME_LENGTH)
    return name


async def _note(by: int | None, verb: str, department_id: int, **details: object) -> None:
    await note(verb, f"department:{department_id}", department_id=department_id, actor_id=by, **details)


_INSERT = """
INSERT INTO department (name, zone, preset, rules, demo, created_at) VALUES ($1, $2, $3, $4, $5, $6) RETURNING id
"""
_FIRST_RULES = """
INSERT INTO rules_change (department_id, version, rules, changed_by, changed_at) VALUES ($1, 1, $2, $3, $4)
"""
_PEOPLE = "SELECT count(*) FROM person WHERE department_id = $1 AND left_at IS NULL"
_ENTER = "UPDATE session SET department_id = $3 WHERE id = $1 AND person_id = $2"
_COMPANY = """
INSERT INTO company (name, lang, created_at) VALUES ($1, $2, $3)
ON CONFLICT ((true)) DO UPDATE SET name = EXCLUDED.name, lang = EXCLUDED.lang
"""
_APPOINT = """
UPDATE person SET company_admin = true WHERE lower(login) = lower($1) AND left_at IS NULL RETURNING id
"""
_ANOTHER_ADMIN = "SELECT 1 FROM person WHERE company_admin AND left_at IS NULL AND id <> $1 LIMIT 1"
_BACK_HOME = """
UPDATE session SET department_id = person.department_id FROM person
WHERE person.id = session.person_id AND session.person_id = $1 AND session.ended_at IS NULL
"""
