"""The rota on everybody's phone."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from litestar import Request, Response, get

from backend.people.viewer import Viewer
from backend.rota.mine import MyRota, my_rota
from backend.web.guards import allow
from backend.web.parts import part_of
from backend.web.render import page, partial


@get("/rota", guards=[allow("rota.view")], include_in_schema=False)
async def my_week(request: Request, week: date | None = None) -> Response[Any]:
    """My next seven days, the team's week, my month."""
    return page(request, "rota/week.html", here="rota", rota=await _rota(request.user, week))


@get("/rota/mine", guards=[allow("rota.view"), part_of("/rota")], include_in_schema=False)
async def mine(request: Request) -> Response[Any]:
    """My next seven days alone, fetched anew when they changed."""
    return partial(request, "rota/_mine.html", rota=await _rota(request.user, None))


@get("/rota/team", guards=[allow("rota.view"), part_of("/rota")], include_in_schema=False)
async def team(request: Request, week: date | None = None) -> Response[Any]:
    """The team's week alone: another week, or the same one anew."""
    return partial(request, "rota/_team.html", rota=await _rota(request.user, week))


@get("/rota/heat", guards=[allow("rota.view"), part_of("/rota")], include_in_schema=False)
async def heat(request: Request) -> Response[Any]:
    """My month alone."""
    return partial(request, "rota/_heat.html", rota=await _rota(request.user, None))


async def _rota(viewer: Viewer, week: date | None) -> MyRota:
    roles = viewer.rules.permissions.items() if viewer.rules else ()
    editors = [role for role, permissions in roles if "rota.publish" in permissions]
    return await my_rota(
        viewer.department_id, viewer.person_id, datetime.now(UTC), viewer.zone, editors, week
    )


handlers = [my_week, mine, team, heat]
