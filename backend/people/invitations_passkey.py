"""Answering a one-time link with a passkey instead of a password."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from backend.infra import db
from backend.people.devices_browser import Browser
from backend.people.invitations import Invitation, read_invitation
from backend.people.invitations_answer import come_in, use_up
from backend.people.passkeys import Owner, add_passkey, registration_options
from backend.people.passkeys_credential import RelyingParty
from backend.people.sessions import OpenSession


async def link_passkey_options(token: str, site: RelyingParty, at: datetime) -> dict[str, Any]:
    """What the browser needs to make the passkey. The link is not used up yet."""
    invitation = await read_invitation(token, at)
    return await registration_options(_owner(invitation), site, _purpose(invitation), at)


async def accept_with_passkey(
    token: str, credential: dict[str, Any], site: RelyingParty, at: datetime, browser: Browser
) -> OpenSession:
    """Keeps the passkey, uses up the link and logs in: all or nothing.

    A lost password's link takes the old password away: whoever had it is out.
    """
    invitation = await read_invitation(token, at)
    async with db.transaction():
        await use_up(invitation, at)
        await add_passkey(
            _owner(invitation), site, _purpose(invitation), credential, at, user_agent=browser.user_agent
        )
        if invitation.purpose == "login":
            await db.execute(_FORGET, invitation.person_id)
        return await come_in(invitation, at, browser, "passkey")


_FORGET = """
UPDATE person SET password_hash = NULL, password_set_at = NULL, password_lent_at = NULL WHERE id = $1
"""


def _owner(invitation: Invitation) -> Owner:
    return Owner(invitation.person_id, invitation.department_id, invitation.login, invitation.name)


def _purpose(invitation: Invitation) -> str:
    return f"link:{invitation.id}"
