"""The big button."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from litestar import Request, Response, get, post

from backend.attendance.actions import Answer, clock_in
from backend.attendance.card import ClockCard, clock_card
from backend.attendance.punches import around
from backend.attendance.tapped import opened, sealed
from backend.attendance.taps import PLACE_FIELDS, Tap, tap_of
from backend.infra.refusal import Refusal
from backend.people.viewer import Viewer
from backend.rules.clock import day_of
from backend.web.guards import allow
from backend.web.parts import part_of, visited
from backend.web.render import partial, say

USUAL = ("overtime", "covering", "swapped", "forgot-rota")


@post("/attendance/punches", guards=[allow("attendance.punch")], status_code=200, include_in_schema=False)
async def punch(request: Request) -> Response[Any]:
    """Records a tap and answers with the card as it is now; out of every shift it asks why first, the moment kept."""
    viewer, now = request.user, datetime.now(UTC)
    form = dict(await request.form())
    tap = tap_of(form)
    try:
        answer = await clock_in(
            viewer,
            tap.kind,
            opened(tap.tapped, viewer.person_id, tap.kind, now) or now,
            tap.request_key,
            made_at=None if tap.tapped else tap.made_at,
            sent_at=None if tap.tapped else tap.sent_at,
            whereabouts=tap.whereabouts,
            why=_why(request, tap, form.get("usual")),
            unattended=tap.unattended,
        )
    except Refusal as refusal:
        if refusal.code != "attendance-why-needed":
            raise
        return await _ask_why(request, tap, form, now)
    if visited(request):
        return Response(b"", status_code=303, headers={"location": "/"})
    return _card(request, _card_after(viewer, answer, now), notice=_notice(answer, viewer))


@get("/attendance/card", guards=[allow("attendance.punch"), part_of("/")], include_in_schema=False)
async def card(request: Request) -> Response[Any]:
    """The card alone, fetched anew after a time without a network."""
    return _card(request, await my_card(request.user, datetime.now(UTC)))


async def my_card(viewer: Viewer, at: datetime) -> ClockCard:
    """A person's own card at a moment, in one round trip."""
    today = day_of(at, viewer.zone)
    known = await around(viewer.person_id, viewer.department_id, today)
    assert viewer.rules is not None
    return clock_card(known.shifts, known.punches, at, today, viewer.rules.attendance)


handlers = [punch, card]


def _card(request: Request, card: ClockCard, **context: Any) -> Response[Any]:
    shown = {"notice": None, "asked": None, **context}
    return partial(
        request, "attendance/_clock_card.html", card=card, place=request.user.rules.attendance.place, **shown
    )


def _card_after(viewer: Viewer, answer: Answer, at: datetime) -> ClockCard:
    assert viewer.rules is not None
    known = answer.around
    return clock_card(known.shifts, known.punches, at, day_of(at, viewer.zone), viewer.rules.attendance)


async def _ask_why(request: Request, tap: Tap, form: dict[str, Any], now: datetime) -> Response[Any]:
    viewer = request.user
    moment = opened(tap.tapped, viewer.person_id, tap.kind, now) or now
    fields = [(name, form[name]) for name in PLACE_FIELDS if form.get(name)]
    fields += [("kind", tap.kind), ("tapped", sealed(viewer.person_id, tap.kind, moment))]
    asked = {"fields": fields, "request_key": str(tap.request_key), "kind": tap.kind, "at": moment}
    return _card(request, await my_card(viewer, now), asked=asked)


def _why(request: Request, tap: Tap, usual: Any) -> str:
    return tap.why or (say(request, f"attendance-why-{usual}") if usual in USUAL else "")


def _notice(answer: Answer, viewer: Viewer) -> dict[str, Any]:
    punch = answer.punch
    args = {"time": punch.at.astimezone(viewer.zone).strftime("%H:%M:%S")}
    if answer.already:
        return {"id": f"attendance-already-{punch.kind}", "tone": "info", "args": args}
    if punch.waits:
        return {"id": f"attendance-recorded-waits-{punch.kind}", "tone": "warn", "args": args}
    return {"id": f"attendance-recorded-{punch.kind}", "tone": "ok", "args": args}
