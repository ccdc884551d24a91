"""Notifications end with the device, the log-in or the access that they depend on."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from backend.infra.outbox import effect
from backend.phones.subscriptions import end_orphans


@effect("session.ended")
async def end_with_log_ins(department_id: int | None, *, session_ids: list[int], **_: Any) -> None:
    """Nothing goes there any more from the moment itself on; here the list says so."""
    await end_orphans(datetime.now(UTC), session_ids=session_ids)


@effect("device.ended")
async def end_with_device(department_id: int | None, *, device_id: int, **_: Any) -> None:
    """A phone that was lost or given away."""
    await end_orphans(datetime.now(UTC), device_id=device_id)


@effect("person.left")
async def end_with_access(department_id: int | None, *, person_id: int, **_: Any) -> None:
    """R-PPL-3."""
    await end_orphans(datetime.now(UTC), person_id=person_id)
