"""One person's day in the editor: its sheet, and what is done there."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from litestar import Request, Response, delete, get, post

from backend.infra.refusal import Refusal, not_found
from backend.rota.months import board
from backend.rota.routes.month import show_board
from backend.rota.shifts import clear_day, give_rest, remove_shift, set_shift
from backend.rota.templates import templates
from backend.web.guards import allow
from backend.web.parts import part_of
from backend.web.render import partial


@get(
    "/rota/people/{person_id:int}/days/{day:date}",
    guards=[allow("rota.edit"), part_of("/rota/months")],
    include_in_schema=False,
)
async def day_sheet(request: Request, person_id: int, day: date, view: str = "day") -> Response[Any]:
    """What the day has, and what it could have."""
    viewer = request.user
    found = await board(viewer.department_id, day, viewer.rules, viewer.zone)
    member = found.member(person_id)
    if member is None:
        raise not_found()
    return partial(
        request, "rota/_day_sheet.html", board=found, member=member, day=day, cell=found.cell(person_id, day),
        templates=await templates(viewer.department_id), view=view,
    )  # fmt: skip


@post(
    "/rota/people/{person_id:int}/days/{day:date}",
    guards=[allow("rota.edit")],
    status_code=200,
    include_in_schema=False,
)
async def change_day(request: Request, person_id: int, day: date) -> Response[Any]:
    """Puts a shift there, gives the day off or empties it; answers with the board."""
    form, by, at = await request.form(), request.user, datetime.now(UTC)
    choice, seen = str(form.get("choice", "")), _ids(form.get("seen"))
    remark = str(form.get("note", ""))
    if choice == "rest":
        await give_rest(by, person_id, day, at, remark=remark, seen=seen)
    elif choice == "clear":
        await clear_day(by, person_id, day, at, seen=seen)
    else:
        await set_shift(
            by, person_id, day, at,
            template_id=_template(choice),
            segments=list(zip(map(str, form.getall("start", [])), map(str, form.getall("end", [])), strict=False)),
            break_minutes=_number(form.get("break_minutes")),
            remark=remark,
            replaces=_number(form.get("replaces")) or None,
            seen=seen,
        )  # fmt: skip
    return await _shown(request, str(form.get("view", "day")), person_id, day)


@delete("/rota/shifts/{shift_id:int}", guards=[allow("rota.edit")], status_code=200, include_in_schema=False)
async def remove(
    request: Request, shift_id: int, person: int = 0, day: date | None = None, view: str = "day"
) -> Response[Any]:
    """Takes one shift out of the draft."""
    await remove_shift(request.user, shift_id, datetime.now(UTC))
    return await _shown(request, view, person, day or datetime.now(request.user.zone).date())


async def _shown(request: Request, view: str, person_id: int, day: date) -> Response[Any]:
    return await show_board(request, f"{day:%Y-%m}", day, person_id if view == "person" else None)


def _ids(text: Any) -> list[int] | None:
    return None if text is None else [_number(each) for each in str(text).split(",") if each.isdecimal()]


def _template(choice: str) -> int | None:
    if choice == "custom":
        return None
    if not choice.isdecimal() or len(choice) > 18:
        raise Refusal("rota-choose-something", field="choice")
    return int(choice)


def _number(text: Any) -> int:
    """0 for what is no number, or none that anything here could have."""
    written = str(text or "")
    return int(written) if written.isdecimal() and len(written) < 19 else 0


handlers = [day_sheet, change_day, remove]
