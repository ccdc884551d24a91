"""Shop systems on the desk: which may send orders, and the secret of a new one, shown this once."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from litestar import Request, Response, get, post

from backend.orders.layouts import PLATFORMS
from backend.orders.sources.keeping import NewSecret, open_source, renew_secret, sources_of, switch_source
from backend.settings import settings
from backend.web.guards import allow
from backend.web.onward import fields, onward
from backend.web.render import page

MAY = [allow("orders.manage")]


@get("/orders/sources", guards=MAY, include_in_schema=False)
async def sources(request: Request) -> Response[Any]:
    """Those that may send, and those that are switched off."""
    return await _page(request)


@post("/orders/sources", guards=MAY, include_in_schema=False, status_code=200)
async def add(request: Request) -> Response[Any]:
    """A new one: its secret is shown now and never again."""
    given = await fields(request)
    made = await open_source(
        request.user, given.get("name", ""), given.get("platform", ""), datetime.now(UTC)
    )
    return await _page(request, made)


@post("/orders/sources/{source_id:int}/secret", guards=MAY, include_in_schema=False, status_code=200)
async def renew(request: Request, source_id: int) -> Response[Any]:
    """A new secret, shown now; the old one has ended."""
    return await _page(request, await renew_secret(request.user, source_id, datetime.now(UTC)))


@post("/orders/sources/{source_id:int}/end", guards=MAY, include_in_schema=False)
async def end(request: Request, source_id: int) -> Response[Any]:
    """Switches it off."""
    await switch_source(request.user, source_id, False, datetime.now(UTC))
    return onward(request, "/orders/sources")


@post("/orders/sources/{source_id:int}/start", guards=MAY, include_in_schema=False)
async def start(request: Request, source_id: int) -> Response[Any]:
    """Switches it on again."""
    await switch_source(request.user, source_id, True, datetime.now(UTC))
    return onward(request, "/orders/sources")


async def _page(request: Request, made: NewSecret | None = None) -> Response[Any]:
    ours = settings().public_url.rstrip("/") or f"{request.url.scheme}://{request.url.netloc}"
    return page(
        request, "orders/sources.html", here="order-imports", made=made, ours=ours, platforms=PLATFORMS,
        sources=await sources_of(request.user.department_id),
    )  # fmt: skip


handlers: list[Any] = [sources, add, renew, end, start]
