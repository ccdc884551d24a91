"""The files of a line's own SIP server, put together from the line, its rules and what the operator says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

from backend.hotline.queries import Line, line_by_id
from backend.hotline.systems import vendor_address
from backend.infra import db
from backend.infra.refusal import Refusal
from backend.infra.telephony.sip.configuration import ROLE, Wiring, configuration, role, seed
from backend.infra.telephony.sip.settings import CONTROL, EVENTS, database_password, token_of
from backend.settings import settings


async def line_to_wire(department: str | None) -> Line:
    """The line of the department with this name or number; without one, the only line that stands on a SIP server.

    Refusal where there is none, or more than one.
    """
    found = await db.fetch(_LINES, department)
    if len(found) != 1:
        known = ", ".join(f"{row['department_id']} {row['name']}" for row in await db.fetch(_LINES, None))
        raise Refusal("cli-kamailio-which-line", 404, count=len(found), known=known or "–")
    line = await line_by_id(found[0]["id"])
    assert line is not None
    return line


async def files_for(line: Line, given: Mapping[str, Any]) -> dict[str, str]:
    """By file name: the configuration, what a cold start begins with, and the account that reads the plan.

    `given` names fields of `Wiring`; what is missing comes from the line. Unfit for a value that cannot be used.
    """
    known = {each.name for each in fields(Wiring)}
    said = {name: value for name, value in given.items() if name in known and value not in (None, "")}
    password = database_password()
    facts = {
        "line_id": line.id,
        "number": line.number,
        "control_token": token_of(CONTROL, line.token),
        "events_token": token_of(EVENTS, line.token),
        "ring_seconds": line.ring_seconds,
        "database_url": database_url(settings().database_url, password),
        "events_url": vendor_address(line, "events") if settings().public_url else "",
    }
    if given.get("events_url") == "":  # said in so many words: nothing is to be told
        facts["events_url"] = ""
    wiring = Wiring(**{**facts, **said})
    files = {"kamailio.cfg": configuration(wiring), wiring.seed.rsplit("/", 1)[1]: seed(await _plan(line))}
    if "database_url" not in said:
        files["role.sql"] = role(urlsplit(wiring.database_url).path.lstrip("/"), password)
    return files


def database_url(ours: str, password: str) -> str:
    """Our own database as Kamailio's account reaches it."""
    parts = urlsplit(ours)
    where = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"{ROLE}:{quote(password)}@{where}"))


async def _plan(line: Line) -> str:
    """Before the first plan everything goes to the office."""
    return await db.fetchval(_SEEN, line.id) or f"0;0>o{line.office_number}"


_LINES = """
SELECT line.id, line.department_id, department.name
FROM hotline_line AS line JOIN department ON department.id = line.department_id
WHERE line.adapter = 'sip' AND ($1::text IS NULL OR department.name = $1 OR department.id::text = $1)
ORDER BY department.id
"""
_SEEN = "SELECT plan FROM hotline_sip_plan WHERE line_id = $1"
