"""Every route of the program in one list; the walks over all routes start here."""

from __future__ import annotations

from litestar.types import ControllerRouterHandler

from backend.web.health import alive, metrics, ready
from backend.web.live import live


def route_handlers() -> list[ControllerRouterHandler]:
    """The machinery's own routes and those of every domain."""
    return [alive, ready, metrics, live]
