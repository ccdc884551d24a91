"""Who may see, take and manage the hotline."""

from __future__ import annotations

from backend.hotline.queries import Line, line_of
from backend.infra.refusal import Refusal
from backend.people.numbers import verified_numbers
from backend.people.viewer import Actor

NUMBER_PAGE = "/me/number"


def may_take(by: Actor) -> None:
    """Raises 403 for who may not take the hotline over."""
    _need(by, "hotline.take")


def may_manage(by: Actor) -> None:
    """Raises 403 for who may not set it up."""
    _need(by, "hotline.manage")


def may_view(by: Actor) -> None:
    _need(by, "hotline.view")


async def its_line(by: Actor) -> Line:
    """The line of one's department; 409 where there is none yet."""
    line = await line_of(by.department_id)
    if line is None:
        raise Refusal("hotline-no-line", 409, way_out="/hotline")
    return line


async def reachable(by: Actor, person_id: int) -> str:
    """The verified number of somebody who is to have the hotline; 409 with the way to it where there is none."""
    number = (await verified_numbers(by.department_id)).get(person_id)
    if number is not None:
        return number
    if person_id == by.person_id:
        raise Refusal("hotline-own-number-needed", 409, way_out=NUMBER_PAGE)
    raise Refusal("hotline-their-number-needed", 409, field="person_id", way_out="/people/numbers")


def _need(by: Actor, permission: str) -> None:
    if not by.may(permission):
        raise Refusal("shell-error-forbidden", 403)
