"""The sender lives in every worker; what other domains' events mean for people is told here."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Any

from backend.infra.push import outbound
from backend.notifications import events as _events  # noqa: F401  # registers what follows
from backend.notifications.heads import tell_heads
from backend.notifications.number_codes import send_codes
from backend.notifications.sending import send_for_ever
from workers.outcomes import quiet, recorded


async def send(stopping: asyncio.Event) -> None:
    """Sends what is due until the worker stops; the connections to the services end with it."""
    try:
        await send_for_ever(stopping)
    finally:
        await outbound.close()


@recorded
async def tell_audit_heads(context: dict[str, Any]) -> int:
    """Once a day the head of each department's sealed trail leaves the system, to the managers' group."""
    return await tell_heads(datetime.now(UTC))


@quiet
async def send_number_codes(context: dict[str, Any]) -> int:
    """Codes that verify mobiles, as texts."""
    return await send_codes(datetime.now(UTC))
