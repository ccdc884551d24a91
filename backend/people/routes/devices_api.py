"""Devices, for programs."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import msgspec
from litestar import Request, delete, get, patch, post, put

from backend.people.devices import (
    ask_for_binding,
    bind_device,
    decline_binding,
    end_device,
    end_other_devices,
    rename_device,
)
from backend.people.devices_seen import devices_of, waiting_devices
from backend.web.guards import allow, signed_in


class Device(msgspec.Struct):
    """A device of mine. `bound` may clock in where the department binds devices; `waits` has asked to."""

    id: int
    name: str
    program: str
    system: str
    first_seen_at: datetime
    last_seen_at: datetime
    this: bool
    open: bool
    bound: bool
    waits: bool


class Waiting(msgspec.Struct):
    """A device that asks to be bound; `shared_with` are others for whom the same browser is bound already."""

    id: int
    person_id: int
    person: str
    program: str
    system: str
    asked_at: datetime
    bound_before: int
    shared_with: list[str]


class Name(msgspec.Struct):
    """A name; an empty one lets the browser's own show again."""

    name: str


@get("/api/v1/me/devices", guards=[signed_in], tags=["devices"])
async def list_devices(request: Request) -> list[Device]:
    """Where I am logged in, the device seen last first."""
    by = request.user
    return [
        Device(
            card.id, card.name, card.browser.program, card.browser.system, card.first_seen_at,
            card.last_seen_at, card.id == by.device_id, card.open, card.bound, card.waits,
        )
        for card in await devices_of(by.person_id)
    ]  # fmt: skip


@delete("/api/v1/me/devices/{device_id:int}", guards=[signed_in], tags=["devices"])
async def delete_device(request: Request, device_id: int) -> None:
    """Ends a device: its sessions end at once."""
    await end_device(request.user, device_id, datetime.now(UTC))


@delete("/api/v1/me/devices", guards=[signed_in], tags=["devices"])
async def delete_other_devices(request: Request) -> None:
    """Ends every device of mine but this one."""
    await end_other_devices(request.user, datetime.now(UTC))


@patch("/api/v1/me/devices/{device_id:int}", guards=[signed_in], tags=["devices"], status_code=204)
async def patch_device(request: Request, device_id: int, data: Name) -> None:
    """Names a device of mine."""
    await rename_device(request.user, device_id, data.name, datetime.now(UTC))


@post("/api/v1/me/devices/binding", guards=[signed_in], tags=["devices"], status_code=202)
async def post_binding(request: Request) -> None:
    """Asks that this device may clock in; a lead answers."""
    await ask_for_binding(request.user, datetime.now(UTC))


@get("/api/v1/devices/waiting", guards=[allow("attendance.decide")], tags=["devices"])
async def list_waiting(request: Request) -> list[Waiting]:
    """Devices of the department that ask to be bound."""
    return [
        Waiting(
            card.id, card.person_id, card.person_name, card.browser.program, card.browser.system, card.asked_at,
            card.bound_before, list(card.shared_with),
        )
        for card in await waiting_devices(request.user.department_id)
    ]  # fmt: skip


@put(
    "/api/v1/devices/{device_id:int}/binding", guards=[allow("attendance.decide")], tags=["devices"],
    status_code=204,
)  # fmt: skip
async def put_binding(request: Request, device_id: int) -> None:
    """Lets a device clock in."""
    await bind_device(request.user, device_id, datetime.now(UTC))


@delete("/api/v1/devices/{device_id:int}/binding", guards=[allow("attendance.decide")], tags=["devices"])
async def delete_wish(request: Request, device_id: int) -> None:
    """Says no to a device that asks."""
    await decline_binding(request.user, device_id, datetime.now(UTC))


handlers: list[Any] = [
    list_devices,
    delete_device,
    delete_other_devices,
    patch_device,
    post_binding,
    list_waiting,
    put_binding,
    delete_wish,
]
