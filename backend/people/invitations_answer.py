"""Answering a one-time link: exactly one of many who answer at once gets in."""

from __future__ import annotations

from datetime import datetime

from backend.audit.actions import note
from backend.infra import db
from backend.infra.refusal import Refusal
from backend.people.devices import bind_first
from backend.people.devices_browser import Browser
from backend.people.invitations import Invitation, read_invitation
from backend.people.login import begin_noted
from backend.people.passwords import acceptable_hash
from backend.people.sessions import OpenSession, end_sessions


async def accept_with_password(token: str, password: str, at: datetime, browser: Browser) -> OpenSession:
    """Answers a link with a new password and logs in. Exactly one of many who answer at once gets in.

    A lost password's link also ends every other session: whoever had the old password is out.
    """
    invitation = await read_invitation(token, at)
    person = {key: getattr(invitation, key) for key in Invitation.__slots__}
    kept = await acceptable_hash(password, person, invitation.department_id)
    async with db.transaction():
        await use_up(invitation, at)
        await db.execute(_KEEP, invitation.person_id, kept, at)
        return await come_in(invitation, at, browser, "password")


async def use_up(invitation: Invitation, at: datetime) -> None:
    """Takes the link, in the open transaction; whoever comes second is refused."""
    if await db.fetchval(_USE, invitation.id, at) is None:
        raise Refusal("identity-link-used", 410, way_out="/login")


async def come_in(invitation: Invitation, at: datetime, browser: Browser, means: str) -> OpenSession:
    """The session that follows a link. The first phone of somebody who joins binds itself."""
    async with db.transaction():
        if invitation.purpose == "login":
            await end_sessions(invitation.person_id, at)
        await note(
            "invitation.used",
            f"person:{invitation.person_id}",
            department_id=invitation.department_id,
            actor_id=invitation.person_id,
            purpose=invitation.purpose,
            means=means,
        )
        opened = await begin_noted(invitation.person_id, invitation.department_id, at, browser, "link")
        if invitation.purpose == "join":
            await bind_first(invitation.person_id, opened.device_id, at)
    return opened


_USE = """
UPDATE invitation SET used_at = $2
WHERE id = $1 AND used_at IS NULL AND revoked_at IS NULL AND expires_at > $2 RETURNING id
"""
_KEEP = """
UPDATE person SET password_hash = $2, password_set_at = $3, password_lent_at = NULL WHERE id = $1
"""
