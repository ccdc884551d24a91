"""What a phone's service worker reports with the key of a delivery. It has no session, and needs none."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec
from litestar import Request, post

from backend.notifications.receipts import delivered, opened, understood_there

BY_KEY = {"public": "the key of one delivery, signed by us, opens nothing else", "webhook": True}


@post("/messages/deliveries/{key:str}/receipt", opt=BY_KEY, include_in_schema=False, status_code=204)
async def shown(request: Request, key: str) -> None:
    """The phone has shown the notification."""
    now = datetime.now(UTC)
    await delivered(key, now, await _made_at(request, now))


@post("/messages/deliveries/{key:str}/seen", opt=BY_KEY, include_in_schema=False, status_code=204)
async def tapped(request: Request, key: str) -> None:
    """Somebody has tapped on it."""
    now = datetime.now(UTC)
    await opened(key, now, await _made_at(request, now))


@post("/messages/deliveries/{key:str}/acknowledgement", opt=BY_KEY, include_in_schema=False, status_code=204)
async def acknowledged(key: str) -> None:
    """One tap on its button: understood, without opening the app."""
    await understood_there(key, datetime.now(UTC))


handlers = [shown, tapped, acknowledged]


class _Report(msgspec.Struct):
    """When it was, by the phone's clock: what had no network is reported later."""

    at: datetime


async def _made_at(request: Request, now: datetime) -> datetime:
    """Never later than now; without a word of the phone's, now."""
    try:
        at = msgspec.json.decode(await request.body(), type=_Report).at
    except (msgspec.DecodeError, RecursionError):
        return now
    return min(at, now) if at.tzinfo is not None else now
