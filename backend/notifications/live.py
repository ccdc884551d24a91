"""What open pages do when a message of theirs has come, was answered or is over."""

from __future__ import annotations

from backend.infra import bus
from backend.infra.outbox import effect
from backend.notifications import number_codes  # noqa: F401  # whether codes can be sent is known wherever messages are

NOW = "#message-banner, #message-inbox, #message-today"


@effect("message.changed")
async def show_mine(department_id: int, person_ids: list[int]) -> None:
    """Each of these people's open pages fetches what waits for them anew."""
    for person_id in person_ids:
        await bus.refresh(f"person:{person_id}", NOW)
