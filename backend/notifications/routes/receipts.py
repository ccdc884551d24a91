"""What a phone's service worker reports with the key of a delivery. It has no session, and needs none."""

from __future__ import annotations

from datetime import UTC, datetime

from litestar import post

from backend.notifications.receipts import delivered, opened, understood_there

BY_KEY = {"public": "the key of one delivery, signed by us, opens nothing else", "webhook": True}


@post("/messages/deliveries/{key:str}/receipt", opt=BY_KEY, include_in_schema=False, status_code=204)
async def shown(key: str) -> None:
    """The phone has shown the notification."""
    await delivered(key, datetime.now(UTC))


@post("/messages/deliveries/{key:str}/seen", opt=BY_KEY, include_in_schema=False, status_code=204)
async def tapped(key: str) -> None:
    """Somebody has tapped on it."""
    await opened(key, datetime.now(UTC))


@post("/messages/deliveries/{key:str}/acknowledgement", opt=BY_KEY, include_in_schema=False, status_code=204)
async def acknowledged(key: str) -> None:
    """One tap on its button: understood, without opening the app."""
    await understood_there(key, datetime.now(UTC))


handlers = [shown, tapped, acknowledged]
