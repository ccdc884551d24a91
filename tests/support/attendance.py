"""Tapping in stories of attendance."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from backend.attendance.actions import Answer, clock_in
from backend.attendance.places import Whereabouts
from backend.company.queries import rules_of
from backend.infra import db
from tests.support.shop import Colleague, Shop


async def tap(who: Colleague, kind: str, at: datetime, key: UUID | None = None, **said: Any) -> Answer:
    """One tap of `who` at the server's `at`; latitude, longitude, accuracy_m and door_code say where."""
    where = {
        name: said.pop(name) for name in ("latitude", "longitude", "accuracy_m", "door_code") if name in said
    }
    return await clock_in(
        await who.viewer(), kind, at, key or uuid4(), whereabouts=Whereabouts(**where), **said
    )


async def punches(who: Colleague) -> list[Any]:
    """What is in the book of `who`, in the order in which it came there."""
    return await db.fetch("SELECT * FROM punch WHERE person_id = $1 ORDER BY sequence", who.person_id)


async def attendance_rules(shop: Shop, **changes: Any) -> None:
    """The department's own copy of the rules, changed."""
    rules = (await rules_of(shop.department_id)).to_dict()
    rules["attendance"] = {**rules.get("attendance", {}), **changes}
    await db.execute(
        "UPDATE department SET rules = $2, rules_version = rules_version + 1 WHERE id = $1",
        shop.department_id,
        rules,
    )
