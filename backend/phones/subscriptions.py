"""Notifications on a phone: switched on, switched off, and ended with whatever they depend on.

Guarantees:
- a push address belongs to one person at a time: whoever switches it on in a shared browser takes it over;
- nothing is sent to a device that was ended, that nobody is logged in on, or whose person has left (R-PPL-3): this is
  asked at each sending, so that it holds from the same moment on;
- an address that its push service calls dead is not used a second time.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from backend.audit.actions import note
from backend.infra import db, outbox
from backend.infra.push import vapid
from backend.infra.push.outcome import Outcome
from backend.infra.push.web_push import Subscription, why_not_push
from backend.infra.refusal import Refusal
from backend.people.viewer import Viewer

LONGEST_ENDPOINT = 2_000


async def subscribe(by: Viewer, given: Subscription, at: datetime) -> int:
    """Has notifications come to the device that asks; returns the subscription's id. The same again changes nothing.

    Refuses 409 without a device (a program) or a department, 422 for an address of an unknown push service and for
    keys that are none.
    """
    device_id = _device(by)
    _check(given)
    server_key = vapid.public_key()
    async with db.transaction():
        await db.execute(_LOCK_DEVICE, device_id)
        known = await db.fetchrow(_OPEN, device_id)
        if known is not None and _same(known, by, given, server_key):
            return int(known["id"])
        await _end(_END_ADDRESS, at, "moved", given.endpoint, device_id)
        await _end(_END_DEVICE, at, "replaced", device_id)
        subscription_id = await db.fetchval(
            _INSERT, by.department_id, by.person_id, device_id, given.endpoint, given.p256dh, given.auth, server_key, at
        )  # fmt: skip
        if known is None:
            await _noted(by, "phone.switched_on", device_id)
        await _changed(by.department_id, [by.person_id])
    return int(subscription_id)


async def unsubscribe(by: Viewer, at: datetime) -> None:
    """No more notifications to the device that asks; a second time changes nothing."""
    device_id = _device(by)
    async with db.transaction():
        if await _end(_END_DEVICE, at, "off", device_id):
            await _noted(by, "phone.switched_off", device_id)


async def settle(subscription_id: int, outcome: Outcome, at: datetime) -> None:
    """Keeps what became of a push: the address worked, or it is dead and is never used again."""
    if outcome.state == "sent":
        await worked([subscription_id], at)
    elif outcome.state == "gone":
        async with db.transaction():
            for row in await _end(_END_ONE, at, "gone", subscription_id):
                await note(
                    "phone.lost", f"device:{row['device_id']}", department_id=row["department_id"], actor_id=None,
                    person=row["person_id"],
                )  # fmt: skip


async def worked(subscription_ids: Iterable[int], at: datetime) -> None:
    """Their push services have taken something."""
    await db.execute(_WORKED, list(subscription_ids), at)


async def end_orphans(
    at: datetime,
    *,
    person_id: int | None = None,
    device_id: int | None = None,
    session_ids: Iterable[int] = (),
) -> int:
    """Ends what depends on a device, a log-in or an access that has ended; returns how many. With a person, a device or
    log-ins it looks only there, else at all.

    Nothing was sent to these any more; this only says so, in the list and to the leads.
    """
    async with db.transaction():
        rows = await db.fetch(_END_ORPHANS, at, person_id, device_id, list(session_ids) or None)
        for row in rows:
            await note(
                "phone.ended", f"device:{row['device_id']}", department_id=row["department_id"], actor_id=None,
                person=row["person_id"], reason=row["reason"],
            )  # fmt: skip
            await _changed(row["department_id"], [row["person_id"]])
    return len(rows)


_LOCK_DEVICE = "SELECT id FROM device WHERE id = $1 FOR UPDATE"
_OPEN = "SELECT * FROM push_subscription WHERE device_id = $1 AND ended_at IS NULL"
_ENDED = "RETURNING department_id, person_id, device_id"
_END_DEVICE = f"""
UPDATE push_subscription SET ended_at = $1, reason = $2 WHERE device_id = $3 AND ended_at IS NULL {_ENDED}
"""
_END_ADDRESS = f"""
UPDATE push_subscription SET ended_at = $1, reason = $2
WHERE endpoint = $3 AND device_id <> $4 AND ended_at IS NULL {_ENDED}
"""
_END_ONE = (
    f"UPDATE push_subscription SET ended_at = $1, reason = $2 WHERE id = $3 AND ended_at IS NULL {_ENDED}"
)
_INSERT = """
INSERT INTO push_subscription (department_id, person_id, device_id, endpoint, p256dh, auth, server_key, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id
"""
_WORKED = "UPDATE push_subscription SET last_ok_at = $2 WHERE id = ANY($1::bigint[])"
_END_ORPHANS = """
UPDATE push_subscription AS mine SET ended_at = $1, reason = CASE
    WHEN person.left_at IS NOT NULL THEN 'left' WHEN device.ended_at IS NOT NULL THEN 'device' ELSE 'session' END
FROM person, device
WHERE mine.ended_at IS NULL AND ($2::bigint IS NULL OR mine.person_id = $2)
  AND ($3::bigint IS NULL OR mine.device_id = $3)
  AND ($4::bigint[] IS NULL OR mine.device_id IN (SELECT device_id FROM session WHERE id = ANY($4)))
  AND person.id = mine.person_id AND device.id = mine.device_id
  AND (person.left_at IS NOT NULL OR device.ended_at IS NOT NULL OR NOT EXISTS (
      SELECT 1 FROM session WHERE session.device_id = device.id AND session.ended_at IS NULL AND session.expires_at > $1
  ))
RETURNING mine.department_id, mine.person_id, mine.device_id, mine.reason
"""


def _device(by: Viewer) -> int:
    if not by.department_id:
        raise Refusal("shell-error-no-department", 409)
    if by.device_id is None:
        raise Refusal("identity-device-none", 409)
    return by.device_id


def _check(given: Subscription) -> None:
    if len(given.endpoint) > LONGEST_ENDPOINT or why_not_push(given.endpoint):
        raise Refusal("phones-push-unknown", 422)
    if len(_decoded(given.p256dh)) != 65 or len(_decoded(given.auth)) != 16:
        raise Refusal("phones-push-keys", 422)


def _decoded(text: str) -> bytes:
    try:
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError):
        return b""


def _same(known: Any, by: Viewer, given: Subscription, server_key: str) -> bool:
    kept = (known["endpoint"], known["p256dh"], known["auth"], known["server_key"], known["department_id"])
    return kept == (given.endpoint, given.p256dh, given.auth, server_key, by.department_id)


async def _end(statement: str, at: datetime, reason: str, *which: object) -> list[Any]:
    rows = await db.fetch(statement, at, reason, *which)
    for row in rows:
        await _changed(row["department_id"], [row["person_id"]])
    return rows


async def _changed(department_id: int, person_ids: list[int]) -> None:
    await outbox.record("phone.changed", department_id, person_ids=person_ids)


async def _noted(by: Viewer, verb: str, device_id: int) -> None:
    await note(verb, f"device:{device_id}", department_id=by.department_id, actor_id=by.person_id)
