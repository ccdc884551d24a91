"""Inviting many at once: one sheet of links and codes to hand out."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from litestar import Request, Response, post

from backend.infra import db
from backend.infra.refusal import Refusal
from backend.people.invitations import invite
from backend.people.routes.cookies import public_address
from backend.people.routes.invitations import qr_code
from backend.web.guards import allow
from backend.web.render import page

LIMIT = 200


@post("/people/invitations/sheet", guards=[allow("people.invite")], include_in_schema=False, status_code=200)
async def invitation_sheet(request: Request) -> Response[Any]:
    """Makes a link for each of the chosen people and shows them, this once; all or none."""
    chosen = [str(value) for value in (await request.form()).getall("person_id", [])]
    ids = list(dict.fromkeys(int(value) for value in chosen if value.isdecimal() and len(value) < 19))
    if not 0 < len(ids) <= LIMIT:
        raise Refusal("people-invite-nobody", field="person_id", limit=LIMIT)
    at = datetime.now(UTC)
    async with db.transaction():
        links = [await invite(request.user, person_id, at) for person_id in ids]
    address = public_address(request)
    sheet = [{"link": link, "url": address + link.path, "qr": qr_code(address + link.path)} for link in links]
    return page(request, "people/invite_sheet.html", here="people", sheet=sheet)


handlers: list[Any] = [invitation_sheet]
