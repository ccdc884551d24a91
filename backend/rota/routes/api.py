"""The rota for programs: who is on shift, days, months, feeds."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from litestar import Request, delete, get, post, put

from backend.infra.refusal import Refusal, not_found
from backend.rota.duty import who_is_on_shift
from backend.rota.feeds import feed_of, open_feed, revoke_feed
from backend.rota.generation import generate, propose_month
from backend.rota.months import read_month
from backend.rota.publication import publish
from backend.rota.queries import shifts_of_department
from backend.rota.routes import api_settings, shapes
from backend.rota.routes.feeds import address_of
from backend.rota.routes.month import board_of
from backend.rota.shifts import clear_day, give_rest, remove_shift, set_shift
from backend.rota.weeks import copy_week
from backend.rules.clock import day_of
from backend.web.guards import allow

TAGS = ["rota"]
LONGEST = timedelta(days=92)


@get("/api/v1/rota/on-shift", guards=[allow("rota.view")], tags=TAGS)
async def on_shift(request: Request, at: datetime | None = None) -> shapes.OnShiftAnswer:
    """Who is rostered and who is present at `at` (now, when it is left out; UTC where it names no zone)."""
    moment = at or datetime.now(UTC)
    found = await who_is_on_shift(
        request.user.department_id, moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    )
    return shapes.OnShiftAnswer(
        found.at,
        [shapes.someone(each) for each in found.rostered],
        [shapes.someone(each) for each in found.present],
    )


@get("/api/v1/rota/days", guards=[allow("rota.view")], tags=TAGS)
async def days(
    request: Request, first: date | None = None, last: date | None = None, person_id: int | None = None
) -> list[shapes.Shift]:
    """Published shifts from `first` (today) to `last` (six days later), of one person or of everybody."""
    by = request.user
    start = first or day_of(datetime.now(UTC), by.zone)
    end = last or start + timedelta(days=6)
    if not start <= end <= start + LONGEST:
        raise Refusal("rota-range-too-long", field="last")
    found = await shifts_of_department(by.department_id, start, end)
    return [shapes.shift(each) for each in found if person_id is None or each.person_id == person_id]


@get("/api/v1/rota/months/{month:str}", guards=[allow("rota.edit")], tags=TAGS)
async def month(request: Request, month: str) -> shapes.Month:
    """The draft of a month (`2026-11`) with its holes, days off and turns."""
    return shapes.month(await board_of(request.user, month))


@put("/api/v1/rota/people/{person_id:int}/days/{day:date}", guards=[allow("rota.edit")], tags=TAGS)
async def set_day(
    request: Request, person_id: int, day: date, data: shapes.DayChange
) -> dict[str, int | None]:
    """Changes one day of the draft; answers with the id of the shift that was set, if one was."""
    by, at = request.user, datetime.now(UTC)
    if data.rest:
        await give_rest(by, person_id, day, at, remark=data.note, seen=data.seen)
    elif data.template_id is None and not data.segments:
        await clear_day(by, person_id, day, at, seen=data.seen)
    else:
        return {
            "shift_id": await set_shift(
                by, person_id, day, at, template_id=data.template_id, segments=data.segments,
                break_minutes=data.break_minutes, remark=data.note, replaces=data.replaces, seen=data.seen,
            )
        }  # fmt: skip
    return {"shift_id": None}


@delete("/api/v1/rota/shifts/{shift_id:int}", guards=[allow("rota.edit")], tags=TAGS)
async def delete_shift(request: Request, shift_id: int) -> None:
    """Takes one shift out of the draft."""
    await remove_shift(request.user, shift_id, datetime.now(UTC))


@post("/api/v1/rota/months/{month:str}/generations", guards=[allow("rota.edit")], tags=TAGS, status_code=200)
async def make_month(request: Request, month: str, data: shapes.Generation) -> shapes.Generated:
    """Generates the month from a rotation into the draft, or tells what that would do."""
    by, found = request.user, await board_of(request.user, month)
    options: dict[str, Any] = {"first_day": data.first_day, "overwrite": data.overwrite}
    if data.preview:
        done = await propose_month(by, data.rotation_id, found, **options)
    else:
        done = await generate(by, data.rotation_id, found, datetime.now(UTC), **options)
    return shapes.Generated(
        len(done.added), len(done.removed), done.kept, done.held, len(done.blocked), len(done.unfilled)
    )


@post("/api/v1/rota/months/{month:str}/publications", guards=[allow("rota.publish")], tags=TAGS)
async def publish_month(request: Request, month: str, data: shapes.Publication) -> shapes.PublicationAnswer:
    """Puts the draft in force."""
    by = request.user
    if by.rules is None:
        raise not_found()
    done = await publish(
        by, read_month(month), by.rules, datetime.now(UTC), reason=data.reason, seen=data.seen
    )
    return shapes.PublicationAnswer(
        done.version, list(done.person_ids), done.changed_days, done.holes, done.rest_faults
    )


@post("/api/v1/rota/copies", guards=[allow("rota.edit")], tags=TAGS, status_code=200)
async def copy(request: Request, data: shapes.Copy) -> shapes.Copied:
    """Copies a week of the draft."""
    done = await copy_week(request.user, data.source, data.target, datetime.now(UTC), replace=data.replace)
    return shapes.Copied(*done)


@get("/api/v1/rota/feeds", guards=[allow("rota.view")], tags=TAGS)
async def my_feeds(request: Request) -> list[shapes.FeedState]:
    """One's own open calendar address, if there is one."""
    found = await feed_of(request.user.person_id, request.user.department_id)
    return [shapes.FeedState(found.id, found.created_at, found.last_read_at)] if found else []


@post("/api/v1/rota/feeds", guards=[allow("rota.view")], tags=TAGS)
async def make_feed(request: Request) -> shapes.FeedAddress:
    """A new address; the old one ends."""
    return shapes.FeedAddress(address_of(request, await open_feed(request.user, datetime.now(UTC))))


@delete("/api/v1/rota/feeds/{feed_id:int}", guards=[allow("rota.view")], tags=TAGS)
async def end_feed(request: Request, feed_id: int) -> None:
    """Revokes one's own address."""
    await revoke_feed(request.user, feed_id, datetime.now(UTC))


handlers = [
    on_shift, days, month, set_day, delete_shift, make_month, publish_month, copy, my_feeds, make_feed, end_feed,
    *api_settings.handlers,
]  # fmt: skip
