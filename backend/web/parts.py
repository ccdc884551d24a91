"""Parts of pages have addresses of their own, for htmx and our scripts; a browser's own visit is led to the page."""

from __future__ import annotations

from typing import Any

from litestar.connection import ASGIConnection
from litestar.handlers.base import BaseRouteHandler

from backend.infra.refusal import Detour


def visited(connection: ASGIConnection[Any, Any, Any, Any]) -> bool:
    """A browser goes to this address itself: neither htmx nor a script of ours asks for it."""
    headers = connection.headers
    return "text/html" in headers.get("accept", "") and headers.get("hx-request") != "true"


def part_of(page: str) -> Any:
    """A guard for a part: whoever opens it by hand, from the history or a kept tab, gets the whole `page` (303).

    `page` may name the part's own path parameters: `part_of("/rota/months/{month}")`.
    """

    async def guard(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
        if visited(connection):
            raise Detour("shell-error-not-found", 404, way_out=page.format(**connection.path_params))

    return guard
