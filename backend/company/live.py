"""What open sockets learn when a department's rights change."""

from __future__ import annotations

from backend.infra import bus
from backend.infra.outbox import effect


@effect("department.rights_changed")
async def ask_everybody_again(department_id: int | None) -> None:
    """Another permission map, or a department that closed: each of its sockets is authorised anew."""
    if department_id is not None:
        await bus.rights_changed(department_id=department_id)


@effect("administrator.moved")
async def ask_administrator_again(department_id: int | None, person_id: int) -> None:
    """An administrator went to another department: what the old one says is no longer for them."""
    await bus.rights_changed(person_id=person_id)
