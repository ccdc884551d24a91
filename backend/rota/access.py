"""Who may hear and change the rota."""

from __future__ import annotations

from datetime import datetime

from backend.infra.refusal import Refusal
from backend.people.viewer import Actor
from backend.rota.duty import is_on_shift


def may_edit(by: Actor) -> None:
    """Raises 403 for who may not change the rota."""
    _need(by, "rota.edit")


def may_publish(by: Actor) -> None:
    """Raises 403 for who may not make the rota binding."""
    _need(by, "rota.publish")


async def may_hear_floor(by: Actor, department_id: int, at: datetime) -> bool:
    """The floor of one's own department: its managers always, everybody else while they are on shift."""
    if by.department_id != department_id or by.person_id is None:
        return False
    return by.may("floor.view") or await is_on_shift(department_id, by.person_id, at)


def _need(by: Actor, permission: str) -> None:
    if not by.may(permission):
        raise Refusal("shell-error-forbidden", 403)
