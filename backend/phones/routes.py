"""Notifications on this phone, a test of them, and whose phone the floor cannot reach."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from litestar import Request, Response, get, post

from backend.phones import live  # noqa: F401  # registers what follows
from backend.phones.proof import send_test
from backend.phones.queries import switch_of
from backend.phones.reach import reach_of_shifts
from backend.phones.trials import trial_of
from backend.web.guards import allow, signed_in
from backend.web.onward import onward
from backend.web.parts import part_of
from backend.web.render import page, partial


@get("/me/phone", guards=[signed_in], include_in_schema=False)
async def phone_page(request: Request) -> Response[Any]:
    """On or off, why it cannot be where it cannot, and a test that shows each step."""
    return page(request, "phones/phone.html", here="me", **await _mine(request))


@get("/me/phone/switch", guards=[signed_in, part_of("/me/phone")], include_in_schema=False)
async def switch_now(request: Request) -> Response[Any]:
    """The switch alone, after it was moved here or elsewhere."""
    return partial(request, "phones/_switch.html", **await _mine(request))


@get("/me/phone/trial", guards=[signed_in, part_of("/me/phone")], include_in_schema=False)
async def trial_now(request: Request) -> Response[Any]:
    """The steps of the last test."""
    return partial(request, "phones/_trial.html", **await _mine(request))


@post("/me/phone/trial", guards=[signed_in], status_code=200, include_in_schema=False)
async def test_now(request: Request) -> Response[Any]:
    """Sends a test and answers with its first step."""
    await send_test(request.user, datetime.now(UTC))
    if request.headers.get("hx-request") != "true":
        return onward(request, "/me/phone")
    return partial(request, "phones/_trial.html", **await _mine(request))


@get("/floor/phones", guards=[allow("floor.view")], include_in_schema=False)
async def phones_page(request: Request) -> Response[Any]:
    """Everybody who is on shift or comes within half a day, and whether their phone would ring."""
    return page(request, "phones/floor.html", here="floor", **await _floor(request))


@get("/floor/phones/now", guards=[allow("floor.view"), part_of("/floor/phones")], include_in_schema=False)
async def phones_now(request: Request) -> Response[Any]:
    """The list alone: fetched anew once a minute and after a pause in the connection."""
    return partial(request, "phones/_floor.html", **await _floor(request))


handlers: list[Any] = [phone_page, switch_now, trial_now, test_now, phones_page, phones_now]


async def _mine(request: Request) -> dict[str, Any]:
    by, now = request.user, datetime.now(UTC)
    return {"switch": await switch_of(by.device_id, now), "trial": await trial_of(by.person_id, now)}


async def _floor(request: Request) -> dict[str, Any]:
    by, now = request.user, datetime.now(UTC)
    return {
        "reaches": await reach_of_shifts(by.department_id, now),
        "proving": by.rules.messages.prove_phone,
        "now": now,
    }
