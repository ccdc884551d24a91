"""One-time links, for those who invite: made, shown once with a QR code, revoked."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import segno
from litestar import Request, Response, get, post
from markupsafe import Markup

from backend.people.invitations import invite, revoke_invitation
from backend.people.invitations_open import open_invitations, uninvited
from backend.people.routes.cookies import public_address
from backend.web.guards import allow
from backend.web.onward import onward
from backend.web.render import page


@get("/people/invitations", guards=[allow("people.invite")], include_in_schema=False)
async def invitations_page(request: Request, done: str = "") -> Response[Any]:
    """Who has not come in yet, and which links still work."""
    department_id, at = request.user.department_id, datetime.now(UTC)
    return page(
        request,
        "people/join_invitations.html",
        here="people",
        invitations=await open_invitations(department_id, at),
        missing=await uninvited(department_id, at),
        done=done,
    )


@post(
    "/people/{person_id:int}/invitations",
    guards=[allow("people.invite")],
    include_in_schema=False,
    status_code=200,
)
async def make_link(request: Request, person_id: int) -> Response[Any]:
    """Makes a link and shows it, this once; earlier ones of the person stop working."""
    link = await invite(request.user, person_id, datetime.now(UTC))
    url = public_address(request) + link.path
    return page(request, "people/join_link.html", here="people", link=link, url=url, qr=qr_code(url))


@post(
    "/people/invitations/{invitation_id:int}/revocation",
    guards=[allow("people.invite")],
    include_in_schema=False,
)
async def revoke(request: Request, invitation_id: int) -> Response[Any]:
    """The link stops working."""
    await revoke_invitation(request.user, invitation_id, datetime.now(UTC))
    return onward(request, "/people/invitations?done=revoked")


def qr_code(text: str) -> Markup:
    """A QR code as inline SVG that fills its frame."""
    drawing = segno.make(text, error="m", micro=False).svg_inline(
        omitsize=True, border=0, svgclass="w-full", lineclass=None, dark="currentColor"
    )
    return Markup(drawing)


handlers: list[Any] = [invitations_page, make_link, revoke]
