"""The desk: how each kind of message climbs."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from litestar import Request, Response, get, post

from backend.infra.refusal import Refusal
from backend.notifications.ladders import reset_rule, rule_in_force, rules_in_force, set_rule
from backend.notifications.queries import colleagues
from backend.rules.messages import CHANNELS
from backend.web.guards import allow
from backend.web.onward import onward
from backend.web.render import page

CLIMBS = 3
ABOVE = ("on_shift", "leads", "managers")


@get("/messages/rules", guards=[allow("messages.manage")], include_in_schema=False)
async def rules(request: Request) -> Response[Any]:
    """Every kind with its ladder and its chain."""
    viewer = request.user
    return page(
        request, "notifications/rules.html", here="messages", cards=await rules_in_force(viewer.department_id),
        quiet=viewer.rules.messages, names=await _names(request), done=request.query_params.get("done", ""),
    )  # fmt: skip


@get("/messages/rules/{kind:str}", guards=[allow("messages.manage")], include_in_schema=False)
async def one_rule(request: Request, kind: str) -> Response[Any]:
    """The form for one kind."""
    card = await rule_in_force(request.user.department_id, kind)
    return page(
        request, "notifications/rule.html", here="messages", card=card, channels=CHANNELS, above=ABOVE,
        names=await _names(request), climbs=CLIMBS,
    )  # fmt: skip


@post("/messages/rules/{kind:str}", guards=[allow("messages.manage")], include_in_schema=False)
async def change(request: Request, kind: str) -> Response[Any]:
    """Channels with a switch and minutes each, and up to three more to tell; `reset` goes back to the beginning."""
    form, now = await request.form(), datetime.now(UTC)
    if form.get("reset"):
        await reset_rule(request.user, kind, now)
        return onward(request, "/messages/rules?done=reset")
    steps = [
        (channel, _seconds(form.get(f"after-{channel}"), f"after-{channel}"))
        for channel in CHANNELS
        if form.get(f"use-{channel}")
    ]
    climbs = [
        (str(form.get(f"who-{number}")), _seconds(form.get(f"wait-{number}"), f"wait-{number}"))
        for number in range(CLIMBS)
        if form.get(f"who-{number}")
    ]
    await set_rule(request.user, kind, steps, climbs, now)
    return onward(request, "/messages/rules?done=kept")


handlers = [rules, one_rule, change]


async def _names(request: Request) -> dict[str, str]:
    """Who works here, as a chain names them."""
    people = await colleagues(request.user.department_id)
    return {f"person:{person_id}": name for person_id, name in people.items()}


def _seconds(given: Any, field: str) -> int:
    """Minutes with at most one decimal, as people write them."""
    try:
        minutes = float(str(given or "0").replace(",", ".").replace("，", "."))
    except ValueError:
        raise Refusal("messages-fault-minutes", 422, field=field) from None
    if not 0 <= minutes <= 24 * 60:
        raise Refusal("messages-fault-time", 422, field=field, most=24)
    return round(minutes * 60)
