"""Attendance under /api/v1: everything that its screens do."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Annotated, Any
from uuid import UUID, uuid4

import msgspec
from litestar import Request, delete, get, post
from msgspec import Meta, Struct

from backend.attendance import corrections, doors, reviews
from backend.attendance.actions import clock_in
from backend.attendance.judging import judge_written, preset_named
from backend.attendance.month import day_of_department, with_kept
from backend.attendance.places import Whereabouts
from backend.attendance.punches import Kept
from backend.attendance.queries import corrections_of, doors_of, sites_of, to_decide
from backend.attendance.verdicts import PersonDay, judge
from backend.infra.catalogue import catalogue
from backend.infra.refusal import Refusal, not_found
from backend.people.viewer import Viewer
from backend.rules.attendance import to_json
from backend.rules.clock import day_of
from backend.web.guards import allow
from backend.web.render import language

TAGS = ["attendance"]


class PunchIn(Struct, kw_only=True):
    """A tap. `made_at` and `sent_at` are the phone's clock, for a tap made offline (R-ATT-8)."""

    kind: Annotated[str, Meta(description="in, out, break_out or break_in")]
    request_key: Annotated[
        UUID, Meta(description="made by the caller; a replay is answered with the same punch")
    ]
    made_at: datetime | None = None
    sent_at: datetime | None = None
    latitude: Annotated[float, Meta(ge=-90, le=90)] | None = None
    longitude: Annotated[float, Meta(ge=-180, le=180)] | None = None
    accuracy: Annotated[float, Meta(ge=0)] | None = None
    door_code: str = ""
    why: Annotated[str, Meta(description="asked for when no shift is near")] = ""


class ReasonOut(Struct):
    rule: str
    text: str


class PunchOut(Struct):
    id: int
    kind: str
    at: datetime
    day: date
    shift_id: int | None
    standing: str
    place: str
    source: str
    accepted: bool | None
    reasons: list[ReasonOut]
    already: bool = False


class DayOut(Struct):
    """A day as the rules see it; `settled` once nothing more can happen."""

    person_id: int
    name: str
    day: date
    status: str
    late_minutes: int
    early_minutes: int
    settled: bool
    reasons: list[ReasonOut]
    segments: list[tuple[datetime, datetime]]
    punches: list[PunchOut]


class CorrectionIn(Struct, kw_only=True):
    kind: str
    at: datetime
    why: str
    request_key: UUID = msgspec.field(default_factory=uuid4)
    person_id: (
        Annotated[int, Meta(description="somebody else's, with the permission attendance.correct")] | None
    ) = None


class CorrectionOut(Struct):
    id: int
    kind: str
    at: datetime
    day: date
    why: str
    outcome: str | None
    note: str


class ReviewOut(Struct):
    """What waits for a decision; `part` is punch or correction."""

    part: str
    id: int
    person_id: int
    name: str
    kind: str
    at: datetime
    day: date
    why: str
    place: str
    source: str
    reasons: list[ReasonOut]


class DecisionIn(Struct):
    accept: bool
    note: str = ""


class DoorIn(Struct):
    name: str


class DoorOut(Struct):
    """`address` is given once, when the door is put up."""

    id: int
    name: str
    address: str | None = None


class SiteIn(Struct):
    name: str
    latitude: Annotated[float, Meta(ge=-90, le=90)]
    longitude: Annotated[float, Meta(ge=-180, le=180)]
    radius_m: Annotated[int, Meta(ge=20, le=5000)] = 100


class SiteOut(Struct):
    id: int
    name: str
    latitude: float
    longitude: float
    radius_m: int


@post("/api/v1/attendance/punches", guards=[allow("attendance.punch")], tags=TAGS, status_code=201)
async def add_punch(request: Request, data: PunchIn) -> PunchOut:
    """Clocks in or out, or begins or ends a break. Server time counts, unless `made_at` says that it was offline."""
    answer = await clock_in(
        request.user,
        data.kind,
        datetime.now(UTC),
        data.request_key,
        made_at=_aware(data.made_at, "made_at"),
        sent_at=_aware(data.sent_at, "sent_at"),
        whereabouts=Whereabouts(data.latitude, data.longitude, data.accuracy, data.door_code),
        why=data.why,
        source="api",
    )
    return _punch(answer.punch, request, answer.already)


