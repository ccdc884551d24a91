"""The month editor of the desk."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from litestar import Request, Response, get, post

from backend.infra.refusal import Refusal, not_found
from backend.people.viewer import Viewer
from backend.rota.band import draw
from backend.rota.holidays import set_holiday
from backend.rota.months import Board, board, read_month
from backend.rota.templates import templates
from backend.rota.weeks import copy_week
from backend.rules.clock import day_of, days_from
from backend.web.guards import allow
from backend.web.parts import part_of
from backend.web.render import page, partial

MONTH = part_of("/rota/months/{month}")


@get("/rota/months", guards=[allow("rota.edit")], include_in_schema=False)
async def this_month(request: Request) -> Response[Any]:
    """To the month that it is."""
    today = day_of(datetime.now(UTC), request.user.zone)
    return Response(b"", status_code=303, headers={"location": f"/rota/months/{today:%Y-%m}"})


@get("/rota/months/{month:str}", guards=[allow("rota.edit")], include_in_schema=False)
async def month_editor(
    request: Request, month: str, day: date | None = None, person: int | None = None
) -> Response[Any]:
    """The whole editor; htmx and live updates get the board alone."""
    found = await board_of(request.user, month)
    context = await board_context(request, found, day, person)
    if request.headers.get("hx-request") == "true" and request.headers.get("hx-boosted") != "true":
        return partial(request, "rota/_board.html", **context)
    return page(request, "rota/month.html", here="rota-edit", **context)


@get("/rota/months/{month:str}/copy", guards=[allow("rota.edit"), MONTH], include_in_schema=False)
async def copy_form(request: Request, month: str, day: date | None = None) -> Response[Any]:
    """Which week onto which."""
    found = await board_of(request.user, month)
    weeks = [
        each for each in days_from(found.days[0] - timedelta(days=7), found.days[-1]) if each.weekday() == 0
    ]
    return partial(request, "rota/_copy.html", board=found, weeks=weeks, day=day or found.days[0])


@post(
    "/rota/months/{month:str}/copies", guards=[allow("rota.edit")], status_code=200, include_in_schema=False
)
async def copy(request: Request, month: str) -> Response[Any]:
    """Copies the week and shows the board with what was done."""
    form = await request.form()
    source, target = read_day(form.get("source"), "source"), read_day(form.get("target"), "target")
    copied, left = await copy_week(
        request.user, source, target, datetime.now(UTC), replace=form.get("replace") == "1"
    )
    return await show_board(
        request, month, target, None, done=("rota-copied", {"copied": copied, "left": left})
    )


@post("/rota/holidays/{day:date}", guards=[allow("rota.edit")], status_code=200, include_in_schema=False)
async def holiday(request: Request, day: date) -> Response[Any]:
    """Marks the day as a public holiday, or as an ordinary one."""
    form = await request.form()
    await set_holiday(request.user, day, str(form.get("name", "")), datetime.now(UTC))
    return await show_board(request, f"{day:%Y-%m}", day, None)


async def board_of(viewer: Viewer, month: str) -> Board:
    """The month of the viewer's department."""
    if viewer.rules is None:
        raise not_found()
    return await board(viewer.department_id, read_month(month), viewer.rules, viewer.zone)


async def show_board(
    request: Request, month: str, day: date | None, person: int | None, **context: Any
) -> Response[Any]:
    """The board as it is now, answering a change."""
    found = await board_of(request.user, month)
    return partial(
        request, "rota/_board.html", **{**await board_context(request, found, day, person), **context}
    )


async def board_context(
    request: Request, found: Board, day: date | None, person: int | None
) -> dict[str, Any]:
    """What the board's template needs; the day shown below is the one asked for, else today, else the first."""
    viewer: Viewer = request.user
    now = datetime.now(UTC)
    today = day_of(now, viewer.zone)
    shown = day if day in found.days else today if today in found.days else found.days[0]
    previous, following = found.days[0] - timedelta(days=1), found.days[-1] + timedelta(days=1)
    return {
        "board": found,
        "review": found.review,
        "templates": await templates(viewer.department_id),
        "today": today,
        "now": now,
        "day": shown,
        "person": found.member(person) if person else None,
        "previous": previous,
        "following": following,
        "draw": draw,
        "may_publish": viewer.may("rota.publish"),
        "done": None,
    }


def read_day(text: Any, field: str) -> date:
    """A day of a form."""
    try:
        return date.fromisoformat(str(text or ""))
    except ValueError:
        raise Refusal("rota-day-missing", field=field) from None


handlers = [this_month, month_editor, copy_form, copy, holiday]
