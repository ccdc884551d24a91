"""Ways in, for stories about getting in: a browser somewhere in the world, a link, a password."""

from __future__ import annotations

import ipaddress
import itertools
from datetime import UTC, datetime

import httpx

from backend.app import app
from backend.infra import db
from backend.people.devices_browser import Browser
from backend.people.invitations import Link, invite
from backend.people.invitations_answer import accept_with_password
from tests.support.shop import Colleague

GOOD = "Lantern-Harbour-42"
BETTER = "Copper-Meadow-17-Kite"
PHONE = "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/142.0 Mobile Safari/537.36"

_addresses = itertools.count(int(ipaddress.ip_address("10.20.0.1")))


def somewhere(address: str = "", **headers: str) -> httpx.AsyncClient:
    """A browser at an address of its own, so that one story's wrong passwords are not another's."""
    client = (address or str(ipaddress.ip_address(next(_addresses))), 50_000)
    transport = httpx.ASGITransport(app=app, client=client)  # type: ignore[arg-type]  # Litestar's own ASGI types
    return httpx.AsyncClient(
        transport=transport,
        base_url="http://dangban.test",
        headers={"user-agent": PHONE, "accept-language": "en", **headers},
    )


async def link_for(colleague: Colleague, at: datetime | None = None) -> Link:
    """A one-time link from the program itself."""
    return await invite(colleague.shop.program, colleague.person_id, at or datetime.now(UTC))


async def with_password(colleague: Colleague, password: str = GOOD) -> Colleague:
    """Joined by a link, with a password; the session of joining belongs to no browser of the story."""
    link = await link_for(colleague)
    await accept_with_password(link.token, password, datetime.now(UTC), Browser())
    return colleague


async def logged_in(colleague: Colleague, password: str = GOOD, **headers: str) -> httpx.AsyncClient:
    """A browser in which the colleague has logged in by the page, with the token of its forms."""
    browser = somewhere(**headers)
    answer = await browser.post("/login", data={"login": colleague.login, "password": password})
    assert answer.status_code == 303, answer.text
    browser.headers["x-csrf-token"] = (await browser.get("/session/csrf")).json()["csrf"]
    return browser


async def trail(colleague: Colleague) -> list[str]:
    """What the audit trail says about the department, oldest first."""
    rows = await db.fetch(
        "SELECT verb FROM audit_event WHERE department_id = $1 ORDER BY id", colleague.shop.department_id
    )
    return [row["verb"] for row in rows]
