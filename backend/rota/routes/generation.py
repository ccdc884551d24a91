"""Generating a month: first looked at, then put in."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from litestar import Request, Response, get, post

from backend.infra.refusal import not_found
from backend.rota.generation import generate, propose_month
from backend.rota.rotations import rotations
from backend.rota.routes.month import MONTH, board_of, show_board
from backend.rules.clock import day_of
from backend.web.guards import allow
from backend.web.render import partial


@get("/rota/months/{month:str}/generation", guards=[allow("rota.edit"), MONTH], include_in_schema=False)
async def generation_form(
    request: Request,
    month: str,
    rotation: int | None = None,
    first: date | None = None,
    overwrite: bool = False,
) -> Response[Any]:
    """Which rotation from when, and what it would do."""
    viewer = request.user
    found, choices = await board_of(viewer, month), await rotations(viewer.department_id)
    today = day_of(datetime.now(UTC), viewer.zone)
    first = first or (today if today in found.days else found.days[0])
    chosen = next((each for each in choices if each.id == rotation), choices[0] if choices else None)
    proposal = (
        await propose_month(viewer, chosen.id, found, first_day=first, overwrite=overwrite)
        if chosen
        else None
    )
    return partial(
        request, "rota/_generation.html",
        board=found, choices=choices, chosen=chosen, first=first, overwrite=overwrite, proposal=proposal,
    )  # fmt: skip


@post(
    "/rota/months/{month:str}/generations",
    guards=[allow("rota.edit")],
    status_code=200,
    include_in_schema=False,
)
async def generation(request: Request, month: str) -> Response[Any]:
    """Puts it into the draft and answers with the board."""
    form = await request.form()
    found = await board_of(request.user, month)
    rotation_id, first = str(form.get("rotation", "")), str(form.get("first", ""))
    if not rotation_id.isdecimal():
        raise not_found()
    done = await generate(
        request.user, int(rotation_id), found, datetime.now(UTC),
        first_day=date.fromisoformat(first) if first else None, overwrite=form.get("overwrite") == "true",
    )  # fmt: skip
    said = {"added": len(done.added), "removed": len(done.removed), "kept": done.kept}
    return await show_board(request, month, None, None, done=("rota-generated", said))


handlers = [generation_form, generation]
