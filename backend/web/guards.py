"""Who may come in. Every route carries one of these guards, or says in `opt["public"]` why it needs none."""

from __future__ import annotations

from typing import Any

from litestar.connection import ASGIConnection
from litestar.handlers.base import BaseRouteHandler

from backend.infra.refusal import Refusal
from backend.people.viewer import Viewer
from backend.rules.permissions import level_for


def allow(permission: str, *others: str) -> Any:
    """Lets in whoever has `permission`, or one of the `others`, in the department where they are now; says so where
    only the level is short."""

    async def guard(connection: ASGIConnection, handler: BaseRouteHandler) -> None:
        viewer = await _viewer(connection)
        enters = any(map(viewer.may, (permission, *others)))
        if not enters and viewer.lacks_level(permission):
            needed = level_for(permission)
            raise Refusal(
                "shell-error-level", 403, way_out="/people/levels", level=viewer.level, needed=needed
            )
        if not enters:
            raise Refusal("shell-error-forbidden", 403)
        if not viewer.department_id:
            raise Refusal("shell-error-no-department", 409, way_out="/departments")

    guard.permission = permission  # type: ignore[attr-defined]  # the walk over all routes reads it
    return guard


async def signed_in(connection: ASGIConnection, handler: BaseRouteHandler) -> None:
    """Lets in everybody who has logged in, wherever they work."""
    await _viewer(connection)


async def company_admin(connection: ASGIConnection, handler: BaseRouteHandler) -> None:
    """Lets in the company's administrators."""
    if not (await _viewer(connection)).company_admin:
        raise Refusal("shell-error-forbidden", 403)


async def _viewer(connection: ASGIConnection) -> Viewer:
    viewer = connection.scope.get("user")
    if viewer is None:
        raise Refusal("shell-error-sign-in", 401, way_out="/login")
    return viewer
