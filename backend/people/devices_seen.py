"""Which devices there are, for their owner and for whoever binds them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from backend.infra import db
from backend.people.devices_browser import BrowserName, browser_name


@dataclass(frozen=True, slots=True)
class DeviceCard:
    """A device that has not been ended. `open` says whether somebody is logged in on it."""

    id: int
    name: str
    browser: BrowserName
    first_seen_at: datetime
    last_seen_at: datetime
    bound: bool
    waits: bool
    open: bool


@dataclass(frozen=True, slots=True)
class WaitingDevice:
    """A device that asks to be bound; `shared_with` are others for whom the same browser is bound already."""

    id: int
    person_id: int
    person_name: str
    browser: BrowserName
    asked_at: datetime
    bound_before: int
    shared_with: tuple[str, ...]


async def devices_of(person_id: int) -> list[DeviceCard]:
    """A person's devices, the one seen last first."""
    return [
        DeviceCard(
            row["id"], row["name"], browser_name(row["user_agent"]), row["first_seen_at"], row["last_seen_at"],
            row["bound_at"] is not None, row["asked_at"] is not None, row["open"],
        )
        for row in await db.fetch(_DEVICES, person_id)
    ]  # fmt: skip


async def waiting_devices(department_id: int) -> list[WaitingDevice]:
    """Devices of the department that wait for a lead, the oldest question first."""
    return [
        WaitingDevice(
            row["id"], row["person_id"], row["person_name"], browser_name(row["user_agent"]), row["asked_at"],
            row["bound_before"], tuple(row["shared_with"]),
        )
        for row in await db.fetch(_WAITING, department_id)
    ]  # fmt: skip


_DEVICES = """
SELECT device.*, EXISTS (
    SELECT 1 FROM session
    WHERE session.device_id = device.id AND session.ended_at IS NULL AND session.expires_at > now()
) AS open
FROM device WHERE person_id = $1 AND ended_at IS NULL ORDER BY last_seen_at DESC, id DESC
"""
_WAITING = """
SELECT device.id, device.person_id, person.name AS person_name, device.user_agent, device.asked_at,
    (SELECT count(*) FROM device AS mine
     WHERE mine.person_id = device.person_id AND mine.bound_at IS NOT NULL AND mine.ended_at IS NULL) AS bound_before,
    ARRAY(
        SELECT DISTINCT owner.name FROM device AS other JOIN person AS owner ON owner.id = other.person_id
        WHERE other.browser_hash = device.browser_hash AND other.person_id <> device.person_id
          AND other.bound_at IS NOT NULL AND other.ended_at IS NULL
    ) AS shared_with
FROM device JOIN person ON person.id = device.person_id
WHERE device.department_id = $1 AND device.asked_at IS NOT NULL AND device.ended_at IS NULL AND device.bound_at IS NULL
  AND person.left_at IS NULL
ORDER BY device.asked_at
"""
