"""Where one may clock in: circles on the map, and the screens at the doors."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import segno
from litestar import Request, Response, delete, get, post

from backend.attendance.doors import add_site, door_screen, end_door, end_site, put_up_door
from backend.attendance.queries import doors_of, sites_of
from backend.attendance.routes.punches import my_card
from backend.attendance.taps import number_of
from backend.infra.refusal import Refusal
from backend.rules.attendance import door_code, door_code_seconds_left
from backend.web.address import public_address
from backend.web.guards import allow
from backend.web.parts import part_of
from backend.web.render import page, partial


@get("/attendance/places", guards=[allow("attendance.decide")], include_in_schema=False)
async def places(request: Request) -> Response[Any]:
    """Sites and doors of the department."""
    return page(request, "attendance/places.html", here="attendance", **await _places(request))


@post("/attendance/doors", guards=[allow("attendance.decide")], include_in_schema=False, status_code=200)
async def put_up(request: Request) -> Response[Any]:
    """A new door; its private address is shown this once."""
    form = await request.form()
    _, token = await put_up_door(request.user, str(form.get("name") or ""), datetime.now(UTC))
    url = f"{public_address(request)}/door/{token}"
    shown = {"url": url, "qr": _qr(url), "name": str(form.get("name"))}
    return partial(request, "attendance/_places.html", **{**await _places(request), "new_door": shown})


@delete(
    "/attendance/doors/{door_id:int}",
    guards=[allow("attendance.decide")],
    include_in_schema=False,
    status_code=200,
)
async def take_down(request: Request, door_id: int) -> Response[Any]:
    await end_door(request.user, door_id, datetime.now(UTC))
    return partial(request, "attendance/_places.html", **await _places(request))


@post("/attendance/sites", guards=[allow("attendance.decide")], include_in_schema=False, status_code=200)
async def add(request: Request) -> Response[Any]:
    form = await request.form()
    latitude = number_of(form.get("latitude"), "latitude", 90)
    longitude = number_of(form.get("longitude"), "longitude", 180)
    if latitude is None or longitude is None:
        raise Refusal("attendance-site-needs-position", 422, field="latitude")
    radius = int(number_of(form.get("radius_m"), "radius_m", 5000) or 0)
    await add_site(request.user, str(form.get("name") or ""), latitude, longitude, radius, datetime.now(UTC))
    return partial(request, "attendance/_places.html", **await _places(request))


@delete(
    "/attendance/sites/{site_id:int}",
    guards=[allow("attendance.decide")],
    include_in_schema=False,
    status_code=200,
)
async def take_away(request: Request, site_id: int) -> Response[Any]:
    await end_site(request.user, site_id, datetime.now(UTC))
    return partial(request, "attendance/_places.html", **await _places(request))


@get(
    "/door/{token:str}",
    opt={"public": "a private address is the key; it shows a code and nothing else"},
    include_in_schema=False,
)
async def screen(request: Request, token: str) -> Response[Any]:
    """The screen at the door: the time, a QR code and six digits that change every 30 seconds."""
    return page(request, "attendance/door_screen.html", **await _code(request, token))


@get(
    "/door/{token:str}/code",
    guards=[part_of("/door/{token}")],
    opt={"public": "a private address is the key; it shows a code and nothing else"},
    include_in_schema=False,
)
async def code(request: Request, token: str) -> Response[Any]:
    """The code alone; the screen asks for it when the old one ends."""
    return partial(request, "attendance/_door_code.html", **await _code(request, token))


@get("/attendance/door", guards=[allow("attendance.punch")], include_in_schema=False)
async def scanned(request: Request, code: str = "") -> Response[Any]:
    """Where the door's QR code leads a phone's camera: one big button, the code already in it."""
    now = datetime.now(UTC)
    return page(
        request,
        "attendance/door.html",
        here="today",
        card=await my_card(request.user, now),
        code=code[:6] if code.isdigit() else "",
        place=request.user.rules.attendance.place,
        notice=None,
        asked=None,
    )


handlers = [places, put_up, take_down, add, take_away, screen, code, scanned]


async def _places(request: Request) -> dict[str, Any]:
    viewer = request.user
    return {
        "sites": await sites_of(viewer.department_id),
        "doors": await doors_of(viewer.department_id),
        "rules": viewer.rules.attendance,
        "new_door": None,
    }


async def _code(request: Request, token: str) -> dict[str, Any]:
    door, now = await door_screen(token), datetime.now(UTC)
    digits = door_code(door.secret, now)
    left = door_code_seconds_left(now)
    return {
        "door": door,
        "digits": digits,
        "now": now,
        "since": now - timedelta(seconds=30 - left),
        "until": now + timedelta(seconds=left),
        "left": left,
        "zone": ZoneInfo(door.zone),
        "url": f"/door/{token}/code",
        "qr": _qr(f"{public_address(request)}/attendance/door?code={digits}"),
    }


def _qr(text: str) -> str:
    return segno.make(text, error="m").svg_inline(
        omitsize=True, border=1, svgclass="block w-full", lineclass=None
    )
