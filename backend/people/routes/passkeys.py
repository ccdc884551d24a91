"""My passkeys. Making one is a talk between the browser and the API; the page only shows the button."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from litestar import Request, Response, get, post

from backend.people.passkeys import passkeys_of, remove_passkey, rename_passkey
from backend.people.routes.cookies import passkeys_possible
from backend.web.guards import signed_in
from backend.web.onward import fields, onward
from backend.web.render import page


@get("/me/passkeys", guards=[signed_in], include_in_schema=False)
async def my_passkeys(request: Request, done: str = "") -> Response[Any]:
    """Each passkey with its name and when it was last used."""
    return page(
        request,
        "people/passkeys.html",
        here="me",
        passkeys=await passkeys_of(request.user.person_id),
        with_passkeys=passkeys_possible(request),
        done=done,
    )


@post("/me/passkeys/{passkey_id:int}/name", guards=[signed_in], include_in_schema=False)
async def name_one(request: Request, passkey_id: int) -> Response[Any]:
    """Names a passkey of mine."""
    await rename_passkey(request.user, passkey_id, (await fields(request)).get("name", ""), datetime.now(UTC))
    return onward(request, "/me/passkeys?done=renamed")


@post("/me/passkeys/{passkey_id:int}/removal", guards=[signed_in], include_in_schema=False)
async def remove_one(request: Request, passkey_id: int) -> Response[Any]:
    """Removes a passkey of mine."""
    await remove_passkey(request.user, passkey_id, datetime.now(UTC))
    return onward(request, "/me/passkeys?done=removed")


handlers: list[Any] = [my_passkeys, name_one, remove_one]
