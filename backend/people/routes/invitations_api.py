"""One-time links, for programs."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import msgspec
from litestar import Request, delete, get, post

from backend.people.invitations import invite, revoke_invitation
from backend.people.invitations_open import open_invitations
from backend.web.address import public_address
from backend.web.guards import allow


class NewLink(msgspec.Struct):
    """A link just made: `url` is shown now and never again. `purpose` is join (7 days) or login (1 hour)."""

    id: int
    person_id: int
    purpose: str
    url: str
    expires_at: datetime


class OpenLink(msgspec.Struct):
    """A link that nobody has answered yet."""

    id: int
    person_id: int
    name: str
    purpose: str
    invited_by: str
    created_at: datetime
    expires_at: datetime


@post("/api/v1/people/{person_id:int}/invitations", guards=[allow("people.invite")], tags=["invitations"])
async def post_invitation(request: Request, person_id: int) -> NewLink:
    """Makes a one-time link; earlier ones of the person stop working."""
    link = await invite(request.user, person_id, datetime.now(UTC))
    url = public_address(request) + link.path
    return NewLink(link.invitation_id, person_id, link.purpose, url, link.expires_at)


@get("/api/v1/invitations", guards=[allow("people.invite")], tags=["invitations"])
async def list_invitations(request: Request) -> list[OpenLink]:
    """Links of the department that still work, the newest first."""
    found = await open_invitations(request.user.department_id, datetime.now(UTC))
    return [
        OpenLink(**{field: getattr(card, field) for field in OpenLink.__struct_fields__}) for card in found
    ]


@delete("/api/v1/invitations/{invitation_id:int}", guards=[allow("people.invite")], tags=["invitations"])
async def delete_invitation(request: Request, invitation_id: int) -> None:
    """The link stops working."""
    await revoke_invitation(request.user, invitation_id, datetime.now(UTC))


handlers: list[Any] = [post_invitation, list_invitations, delete_invitation]
