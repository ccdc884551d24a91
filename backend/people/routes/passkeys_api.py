"""Passkeys, for programs and for the button of the page."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import msgspec
from litestar import Request, delete, get, patch, post

from backend.infra.refusal import Refusal
from backend.people.passkeys import (
    Owner,
    add_passkey,
    passkeys_of,
    registration_options,
    remove_passkey,
    rename_passkey,
)
from backend.people.routes.cookies import site_of
from backend.people.viewer import Viewer
from backend.web.guards import signed_in


class Passkey(msgspec.Struct):
    """A passkey of mine."""

    id: int
    name: str
    created_at: datetime
    last_used_at: datetime | None


class NewPasskey(msgspec.Struct):
    """What `navigator.credentials.create()` gave, and a name for it."""

    credential: dict[str, Any]
    name: str = ""


class Added(msgspec.Struct):
    """The passkey is kept; the page goes on to `redirect`."""

    id: int
    redirect: str


class Name(msgspec.Struct):
    """A name that its owner knows the passkey by."""

    name: str


@get("/api/v1/me/passkeys", guards=[signed_in], tags=["passkeys"])
async def list_passkeys(request: Request) -> list[Passkey]:
    """Mine, the oldest first."""
    return [
        Passkey(card.id, card.name, card.created_at, card.last_used_at)
        for card in await passkeys_of(request.user.person_id)
    ]


@post("/api/v1/me/passkeys/options", guards=[signed_in], tags=["passkeys"], status_code=200)
async def passkey_options(request: Request) -> dict[str, Any]:
    """What a browser needs for `navigator.credentials.create()`."""
    owner = _owner(request.user)
    return await registration_options(owner, site_of(request), _purpose(owner), datetime.now(UTC))


@post("/api/v1/me/passkeys", guards=[signed_in], tags=["passkeys"])
async def post_passkey(request: Request, data: NewPasskey) -> Added:
    """Keeps a passkey that the browser has made."""
    owner = _owner(request.user)
    passkey_id = await add_passkey(
        owner,
        site_of(request),
        _purpose(owner),
        data.credential,
        datetime.now(UTC),
        user_agent=request.headers.get("user-agent", ""),
        name=data.name,
    )
    return Added(passkey_id, "/me/passkeys?done=added")


@patch("/api/v1/me/passkeys/{passkey_id:int}", guards=[signed_in], tags=["passkeys"], status_code=204)
async def patch_passkey(request: Request, passkey_id: int, data: Name) -> None:
    """Names a passkey of mine."""
    await rename_passkey(request.user, passkey_id, data.name, datetime.now(UTC))


@delete("/api/v1/me/passkeys/{passkey_id:int}", guards=[signed_in], tags=["passkeys"])
async def delete_passkey(request: Request, passkey_id: int) -> None:
    """Removes a passkey of mine; the last way in stays."""
    await remove_passkey(request.user, passkey_id, datetime.now(UTC))


def _owner(viewer: Viewer) -> Owner:
    """A program's token must not make itself a way in that outlives it."""
    if viewer.by_token:
        raise Refusal("identity-token-no-session", 409)
    return Owner(viewer.person_id, viewer.department_id or None, viewer.login, viewer.name)


def _purpose(owner: Owner) -> str:
    return f"register:{owner.person_id}"


handlers: list[Any] = [list_passkeys, passkey_options, post_passkey, patch_passkey, delete_passkey]
