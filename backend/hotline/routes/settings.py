"""The lead's side: the line and its telephone system, the chain, assignments, whose number is verified."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from litestar import Request, Response, delete, get, post

from backend.hotline.board import overrides_from
from backend.hotline.chain import chain_of, set_chain
from backend.hotline.facts import hours_of
from backend.hotline.lines import LineForm, secrets_there, set_line, test_line
from backend.hotline.now import hotline_now
from backend.hotline.overrides import assign, end_override
from backend.hotline.queries import Line, line_of
from backend.hotline.standing import standing_of
from backend.hotline.systems import SYSTEMS, vendor_address
from backend.hotline.taking import local_moment
from backend.infra.refusal import Refusal
from backend.people.numbers import numbers
from backend.people.viewer import Viewer
from backend.rules.clock import Interval
from backend.rules.hotline import next_night
from backend.settings import settings as our_settings
from backend.web.guards import allow
from backend.web.onward import fields
from backend.web.parts import part_of
from backend.web.render import page, partial, say

MANAGE = allow("hotline.manage")


@get("/hotline/settings", guards=[MANAGE], include_in_schema=False)
async def settings(request: Request, adapter: str = "") -> Response[Any]:
    """Everything that a lead sets up. `adapter` shows the settings of another telephone system."""
    viewer, at = request.user, datetime.now(UTC)
    context = {**await _line(viewer, adapter), **await _people(viewer, at)}
    return page(request, "hotline/settings.html", here="hotline", **context)


@get("/hotline/settings/people", guards=[MANAGE, part_of("/hotline/settings")], include_in_schema=False)
async def people(request: Request) -> Response[Any]:
    """Chain and assignments alone, fetched anew when somebody has changed them."""
    return await _people_partial(request)


@post("/hotline/line", guards=[MANAGE], include_in_schema=False, status_code=200)
async def save_line(request: Request) -> Response[Any]:
    """Keeps the line; secrets that are left empty stay."""
    given = await fields(request)
    await set_line(request.user, _form(given), datetime.now(UTC))
    return partial(request, "hotline/_line.html", saved=True, tested=None, **await _line(request.user, ""))


@post("/hotline/line/health", guards=[MANAGE], include_in_schema=False, status_code=200)
async def try_line(request: Request) -> Response[Any]:
    """Asks the telephone system now."""
    health = await test_line(request.user)
    tested = {"ok": health.ok, "text": say(request, health.detail or "hotline-line-well", **health.args)}
    return partial(request, "hotline/_tested.html", tested=tested)


@post("/hotline/chain", guards=[MANAGE], include_in_schema=False, status_code=200)
async def change_chain(request: Request) -> Response[Any]:
    """One step: `do` is up, down or remove with a person, add with the one chosen, adopt, or reset."""
    form = await request.form()
    ids = [int(each) for each in form.getall("person_ids", []) if str(each).isdecimal()]
    await set_chain(
        request.user, _stepped(ids, str(form.get("do") or ""), str(form.get("add") or "")), datetime.now(UTC)
    )
    return await _people_partial(request)


@post("/hotline/assignments", guards=[MANAGE], include_in_schema=False, status_code=200)
async def assign_somebody(request: Request) -> Response[Any]:
    given, viewer = await fields(request), request.user
    person_id = given.get("person_id", "")
    if not person_id.isdecimal():
        raise Refusal("hotline-setting-choice", 422, field="person_id")
    await assign(
        viewer, int(person_id), local_moment(given.get("starts_at", ""), viewer.zone, "starts_at"),
        local_moment(given.get("ends_at", ""), viewer.zone, "ends_at"), datetime.now(UTC),
        by_day=given.get("by_day") == "1", remark=given.get("note", ""),
    )  # fmt: skip
    return await _people_partial(request)


@delete("/hotline/assignments/{override_id:int}", guards=[MANAGE], include_in_schema=False, status_code=200)
async def end_assignment(request: Request, override_id: int) -> Response[Any]:
    await end_override(request.user, override_id, datetime.now(UTC))
    return await _people_partial(request)


handlers = [settings, people, save_line, try_line, change_chain, assign_somebody, end_assignment]


def _form(given: dict[str, str]) -> LineForm:
    names = {name.removeprefix("set-"): value for name, value in given.items() if name.startswith("set-")}
    forget = tuple(name.removeprefix("forget-") for name in given if name.startswith("forget-"))
    return LineForm(
        given.get("number", ""), given.get("office_number", ""), given.get("adapter", ""), names, forget,
        given.get("enabled") == "1",
    )  # fmt: skip


def _stepped(ids: list[int], do: str, add: str) -> list[int]:
    """The chain after one tap."""
    verb, _, whom = do.partition(":")
    if verb == "reset":
        return []
    if verb == "add":
        return [*ids, int(add)] if add.isdecimal() else ids
    if not whom.isdecimal() or int(whom) not in ids:
        return ids
    place = ids.index(int(whom))
    if verb == "remove":
        return ids[:place] + ids[place + 1 :]
    other = max(0, place - 1) if verb == "up" else min(len(ids) - 1, place + 1)
    ids[place], ids[other] = ids[other], ids[place]
    return ids


async def _line(viewer: Viewer, adapter: str) -> dict[str, Any]:
    line = await line_of(viewer.department_id)
    chosen = (
        adapter
        if adapter in SYSTEMS
        else line.adapter
        if line and line.adapter in SYSTEMS
        else next(iter(SYSTEMS))
    )
    same = line is not None and line.adapter == chosen
    return {
        "line": line,
        "adapter": chosen,
        "adapters": list(SYSTEMS),
        "blanks": SYSTEMS[chosen].blanks(),
        "filled": line.settings if line and same else {},
        "secrets": secrets_there(line) if line and same else frozenset(),
        "standing": await standing_of(line.id) if line else None,
        "addresses": _addresses(line) if line and line.adapter == "webhook" else {},
        "public": bool(our_settings().public_url),
        "hotline_in_rules": viewer.rules is not None and viewer.rules.hotline.enabled,
    }


def _addresses(line: Line) -> dict[str, str]:
    return {what: vendor_address(line, what) for what in ("inbound", "events")}


async def _people(viewer: Viewer, at: datetime) -> dict[str, Any]:
    assert viewer.rules is not None
    everybody = await numbers(viewer.department_id, at)
    night = next_night(hours_of(viewer.rules, viewer.zone), at).span
    now = await hotline_now(viewer.department_id, at)
    return {
        "at": at,
        "chain": await chain_of(viewer.department_id),
        "overrides": await overrides_from(viewer.department_id, at),
        "everybody": everybody,
        "verified": sum(each.state == "verified" for each in everybody),
        "night": Interval(max(night.start, at), night.end),
        "hotline": now,
        "department_id": viewer.department_id,
    }


async def _people_partial(request: Request) -> Response[Any]:
    return partial(request, "hotline/_people.html", **await _people(request.user, datetime.now(UTC)))
