"""What people of the hotline are called on screens and in messages."""

from __future__ import annotations

from collections.abc import Iterable

from backend.infra import db
from backend.rules.hotline import PERSON, Target


async def names_of(department_id: int, person_ids: Iterable[int | None]) -> dict[int, str]:
    """Names by id, also of those who have left since."""
    ids = sorted({person_id for person_id in person_ids if person_id is not None})
    rows = await db.fetch(_NAMES, ids, department_id) if ids else []
    return {row["id"]: row["name"] for row in rows}


async def called(department_id: int, target: Target) -> str:
    """A person by name, anything else by its number."""
    if target.kind != PERSON or target.person_id is None:
        return target.number
    return (await names_of(department_id, [target.person_id])).get(target.person_id, target.number)


_NAMES = "SELECT id, name FROM person WHERE id = ANY($1::bigint[]) AND department_id = $2"
