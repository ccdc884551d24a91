"""Which phones a push can go to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from backend.infra import db
from backend.infra.push import vapid
from backend.infra.push.web_push import Subscription


@dataclass(frozen=True, slots=True)
class Address:
    """One phone of a person, as a delivery names it (`id` is its `target_id`)."""

    id: int
    person_id: int
    subscription: Subscription


@dataclass(frozen=True, slots=True)
class Switch:
    """Whether notifications are on for one device, and when one last arrived there."""

    on: bool
    endpoint: str = ""
    since: datetime | None = None
    arrived_at: datetime | None = None


async def addresses_of(person_ids: Iterable[int], at: datetime) -> tuple[Address, ...]:
    """Every phone of these people that may be pushed to at `at`, the newest first; who has none is not in it."""
    rows = await db.fetch(_OF_PEOPLE, at, vapid.public_key(), list(person_ids))
    return tuple(_address(row) for row in rows)


async def address(subscription_id: int, at: datetime) -> Address | None:
    """One phone, if it may still be pushed to."""
    return (await addresses([subscription_id], at)).get(subscription_id)


async def addresses(subscription_ids: Iterable[int], at: datetime) -> dict[int, Address]:
    """Those of these phones that may still be pushed to, by their ids."""
    rows = await db.fetch(_SOME, at, vapid.public_key(), list(subscription_ids))
    return {row["id"]: _address(row) for row in rows}


async def switch_of(device_id: int | None, at: datetime) -> Switch:
    """How it stands for one device; off for a program, which has none."""
    row = await db.fetchrow(_SWITCH, at, vapid.public_key(), device_id) if device_id else None
    return Switch(True, row["endpoint"], row["created_at"], row["arrived_at"]) if row else Switch(False)


OPEN = """
mine.ended_at IS NULL AND mine.server_key = $2
  AND EXISTS (SELECT 1 FROM person WHERE person.id = mine.person_id AND person.left_at IS NULL)
  AND EXISTS (
      SELECT 1 FROM session JOIN device ON device.id = session.device_id
      WHERE session.device_id = mine.device_id AND session.ended_at IS NULL AND session.expires_at > $1
        AND device.ended_at IS NULL
  )
"""
"""What `push_subscription AS mine` must be for a push to go there at `$1` with our key `$2`."""

_ADDRESS = f"""
SELECT mine.id, mine.person_id, mine.endpoint, mine.p256dh, mine.auth FROM push_subscription AS mine WHERE {OPEN}
"""
_OF_PEOPLE = f"{_ADDRESS} AND mine.person_id = ANY($3::bigint[]) ORDER BY mine.id DESC"
_SOME = f"{_ADDRESS} AND mine.id = ANY($3::bigint[])"
_SWITCH = f"""
SELECT mine.endpoint, mine.created_at, (
    SELECT max(delivered_at) FROM delivery WHERE channel = 'push' AND target_id = mine.id
) AS arrived_at
FROM push_subscription AS mine WHERE {OPEN} AND mine.device_id = $3
"""


def _address(row: Any) -> Address:
    return Address(row["id"], row["person_id"], Subscription(row["endpoint"], row["p256dh"], row["auth"]))
