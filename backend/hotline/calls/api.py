"""Calls and call-backs under /api/v1: everything that their screens do."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Annotated

from litestar import Request, Response, delete, get, post
from msgspec import Meta, Struct

from backend.hotline.calls.actions import claim_callback, give_back, look_at_caller, record_outcome
from backend.hotline.calls.callbacks import masked
from backend.hotline.calls.log import asked_for, exported
from backend.hotline.calls.queries import calls_of, hours_of, open_callbacks, totals_of
from backend.infra.refusal import Refusal
from backend.web.guards import allow

TAGS = ["calls"]


class CallbackOut(Struct):
    """Somebody who waits to be called back. `caller` is masked; taking it gives the whole number."""

    id: int
    caller: str
    times: int
    missed_at: datetime
    last_missed_at: datetime
    due_at: datetime
    claimed_by: int | None
    holder: str | None
    tries: int


class NumberOut(Struct):
    caller: str


class AttemptIn(Struct):
    """What came of a call. `again_at`: when the caller wants to be called, with `later`."""

    outcome: Annotated[str, Meta(description="reached, no-answer, wrong-number or later")]
    note: str = ""
    again_at: datetime | None = None


class CallOut(Struct):
    """`outcome`: open, answered, missed, or ended (over, and not known yet how). `task`: what came of a missed one."""

    id: int
    caller: str
    person_id: int | None
    name: str | None
    started_at: datetime
    answered_at: datetime | None
    ended_at: datetime | None
    seconds: int | None
    outcome: str
    task: str


class HourOut(Struct):
    hour: int
    answered: int
    missed: int


class TotalsOut(Struct):
    """`wait_seconds` and `talk_seconds` are medians; `tasks` counts the call-backs that are done with or
    overdue, `in_time` those of them that were in time."""

    calls: int
    answered: int
    missed: int
    running: int
    wait_seconds: int | None
    talk_seconds: int | None
    tasks: int
    in_time: int
    hours: list[HourOut]


@get("/api/v1/callbacks", guards=[allow("calls.handle")], tags=TAGS)
async def list_callbacks(request: Request) -> list[CallbackOut]:
    """Everybody who waits to be called back, the most pressing first."""
    return [
        CallbackOut(
            each.id, masked(each.caller), each.times, each.missed_at, each.last_missed_at, each.due_at, each.claimed_by,
            each.holder, each.tries,
        )
        for each in await open_callbacks(request.user.department_id)
    ]  # fmt: skip


@post("/api/v1/callbacks/{callback_id:int}/claim", guards=[allow("calls.handle")], tags=TAGS, status_code=200)
async def claim(request: Request, callback_id: int) -> NumberOut:
    """Takes a call-back; answers with the number. 409 when somebody else has it."""
    return NumberOut(await claim_callback(request.user, callback_id, datetime.now(UTC)))


@delete(
    "/api/v1/callbacks/{callback_id:int}/claim", guards=[allow("calls.handle")], tags=TAGS, status_code=204
)
async def release(request: Request, callback_id: int) -> None:
    """Gives it back; those on shift are told anew."""
    await give_back(request.user, callback_id, datetime.now(UTC))


@post(
    "/api/v1/callbacks/{callback_id:int}/attempts", guards=[allow("calls.handle")], tags=TAGS, status_code=204
)
async def add_attempt(request: Request, callback_id: int, data: AttemptIn) -> None:
    """Says what came of a call, by who has taken it."""
    again_at = data.again_at if data.outcome == "later" else None
    if again_at is not None and again_at.tzinfo is None:
        raise Refusal("calls-again-when", field="again_at")
    await record_outcome(
        request.user, callback_id, data.outcome, datetime.now(UTC), said=data.note, again_at=again_at
    )


@get("/api/v1/calls", guards=[allow("calls.view")], tags=TAGS)
async def list_calls(
    request: Request, day: date | None = None, until: date | None = None, outcome: str = "", person: str = "",
    before: int | None = None,
) -> list[CallOut]:  # fmt: skip
    """The calls of a day, or from `day` to `until`, newest first, fifty at a time; `before` is the id to go on from."""
    viewer = request.user
    asked = asked_for(viewer, day, until, outcome, person)
    return [
        CallOut(
            each.id, masked(each.caller), each.person_id, each.name, each.started_at, each.answered_at, each.ended_at,
            each.seconds, each.outcome, each.task,
        )
        for each in await calls_of(viewer.department_id, asked, viewer.zone, before=before)
    ]  # fmt: skip


@get("/api/v1/calls/totals", guards=[allow("calls.view")], tags=TAGS)
async def totals(
    request: Request, day: date | None = None, until: date | None = None, outcome: str = "", person: str = ""
) -> TotalsOut:
    """How many calls, how long, and in which hours."""
    viewer = request.user
    asked = asked_for(viewer, day, until, outcome, person)
    found = await totals_of(viewer.department_id, asked, viewer.zone)
    hours = await hours_of(viewer.department_id, asked, viewer.zone)
    return TotalsOut(
        found.calls, found.answered, found.missed, found.running, found.wait, found.talk, found.tasks, found.in_time,
        [HourOut(each.hour, each.answered, each.missed) for each in hours],
    )  # fmt: skip


@get("/api/v1/calls/export/{file_format:str}", guards=[allow("calls.view")], tags=TAGS)
async def export(
    request: Request, file_format: str, day: date | None = None, until: date | None = None, outcome: str = "",
    person: str = "", whole: bool = False,
) -> Response[bytes]:  # fmt: skip
    """A file, `csv` or `xlsx`; with whole numbers only when asked for. Each export is in the audit trail."""
    return await exported(request, asked_for(request.user, day, until, outcome, person), file_format, whole)


@post("/api/v1/calls/{call_id:int}/caller", guards=[allow("calls.handle")], tags=TAGS, status_code=200)
async def caller(request: Request, call_id: int) -> NumberOut:
    """The whole number of a call; each look is in the audit trail."""
    return NumberOut(await look_at_caller(request.user, call_id, datetime.now(UTC)))


handlers = [list_callbacks, claim, release, add_attempt, list_calls, totals, export, caller]