@get("/api/v1/attendance/days/{day:date}", guards=[allow("attendance.punch")], tags=TAGS)
async def my_day(request: Request, day: date) -> DayOut:
    """My own day with its verdict; provisional while it is in progress."""
    viewer: Viewer = request.user
    found = await judge(viewer.person_id, viewer.department_id, day, datetime.now(UTC))
    if found is None:
        raise not_found()
    return _day((await with_kept(viewer.department_id, [found]))[0], request)


@get("/api/v1/attendance/days/{day:date}/people", guards=[allow("attendance.view")], tags=TAGS)
async def everybodys_day(request: Request, day: date) -> list[DayOut]:
    """Everybody's day in the department."""
    people = await day_of_department(request.user.department_id, day, datetime.now(UTC))
    return [_day(each, request) for each in people]


@post("/api/v1/attendance/corrections", guards=[allow("attendance.punch")], tags=TAGS)
async def add_correction(request: Request, data: CorrectionIn) -> CorrectionOut:
    """Asks for a missed punch."""
    when = _aware(data.at, "at")
    assert when is not None
    correction_id = await corrections.ask_correction(
        request.user,
        datetime.now(UTC),
        kind=data.kind,
        when=when,
        why=data.why,
        request_key=data.request_key,
        person_id=data.person_id,
    )
    whose = data.person_id or request.user.person_id
    asked = next((each for each in await _asked(request, whose) if each.id == correction_id), None)
    if asked is None:  # the same request_key, for somebody else
        raise not_found()
    return asked


@get("/api/v1/attendance/corrections", guards=[allow("attendance.punch")], tags=TAGS)
async def my_corrections(request: Request) -> list[CorrectionOut]:
    """What I have asked for in the last two months, and the answers."""
    return await _asked(request, request.user.person_id)


@delete(
    "/api/v1/attendance/corrections/{correction_id:int}",
    guards=[allow("attendance.punch")],
    tags=TAGS,
    status_code=204,
)
async def withdraw_correction(request: Request, correction_id: int) -> None:
    """Takes back what nobody has answered yet."""
    await corrections.withdraw_correction(request.user, correction_id, datetime.now(UTC))


@post(
    "/api/v1/attendance/corrections/{correction_id:int}/decision",
    guards=[allow("attendance.decide")],
    tags=TAGS,
    status_code=204,
)
async def decide_correction(request: Request, correction_id: int, data: DecisionIn) -> None:
    """Approves or rejects a missed punch of somebody else, once."""
    await corrections.decide_correction(
        request.user, correction_id, data.accept, datetime.now(UTC), said=data.note
    )


@get("/api/v1/attendance/reviews", guards=[allow("attendance.decide")], tags=TAGS)
async def waiting(request: Request) -> list[ReviewOut]:
    """Everything that waits for a decision."""
    return [
        ReviewOut(
            each.part,
            each.id,
            each.person_id,
            each.name,
            each.kind,
            each.at,
            each.day,
            each.why,
            each.place,
            each.source,
            _reasons(each.reasons, request),
        )
        for each in await to_decide(request.user.department_id)
    ]


@post(
    "/api/v1/attendance/punches/{punch_id:int}/decision",
    guards=[allow("attendance.decide")],
    tags=TAGS,
    status_code=204,
)
async def decide_punch(request: Request, punch_id: int, data: DecisionIn) -> None:
    """Accepts or refuses a punch of somebody else, once."""
    await reviews.decide_punch(request.user, punch_id, data.accept, datetime.now(UTC), said=data.note)


@get("/api/v1/attendance/doors", guards=[allow("attendance.decide")], tags=TAGS)
async def list_doors(request: Request) -> list[DoorOut]:
    """The doors that have a screen."""
    return [DoorOut(each.id, each.name) for each in await doors_of(request.user.department_id)]


