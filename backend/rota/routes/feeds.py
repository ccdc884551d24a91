"""Subscribing to one's own rota as a calendar."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from litestar import Request, Response, delete, get, post

from backend.people.viewer import Viewer
from backend.rota.feeds import feed_of, open_feed, revoke_feed
from backend.web.address import public_address
from backend.web.guards import allow
from backend.web.render import page, partial


@get("/rota/feed", guards=[allow("rota.view")], include_in_schema=False)
async def feed(request: Request) -> Response[Any]:
    """Whether there is an address, and how phones subscribe to one."""
    return page(request, "rota/feed.html", here="rota", address=None, feed=await _mine(request.user))


@post("/rota/feeds", guards=[allow("rota.view")], status_code=200, include_in_schema=False)
async def open_one(request: Request) -> Response[Any]:
    """A new address, shown this once; the old one ends."""
    secret = await open_feed(request.user, datetime.now(UTC))
    return partial(
        request, "rota/_feed.html", address=address_of(request, secret), feed=await _mine(request.user)
    )


@delete("/rota/feeds/{feed_id:int}", guards=[allow("rota.view")], status_code=200, include_in_schema=False)
async def revoke(request: Request, feed_id: int) -> Response[Any]:
    """The address is not there any more."""
    await revoke_feed(request.user, feed_id, datetime.now(UTC))
    return partial(request, "rota/_feed.html", address=None, feed=None)


def address_of(request: Request, secret: str) -> str:
    """The whole address of a feed: calendars elsewhere cannot follow a path alone."""
    return f"{public_address(request)}/calendar/{secret}.ics"


async def _mine(viewer: Viewer) -> Any:
    return await feed_of(viewer.person_id, viewer.department_id)


handlers = [feed, open_one, revoke]
