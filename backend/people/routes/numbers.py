"""Mobiles that are verified: the code on one's own screen, and the leads who ring and have it read out."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from litestar import Request, Response, get, post

from backend.people.numbers import my_number, number_of, numbers
from backend.people.numbers_codes import code_of, sendable
from backend.people.numbers_verifying import ask_for_code, confirm_number, may_verify, read_back
from backend.web.guards import allow, signed_in
from backend.web.onward import fields, onward
from backend.web.parts import part_of
from backend.web.render import page, partial


@get("/me/number", guards=[signed_in], include_in_schema=False)
async def my_number_page(request: Request) -> Response[Any]:
    """Whether my mobile is verified, and how to have it verified."""
    return page(request, "people/my_number.html", here="me", **await _mine(request))


@get("/me/number/state", guards=[signed_in, part_of("/me/number")], include_in_schema=False)
async def my_number_state(request: Request) -> Response[Any]:
    """The same without its frame: fetched as soon as the code has been read out."""
    return partial(request, "people/_my_number.html", **await _mine(request))


@post("/me/number/code", guards=[signed_in], include_in_schema=False)
async def asking(request: Request) -> Response[Any]:
    """Makes a code: shown here, or sent to the mobile."""
    given = await fields(request)
    await ask_for_code(request.user, datetime.now(UTC), given.get("way") or "call")
    return onward(request, "/me/number")


@post("/me/number/confirmation", guards=[signed_in], include_in_schema=False)
async def confirmation(request: Request) -> Response[Any]:
    """The code that came as a message."""
    given = await fields(request)
    await confirm_number(request.user, given.get("code", ""), datetime.now(UTC))
    return onward(request, "/me/number")


@get("/people/numbers", guards=[allow("people.view")], include_in_schema=False)
async def numbers_page(request: Request) -> Response[Any]:
    """Whose mobile is verified and who waits to be rung; for those who verify."""
    return page(request, "people/numbers.html", here="people", **await _everybodys(request))


@get(
    "/people/numbers/list", guards=[allow("people.view"), part_of("/people/numbers")], include_in_schema=False
)
async def numbers_list(request: Request) -> Response[Any]:
    """The list without its frame."""
    return partial(request, "people/_numbers.html", **await _everybodys(request))


@get(
    "/people/{person_id:int}/number",
    guards=[allow("people.view"), part_of("/people/{person_id}")],
    include_in_schema=False,
)
async def person_number(request: Request, person_id: int) -> Response[Any]:
    """One person's number as their page shows it; for those who verify."""
    may_verify(request.user)
    number = await number_of(request.user.department_id, person_id, datetime.now(UTC))
    return partial(request, "people/_person_number.html", number=number)


@post("/people/{person_id:int}/number/verification", guards=[allow("people.view")], include_in_schema=False)
async def verification(request: Request, person_id: int) -> Response[Any]:
    """What the person read out on the telephone."""
    given = await fields(request)
    await read_back(request.user, person_id, given.get("code", ""), datetime.now(UTC))
    back = "/people/numbers" if given.get("back") == "list" else f"/people/{person_id}"
    return onward(request, f"{back}?done=number-verified")


async def _mine(request: Request) -> dict[str, Any]:
    at = datetime.now(UTC)
    number = await my_number(request.user.person_id, at)
    check = number.check if number else None
    shown = code_of(check.seed) if check and check.way == "call" else ""
    possible = await sendable(request.user.department_id)
    return {"number": number, "shown": shown, "sendable": possible}


async def _everybodys(request: Request) -> dict[str, Any]:
    may_verify(request.user)
    found = await numbers(request.user.department_id, datetime.now(UTC))
    verified = sum(each.state == "verified" for each in found)
    return {"numbers": found, "verified": verified, "done": request.query_params.get("done", "")}


handlers: list[Any] = [
    my_number_page,
    my_number_state,
    asking,
    confirmation,
    numbers_page,
    numbers_list,
    person_number,
    verification,
]
