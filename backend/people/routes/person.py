"""One person's page: particulars, post, level, leaving."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from litestar import Request, Response, get, post

from backend.infra.refusal import Refusal
from backend.people.hiring import correct, move
from backend.people.leaving import (
    earliest_last_day,
    give_notice,
    leave_now,
    leaving,
    log_out_everywhere,
    take_back,
    withdraw_notice,
)
from backend.people.levels import level_wishes
from backend.people.numbers import number_of
from backend.people.numbers_verifying import verifies
from backend.people.particulars import read_date
from backend.people.passwords import mark_password_lent
from backend.people.roster import person_card
from backend.people.routes.choices import choices_for
from backend.people.routes.rights import rights
from backend.web.guards import allow
from backend.web.onward import fields, onward
from backend.web.render import page


@get("/people/{person_id:int}", guards=[allow("people.view")], include_in_schema=False)
async def person_page(request: Request, person_id: int, done: str = "") -> Response[Any]:
    """What is known about one person, and what may be done."""
    by, at = request.user, datetime.now(UTC)
    card = await person_card(by.department_id, person_id, at)
    today = at.astimezone(by.zone).date()
    last_day, wanted = card.row.last_day, by.rules.leaving
    plan = leaving(card.notice_on or last_day, last_day, wanted) if last_day else None
    choices = await choices_for(request)
    return page(
        request,
        "people/person.html",
        here="people",
        card=card,
        person=card.row,
        plan=plan,
        handing_over=plan is not None and plan.handover_from <= today,
        wishes=await level_wishes(by.department_id, person_id=person_id),
        today=today,
        usual_last_day=earliest_last_day(today, wanted),
        number=await number_of(by.department_id, person_id, at) if verifies(by) else None,
        done=done,
        **rights(by.rules, card.row.role, card.row.level),
        **choices,
    )


@post("/people/{person_id:int}", guards=[allow("people.manage")], include_in_schema=False)
async def correction(request: Request, person_id: int) -> Response[Any]:
    """Puts particulars right."""
    given = await fields(request)
    await correct(
        request.user,
        person_id,
        datetime.now(UTC),
        name=given.get("name", ""),
        login=given.get("login", ""),
        mobile=given.get("mobile"),
        employee_number=given.get("employee_number"),
        joined_on=read_date(given.get("joined_on"), "joined_on"),
    )
    return onward(request, f"/people/{person_id}?done=corrected")


@post("/people/{person_id:int}/post", guards=[allow("people.manage")], include_in_schema=False)
async def new_post(request: Request, person_id: int) -> Response[Any]:
    """Moves somebody to another post."""
    given = await fields(request)
    await move(
        request.user,
        person_id,
        datetime.now(UTC),
        post=given.get("post") or None,
        role=given.get("role") or None,
    )
    return onward(request, f"/people/{person_id}?done=moved")


@post("/people/{person_id:int}/notice", guards=[allow("people.manage")], include_in_schema=False)
async def notice(request: Request, person_id: int) -> Response[Any]:
    """R-PPL-3: notice and last day."""
    given = await fields(request)
    notice_on = read_date(given.get("notice_on"), "notice_on")
    last_day = read_date(given.get("last_day"), "last_day")
    if notice_on is None or last_day is None:
        raise Refusal("people-date-missing", field="notice_on" if notice_on is None else "last_day")
    await give_notice(
        request.user,
        person_id,
        datetime.now(UTC),
        notice_on=notice_on,
        last_day=last_day,
        short_reason=given.get("short_reason", ""),
    )
    return onward(request, f"/people/{person_id}?done=notice")


@post("/people/{person_id:int}/notice/withdrawal", guards=[allow("people.manage")], include_in_schema=False)
async def stays(request: Request, person_id: int) -> Response[Any]:
    """The person stays after all."""
    await withdraw_notice(request.user, person_id, datetime.now(UTC))
    return onward(request, f"/people/{person_id}?done=stays")


@post("/people/{person_id:int}/departure", guards=[allow("people.manage")], include_in_schema=False)
async def departure(request: Request, person_id: int) -> Response[Any]:
    """Ends access this moment."""
    given = await fields(request)
    await leave_now(request.user, person_id, datetime.now(UTC), reason=given.get("reason", ""))
    return onward(request, f"/people/{person_id}?done=left")


@post("/people/{person_id:int}/return", guards=[allow("people.manage")], include_in_schema=False)
async def back_again(request: Request, person_id: int) -> Response[Any]:
    """Somebody who had left works here again."""
    await take_back(request.user, person_id, datetime.now(UTC))
    return onward(request, f"/people/{person_id}?done=back")


@post("/people/{person_id:int}/logout", guards=[allow("people.manage")], include_in_schema=False)
async def logged_out(request: Request, person_id: int) -> Response[Any]:
    """Ends all log-ins of a person."""
    await log_out_everywhere(request.user, person_id, datetime.now(UTC))
    return onward(request, f"/people/{person_id}?done=logged-out")


@post("/people/{person_id:int}/password-lent", guards=[allow("people.manage")], include_in_schema=False)
async def password_lent(request: Request, person_id: int) -> Response[Any]:
    """R-PPL-2: whoever knew the password besides its owner is shut out by a new one."""
    await mark_password_lent(request.user, person_id, datetime.now(UTC))
    return onward(request, f"/people/{person_id}?done=password-lent")


handlers: list[Any] = [
    person_page,
    correction,
    new_post,
    notice,
    stays,
    departure,
    back_again,
    logged_out,
    password_lent,
]
