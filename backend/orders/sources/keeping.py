"""Which shop systems may send orders: opened, given a new secret, switched off and on again."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from backend.audit.actions import note
from backend.infra import db
from backend.infra.refusal import Refusal, not_found
from backend.infra.vault import lock
from backend.orders.layouts import PLATFORMS
from backend.people.viewer import Actor

MOST = 50
PURPOSE = "order-source"


@dataclass(frozen=True, slots=True)
class Source:
    """A shop system as it is listed; `ended_at` while it is switched off."""

    id: int
    name: str
    platform: str
    token: str
    created_at: datetime
    created_by: str
    last_seen_at: datetime | None
    ended_at: datetime | None

    @property
    def path(self) -> str:
        """Where it sends to, below our address."""
        return f"/api/v1/orders/deliveries/{self.token}"


@dataclass(frozen=True, slots=True)
class NewSecret:
    """Shown now and never again."""

    source: Source
    secret: str


async def sources_of(department_id: int) -> list[Source]:
    """Those that may send first, then those that are switched off."""
    return [Source(**row) for row in await db.fetch(_SOURCES + _SORTED, department_id, None)]


async def open_source(by: Actor, name: str, platform: str, at: datetime) -> NewSecret:
    """A new shop system with its address and secret. `platform`: whose order numbers it sends; empty for its own.
    403 without `orders.manage`, 422 for a missing name or an unknown platform, 409 for too many."""
    _may(by)
    name = " ".join(name.split())[:60]
    if not name:
        raise Refusal("intake-source-name-needed", field="name")
    if platform and platform not in PLATFORMS:
        raise Refusal("intake-fault-platform", field="platform")
    secret = _secret()
    async with db.transaction():
        await db.execute("SELECT pg_advisory_xact_lock(hashtext('order_source'), $1::int)", by.department_id)
        if await db.fetchval(_COUNT, by.department_id) >= MOST:
            raise Refusal("intake-source-too-many", 409, limit=str(MOST))
        locked = lock(PURPOSE, secret)
        source_id = await db.fetchval(
            _OPEN, by.department_id, name, platform, secrets.token_urlsafe(18), locked, by.person_id, at
        )
        await _noted(by, "orders.source_opened", source_id, name)
    return NewSecret(await source_of(by.department_id, source_id), secret)


async def renew_secret(by: Actor, source_id: int, at: datetime) -> NewSecret:
    """The old secret ends at once. 404."""
    _may(by)
    secret = _secret()
    async with db.transaction():
        name = await db.fetchval(_RENEW, by.department_id, source_id, lock(PURPOSE, secret))
        if name is None:
            raise not_found()
        await _noted(by, "orders.source_renewed", source_id, name)
    return NewSecret(await source_of(by.department_id, source_id), secret)


async def switch_source(by: Actor, source_id: int, on: bool, at: datetime) -> Source:
    """Whether it may send. Said twice it happens once; 404."""
    _may(by)
    async with db.transaction():
        before = await source_of(by.department_id, source_id)
        if (before.ended_at is None) != on:
            await db.execute(_SWITCH, by.department_id, source_id, None if on else at)
            await _noted(by, "orders.source_started" if on else "orders.source_ended", source_id, before.name)
    return await source_of(by.department_id, source_id)


async def source_of(department_id: int, source_id: int) -> Source:
    """One of them; 404."""
    row = await db.fetchrow(_SOURCES, department_id, source_id)
    if row is None:
        raise not_found()
    return Source(**row)


def _may(by: Actor) -> None:
    if not by.may("orders.manage"):
        raise Refusal("shell-error-forbidden", 403)


def _secret() -> str:
    return secrets.token_urlsafe(32)


async def _noted(by: Actor, verb: str, source_id: int, name: str) -> Any:
    await note(
        verb,
        f"order_source:{source_id}",
        department_id=by.department_id,
        actor_id=by.person_id,
        name=name,
    )


_SOURCES = """
SELECT order_source.id, order_source.name, platform, token, order_source.created_at,
    coalesce(person.name, '') AS created_by, last_seen_at, ended_at
FROM order_source LEFT JOIN person ON person.id = order_source.created_by
WHERE order_source.department_id = $1 AND ($2::bigint IS NULL OR order_source.id = $2)
"""
_SORTED = " ORDER BY ended_at IS NOT NULL, order_source.id DESC"
_COUNT = "SELECT count(*) FROM order_source WHERE department_id = $1"
_OPEN = """
INSERT INTO order_source (department_id, name, platform, token, secret, created_by, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id
"""
_RENEW = "UPDATE order_source SET secret = $3 WHERE department_id = $1 AND id = $2 RETURNING name"
_SWITCH = "UPDATE order_source SET ended_at = $3 WHERE department_id = $1 AND id = $2"
