"""A manager sets the line up: its numbers, the telephone system behind it, and secrets that are never shown again."""

from __future__ import annotations

import json
import re
import secrets as chance
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from backend.audit.actions import note
from backend.hotline.access import its_line, may_manage
from backend.hotline.queries import Line, line_of
from backend.hotline.replanning import follow
from backend.hotline.systems import SYSTEMS, Blank, secrets_of, system_of
from backend.infra import db, outbox
from backend.infra.refusal import Refusal
from backend.infra.telephony.adapter import Health, TelephonyError
from backend.infra.vault import lock
from backend.people.viewer import Actor

MOST_TEXT = 4000
_NUMBER = re.compile(r"\+?[0-9]{3,20}")
_BETWEEN = re.compile(r"[\s().\-\u2010-\u2015]")


@dataclass(frozen=True, slots=True)
class LineForm:
    """What a manager fills in. `settings` by the names of the telephone system; an empty secret keeps the one there is,
    `forget` names those to take away."""

    number: str
    office_number: str
    adapter: str
    settings: Mapping[str, str] = field(default_factory=dict)
    forget: tuple[str, ...] = ()
    enabled: bool = True


async def set_line(by: Actor, form: LineForm, at: datetime) -> int:
    """Sets the department's line up or changes it; returns its id. Numbers may be written with spaces and dashes."""
    may_manage(by)
    number, office = _number(form.number, "number"), _number(form.office_number, "office_number")
    if form.adapter not in SYSTEMS:
        raise Refusal("hotline-adapter-unknown", 422, field="adapter")
    plain, secret = _sorted_out(form)
    async with db.transaction():
        await db.execute("SELECT 1 FROM department WHERE id = $1 FOR UPDATE", by.department_id)
        before = await line_of(by.department_id)
        kept = _kept_secrets(before, form.adapter) if before else {}
        known = {name: value for name, value in {**kept, **secret}.items() if name not in form.forget}
        locked = lock("line", json.dumps(known)) if known else None
        line_id = await db.fetchval(
            _WRITE, by.department_id, number, office, form.adapter, plain, locked, chance.token_urlsafe(24),
            form.enabled, at,
        )  # fmt: skip
        await db.execute(_TO_BE_HANDED_OVER, line_id)
        await note(
            "hotline.line_set", f"line:{line_id}", department_id=by.department_id, actor_id=by.person_id, number=number,
            office_number=office, adapter=form.adapter, settings=plain, secrets=sorted(known), enabled=form.enabled,
        )  # fmt: skip
        await outbox.record("hotline.line_set", by.department_id, line_id=line_id)
    await follow(await its_line(by), at)
    return line_id


async def test_line(by: Actor) -> Health:
    """Asks the telephone system now whether it is there and set up as it must be; nothing is changed."""
    may_manage(by)
    try:
        return await system_of(await its_line(by)).health()
    except TelephonyError as error:
        return Health(False, "hotline-health-unreachable", {"reason": error.reason})


def secrets_there(line: Line) -> frozenset[str]:
    """The names of the secrets that are filled in; none where they cannot be opened any more."""
    try:
        return frozenset(name for name, value in secrets_of(line).items() if value)
    except ValueError:
        return frozenset()


def _kept_secrets(before: Line, adapter: str) -> dict[str, str]:
    """Another telephone system starts without those of the one before."""
    if before.adapter != adapter:
        return {}
    try:
        return secrets_of(before)
    except ValueError:  # locked with another secret of ours: they have to be written again
        return {}


def _sorted_out(form: LineForm) -> tuple[dict[str, Any], dict[str, str]]:
    plain: dict[str, Any] = {}
    secret: dict[str, str] = {}
    for blank in SYSTEMS[form.adapter].blanks():
        if blank.name not in form.settings:
            continue
        given = form.settings[blank.name].replace("\r\n", "\n").strip()
        if len(given) > MOST_TEXT:
            raise Refusal("hotline-setting-long", 422, field=blank.name, most=MOST_TEXT)
        if blank.secret:
            if given:
                secret[blank.name] = given
        else:
            plain[blank.name] = _read(blank, given)
    return plain, secret


def _read(blank: Blank, given: str) -> Any:
    if blank.choices and given not in blank.choices:
        raise Refusal("hotline-setting-choice", 422, field=blank.name)
    if blank.kind == "bool":
        return given in ("1", "true", "on")
    if blank.kind == "int":
        if not given.isascii() or not given.isdigit() or len(given) > 6:
            raise Refusal("hotline-setting-number", 422, field=blank.name)
        return int(given)
    return given


def _number(given: str, name: str) -> str:
    number = _BETWEEN.sub("", given)
    if not _NUMBER.fullmatch(number):
        raise Refusal("hotline-number-wrong", 422, field=name)
    return number


_TO_BE_HANDED_OVER = """
UPDATE hotline_standing SET handed_at = NULL, looked_at = NULL, retry_at = NULL WHERE line_id = $1
"""  # another telephone system, or the same one set up anew, gets the plan whatever it has
_WRITE = """
INSERT INTO hotline_line (department_id, number, office_number, adapter, settings, secrets, token, enabled, created_at,
    changed_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)
ON CONFLICT (department_id) DO UPDATE SET number = excluded.number, office_number = excluded.office_number,
    adapter = excluded.adapter, settings = excluded.settings, secrets = excluded.secrets, enabled = excluded.enabled,
    changed_at = excluded.changed_at
RETURNING id
"""
