"""Phones and computers that people get in with: seen, bound and ended."""

from __future__ import annotations

from datetime import datetime

from backend.audit.actions import note
from backend.infra import db, outbox
from backend.infra.refusal import Refusal, not_found
from backend.people import sessions_live  # noqa: F401  # registers what follows
from backend.people.viewer import Actor, Viewer


async def end_device(by: Actor, device_id: int, at: datetime) -> None:
    """Ends a device of one's own, or of somebody in the department for who manages people.

    Its sessions end at once and its sockets close. Of another department: not found. Ending it twice is harmless.
    """
    async with db.transaction():
        device = await _device(by, device_id)
        if await db.fetchval(_END, device_id, at) is None:
            return
        await db.execute(_END_SESSIONS, device_id, at)
        await _noted(by, "device.ended", device_id, person=device["person_id"])
        await outbox.record("device.ended", device["department_id"], device_id=device_id)


async def end_other_devices(by: Viewer, at: datetime) -> int:
    """Ends each of one's own devices but this one; returns how many."""
    async with db.transaction():
        others = await db.fetch(_OTHERS, by.person_id, by.device_id or 0)
        for row in others:
            await end_device(by, row["id"], at)
    return len(others)


async def rename_device(by: Viewer, device_id: int, name: str, at: datetime) -> None:
    """Gives one's own device a name that its owner knows it by; an empty one lets the browser's name show again."""
    said = " ".join(name.split())[:40]
    async with db.transaction():
        if await db.fetchval(_RENAME, by.person_id, device_id, said) is None:
            raise not_found()
        await _noted(by, "device.renamed", device_id, name=said)


async def ask_for_binding(by: Viewer, at: datetime) -> None:
    """Asks that this device may clock in where the department binds devices; a lead answers."""
    if by.device_id is None:
        raise Refusal("identity-device-none", 409)
    async with db.transaction():
        if await db.fetchval(_ASK, by.device_id, at) is not None:
            await _noted(by, "device.binding_asked", by.device_id)


async def bind_device(by: Actor, device_id: int, at: datetime) -> None:
    """Lets a device of somebody in the department clock in. Nobody binds a second one of their own."""
    _may_bind(by)
    async with db.transaction():
        device = await _waiting(by, device_id)
        if by.person_id == device["person_id"] and not getattr(by, "company_admin", False):
            raise Refusal("identity-device-own", 403)
        if await db.fetchval(_BIND, device_id, at, by.person_id) is not None:
            await _noted(by, "device.bound", device_id, person=device["person_id"])
            await outbox.record("device.bound", by.department_id, person_id=device["person_id"])


async def decline_binding(by: Actor, device_id: int, at: datetime) -> None:
    """Answers no: the device no longer waits, and its owner may ask again."""
    _may_bind(by)
    async with db.transaction():
        device = await _waiting(by, device_id)
        if await db.fetchval(_DECLINE, device_id) is not None:
            await _noted(by, "device.binding_declined", device_id, person=device["person_id"])


async def bind_first(person_id: int, device_id: int, at: datetime) -> None:
    """At joining: the first device ever binds itself, unless the same browser already punches for somebody else.

    Later ones ask. So nobody ends their phone in order to bind a colleague's.
    """
    if await db.fetchval(_BIND_FIRST, person_id, device_id, at) is None:
        await db.execute(_ASK, device_id, at)


_DEVICE = """
SELECT id, person_id, department_id FROM device
WHERE id = $1 AND (person_id = $2 OR department_id = $3) FOR UPDATE
"""
_END = "UPDATE device SET ended_at = $2, asked_at = NULL WHERE id = $1 AND ended_at IS NULL RETURNING id"
_END_SESSIONS = "UPDATE session SET ended_at = $2 WHERE device_id = $1 AND ended_at IS NULL"
_OTHERS = "SELECT id FROM device WHERE person_id = $1 AND id <> $2 AND ended_at IS NULL ORDER BY id"
_RENAME = "UPDATE device SET name = $3 WHERE person_id = $1 AND id = $2 AND ended_at IS NULL RETURNING id"
_ASK = """
UPDATE device SET asked_at = $2 WHERE id = $1 AND bound_at IS NULL AND asked_at IS NULL AND ended_at IS NULL
RETURNING id
"""
_BIND = """
UPDATE device SET bound_at = $2, bound_by = $3, asked_at = NULL
WHERE id = $1 AND bound_at IS NULL AND ended_at IS NULL RETURNING id
"""
_DECLINE = "UPDATE device SET asked_at = NULL WHERE id = $1 AND asked_at IS NOT NULL RETURNING id"
_BIND_FIRST = """
UPDATE device SET bound_at = $3, bound_by = $1
WHERE id = $2 AND ended_at IS NULL
  AND NOT EXISTS (SELECT 1 FROM device AS mine WHERE mine.person_id = $1 AND mine.bound_at IS NOT NULL)
  AND NOT EXISTS (
      SELECT 1 FROM device AS other
      WHERE other.browser_hash = device.browser_hash AND other.person_id <> $1 AND other.bound_at IS NOT NULL
  )
RETURNING id
"""


def _may_bind(by: Actor) -> None:
    if not (by.may("people.manage") or by.may("attendance.decide")):
        raise Refusal("shell-error-forbidden", 403)


async def _device(by: Actor, device_id: int) -> dict:
    row = await db.fetchrow(_DEVICE, device_id, by.person_id, by.department_id)
    if row is None or (row["person_id"] != by.person_id and not by.may("people.manage")):
        raise not_found()
    return dict(row)


async def _waiting(by: Actor, device_id: int) -> dict:
    row = await db.fetchrow(_DEVICE, device_id, None, by.department_id)
    if row is None:
        raise not_found()
    return dict(row)


async def _noted(by: Actor, verb: str, device_id: int, **details: object) -> None:
    await note(verb, f"device:{device_id}", department_id=by.department_id, actor_id=by.person_id, **details)
