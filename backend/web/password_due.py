"""Before anything else, a new password: when the old one was lent out or is too old (R-PPL-2)."""

from __future__ import annotations

from datetime import UTC, datetime

from litestar.connection import ASGIConnection
from litestar.handlers.base import BaseRouteHandler

from backend.infra.refusal import Detour
from backend.people.passwords import password_due


async def password_in_order(connection: ASGIConnection, handler: BaseRouteHandler) -> None:
    """Stands before every route but those that say `even_when_due`. No look-up: the viewer carries the two dates."""
    viewer = connection.scope.get("user")
    if viewer is None or "even_when_due" in handler.opt or "public" in handler.opt:
        return
    due = password_due(viewer, datetime.now(UTC))
    if due is not None:
        raise Detour(f"identity-password-due-{due}", 403, way_out="/me/password")
