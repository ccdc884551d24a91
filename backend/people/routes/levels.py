"""R-PPL-1 on the desk: who asked for which level, and who must still agree."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from litestar import Request, Response, get, post

from backend.infra.refusal import Refusal
from backend.people.levels import SIDES, decide_level, level_wishes, request_level, withdraw_level
from backend.people.roster import person_card
from backend.people.routes.rights import rights
from backend.web.guards import allow, signed_in
from backend.web.onward import fields, onward
from backend.web.render import page


@get("/people/levels", guards=[signed_in], include_in_schema=False)
async def levels_page(request: Request, done: str = "") -> Response[Any]:
    """Open wishes first; those who may decide see all of them, others their own."""
    by = request.user
    wishes = await level_wishes(by.department_id, person_id=None if sees_all(by) else by.person_id)
    mine = [wish for wish in wishes if wish.person_id == by.person_id and not wish.ended_at]
    return page(
        request,
        "people/levels.html",
        here="people",
        wishes=wishes,
        sides=SIDES,
        done=done,
        may_ask_own=bool(by.department_id) and not by.company_admin and not mine,
        **rights(by.rules, by.role, by.level),
    )


@post("/people/{person_id:int}/level", guards=[signed_in], include_in_schema=False)
async def wish(request: Request, person_id: int) -> Response[Any]:
    """Asks for another level: a manager for anybody, everybody for themselves."""
    by, given = request.user, await fields(request)
    may_ask(by, person_id)
    await person_card(by.department_id, person_id, datetime.now(UTC))
    level = given.get("to_level", "")
    await request_level(
        by,
        person_id,
        datetime.now(UTC),
        to_level=int(level) if level.isdecimal() else 0,
        reason=given.get("reason", ""),
        special=given.get("special", ""),
    )
    return onward(request, "/people/levels?done=level-asked")


@post("/people/levels/{change_id:int}/decisions", guards=[allow("people.view")], include_in_schema=False)
async def decision(request: Request, change_id: int) -> Response[Any]:
    """One side's yes or no; the action knows who may."""
    given = await fields(request)
    outcome = await decide_level(
        request.user,
        change_id,
        datetime.now(UTC),
        side=given.get("side", ""),
        accepted=given.get("accepted") == "1",
        note_text=given.get("note", ""),
    )
    return onward(request, f"/people/levels?done=level-{outcome or 'answered'}")


@post("/people/levels/{change_id:int}/withdrawal", guards=[signed_in], include_in_schema=False)
async def withdrawal(request: Request, change_id: int) -> Response[Any]:
    """Takes a wish back."""
    await withdraw_level(request.user, change_id, datetime.now(UTC))
    return onward(request, "/people/levels?done=level-withdrawn")


def sees_all(by: Any) -> bool:
    """Who manages people or decides for a side."""
    return by.may("people.manage") or any(by.may(f"people.level.{side}") for side in SIDES)


def may_ask(by: Any, person_id: int) -> None:
    if person_id != by.person_id and not by.may("people.manage"):
        raise Refusal("shell-error-forbidden", 403)


handlers: list[Any] = [levels_page, wish, decision, withdrawal]
