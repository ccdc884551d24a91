"""People under /api/v1: roster, hiring, correcting, moving, leaving."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import msgspec
from litestar import Request, delete, get, patch, post, put

from backend.people.hiring import correct, hire, move
from backend.people.leaving import give_notice, leave_now, log_out_everywhere, take_back, withdraw_notice
from backend.people.passwords import mark_password_lent
from backend.people.roster import PersonCard, RosterRow, person_card, roster
from backend.web.formats import mask_mobile
from backend.web.guards import allow

TAGS = ["people"]


class PersonOut(msgspec.Struct):
    """A person of the department. `state` is invited, active, leaving or left."""

    id: int
    name: str
    login: str
    post: str | None
    post_names: dict[str, str]
    role: str
    level: int
    state: str
    mobile: str | None = None
    employee_number: str | None = None
    joined_on: date | None = None
    last_day: date | None = None


class RosterOut(msgspec.Struct):
    """One page of the roster; `counts` by state."""

    people: list[PersonOut]
    total: int
    counts: dict[str, int]


class HireIn(msgspec.Struct):
    """Without `login` it becomes the employee number, else the mobile. `post` is a post's code and brings its role."""

    name: str
    login: str | None = None
    post: str | None = None
    role: str | None = None
    mobile: str | None = None
    employee_number: str | None = None
    joined_on: date | None = None


class CorrectIn(msgspec.Struct):
    """What is left out stays as it is; null empties it."""

    name: str | msgspec.UnsetType = msgspec.UNSET
    login: str | msgspec.UnsetType = msgspec.UNSET
    mobile: str | msgspec.UnsetType | None = msgspec.UNSET
    employee_number: str | msgspec.UnsetType | None = msgspec.UNSET
    joined_on: date | msgspec.UnsetType | None = msgspec.UNSET


class MoveIn(msgspec.Struct):
    """`role` only where it differs from the post's own."""

    post: str | None
    role: str | None = None


class NoticeIn(msgspec.Struct):
    """R-PPL-3. `short_reason` is needed when less than a month lies between."""

    notice_on: date
    last_day: date
    short_reason: str = ""


class NoticeOut(msgspec.Struct):
    notice_on: date
    handover_from: date
    last_day: date
    short: bool


class ReasonIn(msgspec.Struct):
    reason: str


@get("/api/v1/people", guards=[allow("people.view")], tags=TAGS)
async def people_list(
    request: Request,
    search: str = "",
    post_code: str = "",
    role: str = "",
    level: int | None = None,
    status: str = "",
    number: int = 1,
) -> RosterOut:
    """The roster, sixty people at a time; who has left only with `status=left`."""
    found = await roster(
        request.user.department_id,
        datetime.now(UTC),
        search=search,
        post=post_code,
        role=role,
        level=level,
        state=status,
        page=number,
    )
    return RosterOut([_out(request, row) for row in found.rows], found.total, found.counts)


@get("/api/v1/people/{person_id:int}", guards=[allow("people.view")], tags=TAGS)
async def person(request: Request, person_id: int) -> PersonOut:
    """One person of the department."""
    return _out(request, (await _card(request, person_id)).row)


@post("/api/v1/people", guards=[allow("people.manage")], tags=TAGS)
async def hiring(request: Request, data: HireIn) -> PersonOut:
    """Takes somebody on."""
    given = msgspec.structs.asdict(data)
    name, login = given.pop("name"), given.pop("login")
    person_id = await hire(request.user, name, login, datetime.now(UTC), **given)
    return _out(request, (await _card(request, person_id)).row)


@patch("/api/v1/people/{person_id:int}", guards=[allow("people.manage")], tags=TAGS)
async def correction(request: Request, person_id: int, data: CorrectIn) -> PersonOut:
    """Puts particulars right."""
    before = (await _card(request, person_id)).row
    known: dict[str, Any] = {key: getattr(before, key) for key in CorrectIn.__struct_fields__}
    given = {key: value for key, value in msgspec.structs.asdict(data).items() if value is not msgspec.UNSET}
    await correct(request.user, person_id, datetime.now(UTC), **{**known, **given})
    return _out(request, (await _card(request, person_id)).row)


@put("/api/v1/people/{person_id:int}/post", guards=[allow("people.manage")], tags=TAGS)
async def new_post(request: Request, person_id: int, data: MoveIn) -> PersonOut:
    """Moves somebody to another post."""
    await move(request.user, person_id, datetime.now(UTC), post=data.post, role=data.role)
    return _out(request, (await _card(request, person_id)).row)


@put("/api/v1/people/{person_id:int}/notice", guards=[allow("people.manage")], tags=TAGS)
async def notice(request: Request, person_id: int, data: NoticeIn) -> NoticeOut:
    """R-PPL-3: writes down that somebody goes, and when."""
    plan = await give_notice(request.user, person_id, datetime.now(UTC), **msgspec.structs.asdict(data))
    return NoticeOut(plan.notice_on, plan.handover_from, plan.last_day, plan.short)


@delete("/api/v1/people/{person_id:int}/notice", guards=[allow("people.manage")], tags=TAGS)
async def stays(request: Request, person_id: int) -> None:
    """The person stays after all."""
    await withdraw_notice(request.user, person_id, datetime.now(UTC))


@post("/api/v1/people/{person_id:int}/departure", guards=[allow("people.manage")], tags=TAGS)
async def departure(request: Request, person_id: int, data: ReasonIn) -> PersonOut:
    """Ends somebody's access this moment."""
    await leave_now(request.user, person_id, datetime.now(UTC), reason=data.reason)
    return _out(request, (await _card(request, person_id)).row)


@post("/api/v1/people/{person_id:int}/return", guards=[allow("people.manage")], tags=TAGS)
async def back_again(request: Request, person_id: int) -> PersonOut:
    """Somebody who had left works here again; invite them next."""
    await take_back(request.user, person_id, datetime.now(UTC))
    return _out(request, (await _card(request, person_id)).row)


@delete("/api/v1/people/{person_id:int}/sessions", guards=[allow("people.manage")], tags=TAGS)
async def logged_out(request: Request, person_id: int) -> None:
    """Logs a person out everywhere."""
    await log_out_everywhere(request.user, person_id, datetime.now(UTC))


@post(
    "/api/v1/people/{person_id:int}/password-lent",
    guards=[allow("people.manage")],
    tags=TAGS,
    status_code=204,
)
async def password_lent(request: Request, person_id: int) -> None:
    """R-PPL-2: the password was lent out with approval, or others may know it; its owner must set a new one next."""
    await mark_password_lent(request.user, person_id, datetime.now(UTC))


async def _card(request: Request, person_id: int) -> PersonCard:
    return await person_card(request.user.department_id, person_id, datetime.now(UTC))


def _out(request: Request, row: RosterRow) -> PersonOut:
    """Numbers only for who manages people."""
    private = request.user.may("people.manage")
    return PersonOut(
        id=row.id,
        name=row.name,
        login=row.login if private or row.login != row.mobile else mask_mobile(row.mobile),
        post=row.post_code,
        post_names=row.post,
        role=row.role,
        level=row.level,
        state=row.state,
        mobile=row.mobile if private else None,
        employee_number=row.employee_number if private else None,
        joined_on=row.joined_on,
        last_day=row.last_day if private else None,
    )


handlers: list[Any] = [
    people_list,
    person,
    hiring,
    correction,
    new_post,
    notice,
    stays,
    departure,
    back_again,
    logged_out,
    password_lent,
]
