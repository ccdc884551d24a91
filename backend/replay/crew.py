"""A department of its own with its own people, which nobody else's orders come near; dissolved at the end."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from backend.company.actions import archive_department, create_department
from backend.company.queries import department_zone, rules_of
from backend.infra import db
from backend.people.devices_browser import Browser
from backend.people.hiring import hire
from backend.people.invitations_answer import accept_with_password
from backend.people.invitations_program import login_link
from backend.people.sessions import end_sessions
from backend.people.viewer import Program
from backend.rules.clock import day_of

PRESET = "mall-service"
LONGEST = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Colleague:
    """How somebody logs in."""

    person_id: int
    login: str
    password: str


@dataclass(frozen=True, slots=True)
class Crew:
    """`lead` brings the orders in and works on none."""

    department_id: int
    lead: Colleague
    colleagues: tuple[Colleague, ...]


@asynccontextmanager
async def a_crew(name: str, agents: int, minutes: int, at: datetime) -> AsyncIterator[Crew]:
    """Founded for the block; what was recorded stays, everybody's access ends and the department leaves the lists."""
    department_id = await create_department(name, PRESET, at)
    people: list[int] = []
    try:
        await _hurry(department_id, minutes)
        by, mark = Program(department_id), secrets.token_hex(4)
        for turn in range(agents):
            people.append(await hire(by, f"回放{turn + 1:02}", f"replay-{mark}-{turn + 1}", at))
        await _rostered(department_id, people, at)
        people.append(await hire(by, "回放班长", f"replay-{mark}-lead", at, role="lead"))
        lead = await _join(people[-1], f"replay-{mark}-lead", at)
        joined = [
            await _join(person, f"replay-{mark}-{turn + 1}", at) for turn, person in enumerate(people[:-1])
        ]
        yield Crew(department_id, lead, tuple(joined))
    finally:
        await asyncio.shield(_dissolve(department_id, people))


async def _hurry(department_id: int, minutes: int) -> None:
    """So many minutes to reach a customer, and half of them left at the warning."""
    rules = (await rules_of(department_id)).to_dict()
    rules["orders"] = {
        **rules.get("orders", {}), "reach_minutes": minutes, "warn_minutes": minutes // 2, "service_hours_only": False,
    }  # fmt: skip
    await db.execute(
        "UPDATE department SET rules = $2, rules_version = rules_version + 1 WHERE id = $1",
        department_id,
        rules,
    )


async def _rostered(department_id: int, people: list[int], at: datetime) -> None:
    """On shift from an hour ago for as long as a replay may take."""
    day = day_of(at, await department_zone(department_id))
    for person_id in people:
        await db.execute(_SHIFT, department_id, person_id, day, at - timedelta(hours=1), at + LONGEST)


async def _join(person_id: int, login: str, at: datetime) -> Colleague:
    """Through a one-time link, as everybody does; the password is kept nowhere."""
    password = f"d-{secrets.token_urlsafe(18)}"
    link = await login_link(login, at)
    await accept_with_password(link.token, password, at, Browser(user_agent="Replay"))
    return Colleague(person_id, login, password)


async def _dissolve(department_id: int, people: list[int]) -> None:
    now = datetime.now(UTC)
    for person_id in people:
        await end_sessions(person_id, now)
    async with db.transaction():
        await db.execute(_CLEARED, department_id)
        await db.execute("DELETE FROM order_hold WHERE department_id = $1", department_id)
        await db.execute("DELETE FROM order_work WHERE department_id = $1", department_id)
        await db.execute(
            "UPDATE person SET left_at = $2 WHERE department_id = $1 AND left_at IS NULL", department_id, now
        )
    await archive_department(None, department_id, now)


_SHIFT = """
INSERT INTO shift (department_id, person_id, day, segments, in_draft, in_force)
VALUES ($1, $2, $3, tstzmultirange(tstzrange($4, $5)), true, true)
"""
# What nobody confirmed must not wait for ever in a department that is gone: it is stopped, and says why.
_CLEARED = """
INSERT INTO order_event (department_id, order_id, kind, at, actor_id, details)
SELECT department_id, order_id, 'stopped', now(), NULL, '{"reason": "replay"}' FROM order_work WHERE department_id = $1
"""
