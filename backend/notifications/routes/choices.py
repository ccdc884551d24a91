"""Me: which news may disturb me, and a while of peace."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from litestar import Request, Response, get, post

from backend.infra.refusal import Refusal
from backend.notifications.choices import MAY_BE_OFF, choices_of, choose_channels, mute, unmute
from backend.web.guards import allow, signed_in
from backend.web.onward import onward
from backend.web.render import page

HOURS = (1, 4, 12, 24)


@get("/me/messages", guards=[signed_in], include_in_schema=False)
async def my_choices(request: Request) -> Response[Any]:
    """Kinds and channels, the department's quiet hours, and the mute."""
    viewer, now = request.user, datetime.now(UTC)
    return page(
        request, "notifications/choices.html", here="me", choices=await choices_of(viewer.person_id, now),
        rules=viewer.rules.messages if viewer.rules else None, hours=HOURS, channels=MAY_BE_OFF,
        done=request.query_params.get("done", ""),
    )  # fmt: skip


@post("/me/messages/kinds/{kind:str}", guards=[allow("attendance.punch")], include_in_schema=False)
async def choose(request: Request, kind: str) -> Response[Any]:
    """The channels that stay on, as switches of one form."""
    form = await request.form()
    on = {str(value) for value in form.getall("channel", [])}
    await choose_channels(request.user, kind, set(MAY_BE_OFF) - on, datetime.now(UTC))
    return onward(request, "/me/messages?done=kept")


@post("/me/messages/mute", guards=[allow("attendance.punch")], include_in_schema=False)
async def be_quiet(request: Request) -> Response[Any]:
    """Peace for one of a few lengths."""
    given = str((await request.form()).get("hours") or "")
    if given not in map(str, HOURS):
        raise Refusal("messages-mute-end", 422, field="hours")
    now = datetime.now(UTC)
    await mute(request.user, now + timedelta(hours=int(given)), now)
    return onward(request, "/me/messages?done=muted")


@post("/me/messages/mute/end", guards=[allow("attendance.punch")], include_in_schema=False)
async def hear_again(request: Request) -> Response[Any]:
    await unmute(request.user, datetime.now(UTC))
    return onward(request, "/me/messages?done=unmuted")


handlers = [my_choices, choose, be_quiet, hear_again]
