"""Verified mobiles, for programs."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import msgspec
from litestar import Request, get, post

from backend.infra.refusal import Refusal
from backend.people.numbers import NumberState, my_number, number_of, numbers
from backend.people.numbers_codes import code_of
from backend.people.numbers_verifying import ask_for_code, confirm_number, may_verify, read_back
from backend.web.formats import mask_mobile
from backend.web.guards import allow, signed_in


class NumberOut(msgspec.Struct):
    """`state` is verified, waiting (a code is out), unverified or missing. `code` only in one's own answer, and only
    where it is to be read out to a lead who rings."""

    person_id: int
    name: str
    mobile: str | None
    state: str
    way: str | None
    verified_at: datetime | None
    verified_by: str
    code_expires_at: datetime | None
    tries_left: int | None
    code: str | None = None


class WayIn(msgspec.Struct):
    """`call`: the code is shown to its owner and read to a lead; `message`: it is sent to the mobile."""

    way: str = "call"


class CodeIn(msgspec.Struct):
    code: str


@get("/api/v1/me/number", guards=[signed_in], tags=["me"])
async def mine(request: Request) -> NumberOut:
    """My mobile, and the code that is out for it."""
    return await _mine(request)


@post("/api/v1/me/number/code", guards=[signed_in], tags=["me"])
async def asking(request: Request, data: WayIn) -> NumberOut:
    """Makes a code; the one before it no longer counts."""
    await ask_for_code(request.user, datetime.now(UTC), data.way)
    return await _mine(request)


@post("/api/v1/me/number/confirmation", guards=[signed_in], tags=["me"])
async def confirmation(request: Request, data: CodeIn) -> NumberOut:
    """The code that came as a message."""
    await confirm_number(request.user, data.code, datetime.now(UTC))
    return await _mine(request)


@get("/api/v1/people/numbers", guards=[allow("people.view")], tags=["people"])
async def everybodys(request: Request) -> list[NumberOut]:
    """Whose mobile is verified; for those who verify."""
    may_verify(request.user)
    found = await numbers(request.user.department_id, datetime.now(UTC))
    return [_out(each, mask_mobile(each.mobile) if each.mobile else None) for each in found]


@post("/api/v1/people/{person_id:int}/number/verification", guards=[allow("people.view")], tags=["people"])
async def verification(request: Request, person_id: int, data: CodeIn) -> NumberOut:
    """What the person read out on the telephone. Nobody verifies their own number."""
    by, at = request.user, datetime.now(UTC)
    await read_back(by, person_id, data.code, at)
    number = await number_of(by.department_id, person_id, at)
    return _out(number, number.mobile)


async def _mine(request: Request) -> NumberOut:
    number = await my_number(request.user.person_id, datetime.now(UTC))
    if number is None:
        raise Refusal("shell-error-no-department", 409, way_out="/departments")
    shown = code_of(number.check.seed) if number.check and number.check.way == "call" else None
    return _out(number, number.mobile, shown)


def _out(number: NumberState, mobile: str | None, code: str | None = None) -> NumberOut:
    check = number.check
    return NumberOut(
        number.person_id,
        number.name,
        mobile,
        number.state,
        number.way,
        number.verified_at,
        number.verified_by,
        check.expires_at if check else None,
        check.tries_left if check else None,
        code,
    )


handlers: list[Any] = [mine, asking, confirmation, everybodys, verification]
