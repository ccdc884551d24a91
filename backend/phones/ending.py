"""Notifications end with the device, the log-in or the access that they depend on."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from backend.infra.outbox import effect
from backend.phones.subscriptions import end_orphans


@effect("session.ended")
@effect("device.ended")
@effect("person.left")
async def end_what_is_over(department_id: int | None, *, person_id: int | None = None, **_: Any) -> None:
    """Nothing goes there any more from the moment itself on; here the list says so."""
    await end_orphans(datetime.now(UTC), person_id=person_id)
