"""Taking the hotline, giving it back, confirming one's night."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from litestar import Request, Response, delete, post

from backend.hotline.overrides import give_back, take
from backend.hotline.routes.page import board_context
from backend.hotline.taking import until_of
from backend.hotline.watches import confirm
from backend.web.guards import allow
from backend.web.onward import fields
from backend.web.render import partial


@post("/hotline/takeovers", guards=[allow("hotline.take")], include_in_schema=False, status_code=200)
async def take_it(request: Request) -> Response[Any]:
    """ "I take it until …"."""
    at = datetime.now(UTC)
    await take(request.user, until_of(await fields(request), request.user.zone, at), at)
    return await _board(request)


@delete("/hotline/takeovers", guards=[allow("hotline.take")], include_in_schema=False, status_code=200)
async def give_it_back(request: Request) -> Response[Any]:
    await give_back(request.user, datetime.now(UTC))
    return await _board(request)


@post(
    "/hotline/watches/{watch_id:int}/confirmation",
    guards=[allow("hotline.view")],
    include_in_schema=False,
    status_code=200,
)
async def confirm_duty(request: Request, watch_id: int) -> Response[Any]:
    """ "I have it.\""""
    await confirm(request.user, watch_id, datetime.now(UTC))
    return await _board(request)


handlers = [take_it, give_it_back, confirm_duty]


async def _board(request: Request) -> Response[Any]:
    return partial(request, "hotline/_board.html", **await board_context(request.user, datetime.now(UTC)))
