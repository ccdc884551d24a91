"""Getting in with a log-in name and a password; and getting out."""

from __future__ import annotations

from datetime import datetime

from backend.audit.actions import note
from backend.infra import db
from backend.infra.refusal import Refusal
from backend.people.devices_browser import Browser
from backend.people.login_limits import address_key, admit, let_in
from backend.people.passwords_hashing import hash_password, is_outdated, password_fits
from backend.people.sessions import OpenSession, begin_on, end_session
from backend.people.viewer import Viewer


async def log_in(login: str, password: str, at: datetime, browser: Browser) -> OpenSession:
    """Opens a session for whoever knows the password.

    A log-in name that does not exist, one without a password and a wrong password get the same answer after the same
    work. Refuses after too many wrong ones, with the minutes to wait.
    """
    attempt = await admit(login, browser.address, at)
    person = await db.fetchrow(_BY_LOGIN, login.strip())
    kept = person["password_hash"] if person else None
    if not await password_fits(kept, password) or person is None:
        await _refused(person, browser)
        raise Refusal("identity-login-wrong", 422, field="password")
    fresh = await hash_password(password) if kept and is_outdated(kept) else None
    async with db.transaction():
        await let_in(attempt)
        if fresh is not None:
            await db.execute(_REHASH, person["id"], fresh, kept)
        return await begin_noted(person["id"], person["department_id"], at, browser, "password")


async def begin_noted(
    person_id: int, department_id: int | None, at: datetime, browser: Browser, means: str
) -> OpenSession:
    """Opens a session and writes it down; `means` is password, passkey or link."""
    async with db.transaction():
        opened = await begin_on(person_id, at, browser)
        await note(
            "session.begun",
            f"person:{person_id}",
            department_id=department_id,
            actor_id=person_id,
            means=means,
            device=opened.device_id,
            address=address_key(browser.address),
        )
    return opened


async def log_out(by: Viewer, at: datetime) -> None:
    """Ends the session of this browser; the device stays known."""
    async with db.transaction():
        await end_session(by.session_id, at)
        await note(
            "session.ended",
            f"person:{by.person_id}",
            department_id=by.department_id,
            actor_id=by.person_id,
            device=by.device_id,
        )


_BY_LOGIN = """
SELECT id, department_id, password_hash FROM person WHERE lower(login) = lower($1) AND left_at IS NULL
"""
_REHASH = "UPDATE person SET password_hash = $2 WHERE id = $1 AND password_hash = $3"


async def _refused(person: object, browser: Browser) -> None:
    """Written down for unknown names, too (without the name: it may be a mistyped password), so both take as long."""
    await note(
        "session.refused",
        f"person:{person['id']}" if person else "person:0",  # type: ignore[index]
        department_id=person["department_id"] if person else None,  # type: ignore[index]
        actor_id=None,
        address=address_key(browser.address),
    )
