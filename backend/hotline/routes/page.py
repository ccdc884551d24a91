"""Whom the hotline reaches: the strip of Today, and the page behind it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from litestar import Request, Response, get

from backend.hotline.board import board_of, switch_log
from backend.hotline.now import HotlineNow, hotline_now
from backend.hotline.queries import line_of
from backend.hotline.taking import choices
from backend.people.numbers import verified_numbers
from backend.people.viewer import Viewer
from backend.web.guards import allow
from backend.web.parts import part_of
from backend.web.render import page, partial


@get("/hotline", guards=[allow("hotline.view")], include_in_schema=False)
async def hotline(request: Request) -> Response[Any]:
    """Now, next, and why; the coming week with its holes; the log; one big button to take it."""
    return page(
        request, "hotline/page.html", here="hotline", **await board_context(request.user, datetime.now(UTC))
    )


@get("/hotline/board", guards=[allow("hotline.view"), part_of("/hotline")], include_in_schema=False)
async def board(request: Request) -> Response[Any]:
    """The page without its frame, fetched anew when something has changed."""
    return partial(request, "hotline/_board.html", **await board_context(request.user, datetime.now(UTC)))


@get("/hotline/strip", guards=[allow("hotline.view"), part_of("/")], include_in_schema=False)
async def strip(request: Request) -> Response[Any]:
    """One line for Today; empty where there is no hotline."""
    now = await hotline_now(request.user.department_id, datetime.now(UTC))
    return partial(request, "hotline/_strip.html", hotline=now)


@get("/hotline/switches", guards=[allow("hotline.view")], include_in_schema=False)
async def switches(request: Request, before: datetime | None = None) -> Response[Any]:
    """The log, page by page."""
    viewer: Viewer = request.user
    found = await switch_log(viewer.department_id, 100, before)
    return page(request, "hotline/switches.html", here="hotline", switches=found, most=100)


handlers = [hotline, board, strip, switches]


async def board_context(viewer: Viewer, at: datetime) -> dict[str, Any]:
    """What `hotline/_board.html` and the sheet beside it need."""
    now = await hotline_now(viewer.department_id, at)
    return {
        "hotline": now,
        "at": at,
        "board": await board_of(now) if now else None,
        "line": None if now else await line_of(viewer.department_id),
        "department_id": viewer.department_id,
        **(await _mine(viewer, now, at) if now else {}),
    }


async def _mine(viewer: Viewer, now: HotlineNow, at: datetime) -> dict[str, Any]:
    """What concerns the viewer: may they take it, do they have it, are they asked."""
    may_take = viewer.may("hotline.take")
    numbers = await verified_numbers(viewer.department_id) if may_take else {}
    segment = now.segment
    own = segment.why in ("taken", "confirmed") and segment.target.person_id == viewer.person_id
    return {
        "may_take": may_take,
        "my_number": numbers.get(viewer.person_id),
        "mine": own,
        "asked": now.asked_of(viewer.person_id),
        "choices": choices(now, viewer, at),
    }
