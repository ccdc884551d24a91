"""Today on the phone, and the floor board on the desk."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from litestar import Request, Response, get

from backend.attendance.queries import to_decide
from backend.duties.today import turns_of
from backend.duties.wording import wording
from backend.floor import live  # noqa: F401  # registers what follows
from backend.floor.band import band_of
from backend.floor.queries import people_of_the_day
from backend.floor.shared import shared_today
from backend.floor.standing import Floor, floor_at
from backend.floor.today import today_of
from backend.hotline.calls.strip import strip_for
from backend.notifications.routes.mine import shown
from backend.orders.desk.present import queue_now
from backend.orders.strip import strip_for as orders_for
from backend.people.viewer import Viewer
from backend.phones.reach import silent_here
from backend.rota.duty import who_is_on_shift
from backend.rules.clock import day_of
from backend.web.guards import allow, signed_in
from backend.web.parts import part_of
from backend.web.render import language, page, partial

GREETINGS = ((5, "night"), (11, "morning"), (13, "noon"), (18, "afternoon"), (24, "evening"))


@get("/", guards=[signed_in], include_in_schema=False)
async def today(request: Request) -> Response[Any]:
    """The first screen. Somebody without a floor job is led to what they have."""
    viewer: Viewer = request.user
    if not viewer.department_id or not viewer.may("attendance.punch") or viewer.rules is None:
        return page(request, "floor/elsewhere.html", here="today")
    now = datetime.now(UTC)
    day = day_of(now, viewer.zone)
    mine = await today_of(viewer.person_id, viewer.department_id, now, day, viewer.rules.attendance)
    lang, shared = language(request), await shared_today(viewer.department_id, now)
    return page(
        request,
        "floor/today.html",
        here="today",
        now=now,
        today=mine,
        to_answer=shown(mine.to_answer, viewer, lang),
        card=mine.card,
        strip=shared.strip(lang, viewer.zone),
        turns=turns_of(shared.handovers, viewer.person_id, now),
        words=wording(request),
        hotline=shared.hotline_strip(lang, viewer.zone) if viewer.may("hotline.view") else "",
        department_id=viewer.department_id,
        greeting=greeting(now, viewer),
        place=viewer.rules.attendance.place,
        call_strip=strip_for(viewer, shared.callbacks, now),
        order_strip=orders_for(
            viewer,
            shared.orders,
            now,
            here=viewer.person_id in {each.person_id for each in shared.on_shift.present},
        ),
        notice=None,
        asked=None,
        welcome="welcome" in request.query_params,
    )


@get("/floor", guards=[allow("floor.view")], include_in_schema=False)
async def board(request: Request) -> Response[Any]:
    """The live board of the department."""
    return page(request, "floor/board.html", here="floor", **await _board(request.user, datetime.now(UTC)))


@get("/floor/now", guards=[allow("floor.view"), part_of("/floor")], include_in_schema=False)
async def board_now(request: Request) -> Response[Any]:
    """The board without its frame: fetched after a pause in the connection, and once a minute for what ticks."""
    return partial(request, "floor/_board.html", **await _board(request.user, datetime.now(UTC)))


@get("/floor/strip", guards=[allow("attendance.punch"), part_of("/")], include_in_schema=False)
async def strip_now(request: Request) -> Response[Any]:
    """Who is on the floor, as the phones show it."""
    viewer: Viewer = request.user
    on_shift = await who_is_on_shift(viewer.department_id, datetime.now(UTC))
    return partial(request, "floor/_strip.html", on_shift=on_shift, department_id=viewer.department_id)


handlers = [today, board, board_now, strip_now]


def greeting(at: datetime, viewer: Viewer) -> str:
    """The message id of the greeting for this hour."""
    hour = at.astimezone(viewer.zone).hour
    return "floor-greeting-" + next(name for until, name in GREETINGS if hour < until)


async def viewer_floor(viewer: Viewer, at: datetime) -> Floor:
    """The board of the viewer's department."""
    assert viewer.rules is not None
    day = day_of(at, viewer.zone)
    people = await people_of_the_day(viewer.department_id, day, at)
    return floor_at(people, at, day, viewer.rules.attendance, viewer.zone)


async def _board(viewer: Viewer, at: datetime) -> dict[str, Any]:
    assert viewer.rules is not None
    floor = await viewer_floor(viewer, at)
    return {
        "floor": floor,
        "band": band_of(floor, viewer.rules, viewer.zone),
        "waiting": await to_decide(viewer.department_id) if viewer.may("attendance.decide") else None,
        "silent_phones": await silent_here(viewer.department_id, at)
        if viewer.rules.messages.prove_phone
        else (),
        "order_queue": await queue_now(viewer.department_id, at) if viewer.may("orders.view") else None,
        "department_id": viewer.department_id,
    }
