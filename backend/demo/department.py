"""The demo department: people, a rota from its rotations, and a week of lived days."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Any

from backend.company.actions import create_department
from backend.company.queries import department_zone, rules_of
from backend.demo.calls import take_calls
from backend.demo.cases import look_after_cases
from backend.demo.cast import CAST, DEPARTMENT, PRESET, Part
from backend.demo.days import live_through
from backend.demo.handovers import hand_over_shifts
from backend.demo.hotline import live_with_hotline
from backend.demo.numbers import verify_numbers
from backend.demo.orders import work_orders
from backend.demo.rota import publish_months
from backend.people.devices_browser import Browser
from backend.people.hiring import hire
from backend.people.invitations_answer import accept_with_password
from backend.people.invitations_program import login_link
from backend.people.viewer import Program, Viewer, viewer_by_session

DAYS_LIVED = 9
DAYS_HANDED_OVER = 3
DAYS_OF_ORDERS = 2
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


async def create_demo(at: datetime) -> list[dict[str, Any]]:
    """Founds it and returns the log-ins to look around with; their passwords are kept nowhere in clear."""
    department_id = await create_department(DEPARTMENT, PRESET, at - timedelta(days=60), demo=True)
    by = Program(department_id)
    people = {part: await hire(by, part.name, part.login, at, **_particulars(part)) for part in CAST}
    rules, zone = await rules_of(department_id), await department_zone(department_id)
    await publish_months(by, rules, zone, _by_post(people), at, days_lived=DAYS_LIVED)
    logins, viewers = [], {}
    for part in CAST:
        password = _password()
        viewer = await _join(part, password, at)
        await live_through(viewer, part.habit, at, DAYS_LIVED)
        viewers[part] = viewer
        if part.shown:
            post = rules.posts[part.post].names.zh
            logins.append({"name": part.name, "role": post, "login": part.login, "password": password})
    lead = next(who for part, who in viewers.items() if part.role == "lead")
    manager = next(who for part, who in viewers.items() if part.post == "manager")
    await verify_numbers(viewers.values(), at, lead, manager)
    await live_with_hotline(by, zone, lead, at)
    colleagues = {who.person_id: who for who in viewers.values()}
    await work_orders(colleagues, by, at, DAYS_OF_ORDERS)
    await look_after_cases(viewers.values(), department_id, at)
    await hand_over_shifts(colleagues, department_id, at, DAYS_HANDED_OVER)
    await take_calls(colleagues, lead, at)
    return logins


def _particulars(part: Part) -> dict[str, Any]:
    return {"post": part.post, "role": part.role, "mobile": part.mobile}


def _by_post(people: dict[Part, int]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for part, person_id in people.items():
        found.setdefault(part.post, []).append(person_id)
    return found


def _password() -> str:
    """About 69 bits, easy to type on a phone; it never begins with a digit (R-PPL-2)."""
    words = ["".join(secrets.choice(LETTERS) for _ in range(length)) for length in (4, 5, 5)]
    return "-".join(["d" + words[0], *words[1:]])


async def _join(part: Part, password: str, at: datetime) -> Viewer:
    """Through a one-time link, as everybody does."""
    link = await login_link(part.login, at)
    opened = await accept_with_password(link.token, password, at, Browser(user_agent="Demo"))
    viewer = await viewer_by_session(opened.token, at)
    assert viewer is not None
    return viewer