@post("/api/v1/attendance/doors", guards=[allow("attendance.decide")], tags=TAGS)
async def add_door(request: Request, data: DoorIn) -> DoorOut:
    """Puts up a screen at a door; its private address is in this answer only."""
    door_id, token = await doors.put_up_door(request.user, data.name, datetime.now(UTC))
    return DoorOut(door_id, data.name.strip(), f"/door/{token}")


@delete(
    "/api/v1/attendance/doors/{door_id:int}", guards=[allow("attendance.decide")], tags=TAGS, status_code=204
)
async def remove_door(request: Request, door_id: int) -> None:
    """Takes a door's screen down; its address no longer opens, its codes no longer count."""
    await doors.end_door(request.user, door_id, datetime.now(UTC))


@get("/api/v1/attendance/sites", guards=[allow("attendance.decide")], tags=TAGS)
async def list_sites(request: Request) -> list[SiteOut]:
    """The circles on the map where one may clock in."""
    return [
        SiteOut(each.id, each.name, each.latitude, each.longitude, each.radius_m)
        for each in await sites_of(request.user.department_id)
    ]


@post("/api/v1/attendance/sites", guards=[allow("attendance.decide")], tags=TAGS)
async def add_site(request: Request, data: SiteIn) -> SiteOut:
    """A circle on the map where one may clock in."""
    site_id = await doors.add_site(
        request.user, data.name, data.latitude, data.longitude, data.radius_m, datetime.now(UTC)
    )
    return SiteOut(site_id, data.name.strip(), data.latitude, data.longitude, data.radius_m)


@delete(
    "/api/v1/attendance/sites/{site_id:int}", guards=[allow("attendance.decide")], tags=TAGS, status_code=204
)
async def remove_site(request: Request, site_id: int) -> None:
    """Punches there are unverified from now on."""
    await doors.end_site(request.user, site_id, datetime.now(UTC))


@post("/api/v1/attendance/judgements", guards=[allow("attendance.view")], tags=TAGS, status_code=200)
async def judgement(request: Request, data: dict[str, Any], preset: str = "") -> dict[str, Any]:
    """What would the rules say? By a preset, or by the department's own rules."""
    viewer: Viewer = request.user
    rules = preset_named(preset) if preset else viewer.rules
    assert rules is not None
    return judge_written(data, rules, language(request), None if preset else viewer.zone)


handlers = [
    add_punch,
    my_day,
    everybodys_day,
    add_correction,
    my_corrections,
    withdraw_correction,
    decide_correction,
    waiting,
    decide_punch,
    list_doors,
    add_door,
    remove_door,
    list_sites,
    add_site,
    remove_site,
    judgement,
]


async def _asked(request: Request, person_id: int) -> list[CorrectionOut]:
    viewer: Viewer = request.user
    since = day_of(datetime.now(UTC) - corrections.OLDEST, viewer.zone)
    return [
        CorrectionOut(each.id, each.kind, each.at, each.day, each.why, each.outcome, each.note)
        for each in await corrections_of(person_id, viewer.department_id, since)
    ]


def _punch(punch: Kept, request: Request, already: bool = False) -> PunchOut:
    return PunchOut(
        punch.id,
        punch.kind,
        punch.at,
        punch.day,
        punch.shift_id,
        punch.standing,
        punch.place,
        punch.source,
        punch.accepted,
        _reasons(punch.reasons, request),
        already,
    )


def _day(found: PersonDay, request: Request) -> DayOut:
    say = catalogue(language(request)).say
    written = to_json(found.verdict, say)
    return DayOut(
        found.person_id,
        found.name,
        found.work.day,
        written["status"],
        written["late_minutes"],
        written["early_minutes"],
        found.verdict.settled,
        [ReasonOut(**reason) for reason in written["reasons"]],
        [(segment.start, segment.end) for segment in found.work.segments],
        [_punch(punch, request) for punch in found.work.punches],
    )


def _reasons(reasons: Any, request: Request) -> list[ReasonOut]:
    say = catalogue(language(request)).say
    return [ReasonOut(each["rule"], say(each["message"], **each["args"])) for each in reasons]


def _aware(at: datetime | None, field: str) -> datetime | None:
    if at is not None and at.tzinfo is None:
        raise Refusal("shell-error-field", 422, field=field, fields=field)
    return at.astimezone(UTC) if at else None
