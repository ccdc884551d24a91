"""What open sockets learn when somebody's rights change or end."""

from __future__ import annotations

from backend.infra import bus
from backend.infra.outbox import effect


@effect("person.rights_changed")
async def ask_again(department_id: int | None, person_id: int) -> None:
    """Another role, post or level: each socket of the person is authorised anew."""
    await bus.rights_changed(person_id=person_id)


@effect("person.left")
async def say_goodbye(department_id: int | None, person_id: int) -> None:
    """Access ended: the person's sockets close at once."""
    await bus.goodbye("access-ended", person_id=person_id)
