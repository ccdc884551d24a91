"""What open sockets learn when a log-in or a device ends."""

from __future__ import annotations

from backend.infra import bus
from backend.infra.outbox import effect


@effect("session.ended")
async def close_sockets_of_sessions(department_id: int | None, session_ids: list[int]) -> None:
    """Logged out here or from elsewhere: the sockets of these sessions close at once."""
    for session_id in session_ids:
        await bus.goodbye("session-ended", session_id=session_id)


@effect("device.ended")
async def close_sockets_of_device(department_id: int | None, device_id: int) -> None:
    """The phone was lost or given away."""
    await bus.goodbye("device-ended", device_id=device_id)


@effect("device.bound")
async def device_counts_now(department_id: int | None, person_id: int) -> None:
    """A lead has bound the phone: what it may do is asked anew."""
    await bus.rights_changed(person_id=person_id)
