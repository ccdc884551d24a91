"""Public holidays of a department: their turns are counted apart (R-ROTA-5)."""

from __future__ import annotations

from datetime import date, datetime

from backend.audit.actions import note
from backend.infra import db, outbox
from backend.people.viewer import Actor
from backend.rota.access import may_edit


async def set_holiday(by: Actor, day: date, name: str, at: datetime) -> None:
    """Marks a day as a holiday, or by an empty name as an ordinary day again."""
    may_edit(by)
    name = name.strip()[:40]
    async with db.transaction():
        if name:
            await db.execute(_SET, by.department_id, day, name)
        else:
            await db.execute(
                "DELETE FROM holiday WHERE department_id = $1 AND day = $2", by.department_id, day
            )
        await note(
            "holiday.set" if name else "holiday.removed", f"day:{day}",
            department_id=by.department_id, actor_id=by.person_id, name=name,
        )  # fmt: skip
        await outbox.record("rota.drafted", by.department_id, month=f"{day:%Y-%m}")


_SET = """
INSERT INTO holiday (department_id, day, name) VALUES ($1, $2, $3)
ON CONFLICT (department_id, day) DO UPDATE SET name = excluded.name
"""
