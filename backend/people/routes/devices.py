"""My devices; and, for a lead, those that wait to be bound."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from litestar import Request, Response, get, post

from backend.people.devices import (
    ask_for_binding,
    bind_device,
    decline_binding,
    end_device,
    end_other_devices,
    rename_device,
)
from backend.people.devices_seen import devices_of, waiting_devices
from backend.people.routes.cookies import let_out
from backend.web.guards import allow, signed_in
from backend.web.onward import fields, onward
from backend.web.render import page


@get("/me/devices", guards=[signed_in], include_in_schema=False)
async def my_devices(request: Request, done: str = "") -> Response[Any]:
    """Where I am logged in, this device marked."""
    by = request.user
    return page(
        request,
        "people/devices.html",
        here="me",
        devices=await devices_of(by.person_id),
        binding=bool(by.rules and by.rules.attendance.bound_device),
        done=done,
    )


@post("/me/devices/{device_id:int}/end", guards=[signed_in], include_in_schema=False)
async def end_one(request: Request, device_id: int) -> Response[Any]:
    """Ends a device; ending this one is logging out."""
    await end_device(request.user, device_id, datetime.now(UTC))
    if device_id == request.user.device_id:
        return let_out(onward(request, "/login"))
    return onward(request, "/me/devices?done=ended")


@post("/me/devices/others/end", guards=[signed_in], include_in_schema=False)
async def end_others(request: Request) -> Response[Any]:
    """Ends every other device of mine."""
    await end_other_devices(request.user, datetime.now(UTC))
    return onward(request, "/me/devices?done=ended")


@post("/me/devices/{device_id:int}/name", guards=[signed_in], include_in_schema=False)
async def name_one(request: Request, device_id: int) -> Response[Any]:
    """Gives a device of mine a name."""
    await rename_device(request.user, device_id, (await fields(request)).get("name", ""), datetime.now(UTC))
    return onward(request, "/me/devices")


@post("/me/devices/binding", guards=[signed_in], include_in_schema=False)
async def ask(request: Request) -> Response[Any]:
    """Asks that this device may clock in."""
    await ask_for_binding(request.user, datetime.now(UTC))
    return onward(request, "/me/devices?done=asked")


@get("/people/devices", guards=[allow("attendance.decide")], include_in_schema=False)
async def waiting_page(request: Request, done: str = "") -> Response[Any]:
    """Devices that ask to be bound."""
    return page(
        request,
        "people/devices_waiting.html",
        here="people",
        devices=await waiting_devices(request.user.department_id),
        done=done,
    )


@post("/people/devices/{device_id:int}/binding", guards=[allow("attendance.decide")], include_in_schema=False)
async def bind(request: Request, device_id: int) -> Response[Any]:
    """Lets a device clock in."""
    await bind_device(request.user, device_id, datetime.now(UTC))
    return onward(request, "/people/devices?done=bound")


@post("/people/devices/{device_id:int}/refusal", guards=[allow("attendance.decide")], include_in_schema=False)
async def decline(request: Request, device_id: int) -> Response[Any]:
    """Says no to a device."""
    await decline_binding(request.user, device_id, datetime.now(UTC))
    return onward(request, "/people/devices?done=declined")


handlers: list[Any] = [my_devices, end_one, end_others, name_one, ask, waiting_page, bind, decline]
