"""Publishing a month."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from litestar import Request, Response, get, post

from backend.rota.months import read_month
from backend.rota.publication import publish
from backend.rota.routes.month import MONTH, board_of, show_board
from backend.rules.clock import day_of
from backend.web.guards import allow
from backend.web.render import partial


@get("/rota/months/{month:str}/publication", guards=[allow("rota.publish"), MONTH], include_in_schema=False)
async def publication_form(request: Request, month: str) -> Response[Any]:
    """What would change for whom, and what needs a reason."""
    found = await board_of(request.user, month)
    today = day_of(datetime.now(UTC), request.user.zone)
    return partial(
        request, "rota/_publication.html",
        board=found, holes=found.review.holes_from(today), faults=found.review.faults,
    )  # fmt: skip


@post(
    "/rota/months/{month:str}/publications",
    guards=[allow("rota.publish")],
    status_code=200,
    include_in_schema=False,
)
async def publication(request: Request, month: str) -> Response[Any]:
    """Puts the draft in force and answers with the board."""
    form, viewer = await request.form(), request.user
    seen = str(form.get("seen", ""))
    done = await publish(
        viewer, read_month(month), viewer.rules, datetime.now(UTC),
        reason=str(form.get("reason", "")), seen=int(seen) if seen.isdecimal() else None,
    )  # fmt: skip
    said = {"people": len(done.person_ids), "days": done.changed_days, "version": done.version}
    return await show_board(request, month, None, None, done=("rota-published", said))


handlers = [publication_form, publication]
