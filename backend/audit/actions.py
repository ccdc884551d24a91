"""Writing down what was changed, in the transaction of the change."""

from __future__ import annotations

from typing import Any

from backend.infra import db

INSERT = (
    "INSERT INTO audit_event (department_id, actor_id, verb, subject, details) VALUES ($1, $2, $3, $4, $5)"
)


async def note(
    verb: str, subject: str, *, department_id: int | None, actor_id: int | None, **details: Any
) -> None:
    """One line of the trail: `await note("device.ended", f"device:{id}", department_id=…, actor_id=…, name=…)`.

    Secrets and passwords never go into `details`. Call it inside the change's transaction: both exist or neither.
    """
    await db.execute(INSERT, department_id or None, actor_id, verb, subject, details)
