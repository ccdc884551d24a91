"""One-time links, for those who invite: made, shown once with a QR code, revoked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import segno
from litestar import Request, Response, get, post
from markupsafe import Markup

from backend.infra.refusal import Refusal
from backend.people.invitations import Link, invite, invite_all, revoke_invitation
from backend.people.invitations_open import invited_person, open_invitations, uninvited
from backend.web.address import public_address
from backend.web.guards import allow
from backend.web.onward import onward
from backend.web.render import page

INVITE = [allow("people.invite")]
WHOLE_PAGE = {"hx-retarget": "#page", "hx-reselect": "#page", "hx-reswap": "outerHTML"}


@dataclass(frozen=True, slots=True)
class ShownLink:
    """A link with its whole address and the picture of it."""

    link: Link
    url: str
    qr: Markup


@get("/people/invitations", guards=INVITE, include_in_schema=False)
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


@post("/people/invitations", guards=INVITE, include_in_schema=False, status_code=200)
async def make_links(request: Request) -> Response[Any]:
    """Makes links for everybody who was ticked: all of them or none."""
    chosen = (await request.form()).getall("person_id", [])
    ids = [int(one) for one in chosen if isinstance(one, str) and one.isdecimal()]
    if not ids:
        raise Refusal("identity-invite-nobody", 422, way_out="/people/invitations")
    return _shown(request, await invite_all(request.user, ids, datetime.now(UTC)))


@get("/people/{person_id:int}/invitation", guards=INVITE, include_in_schema=False)
async def invitation_page(request: Request, person_id: int) -> Response[Any]:
    """What a link for this person will do, with the button that makes it."""
    department_id, at = request.user.department_id, datetime.now(UTC)
    return page(
        request,
        "people/join_invite.html",
        here="people",
        person=await invited_person(department_id, person_id),
        open=await open_invitations(department_id, at, person_id),
    )


@post("/people/{person_id:int}/invitation", guards=INVITE, include_in_schema=False, status_code=200)
async def make_link(request: Request, person_id: int) -> Response[Any]:
    """Makes a link and shows it, this once; earlier ones of the person stop working."""
    return _shown(request, [await invite(request.user, person_id, datetime.now(UTC))])


@post("/people/invitations/{invitation_id:int}/revocation", guards=INVITE, include_in_schema=False)
async def revoke(request: Request, invitation_id: int) -> Response[Any]:
    """The link stops working."""
    await revoke_invitation(request.user, invitation_id, datetime.now(UTC))
    return onward(request, "/people/invitations?done=revoked")


def qr_code(text: str) -> Markup:
    """A QR code as inline SVG that fills its frame."""
    drawing = segno.make(text, error="m", micro=False).svg_inline(
        omitsize=True, border=0, svgclass="w-full", lineclass=None, dark="#000"
    )
    return Markup(drawing)  # noqa: S704  # drawn by segno: squares, no text


def _shown(request: Request, links: list[Link]) -> Response[Any]:
    at = public_address(request)
    shown = [ShownLink(link, at + link.path, qr_code(at + link.path)) for link in links]
    response = page(request, "people/join_links.html", here="people", links=shown)
    if request.headers.get("hx-request") == "true":
        response.headers.update(WHOLE_PAGE)
    return response


handlers: list[Any] = [invitations_page, make_links, invitation_page, make_link, revoke]
