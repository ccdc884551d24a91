"""The hotline under /api/v1: everything that its screens do."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from litestar import Request, delete, get, post, put
from msgspec import Meta, Struct

from backend.hotline.board import SwitchLine, overrides_from, switch_log
from backend.hotline.chain import chain_of, set_chain
from backend.hotline.lines import LineForm, secrets_there, set_line, test_line
from backend.hotline.now import HotlineNow, hotline_now
from backend.hotline.overrides import assign, end_override, give_back, take
from backend.hotline.queries import line_of
from backend.hotline.standing import standing_of
from backend.hotline.watches import confirm
from backend.infra.refusal import Refusal, not_found
from backend.rules.hotline import Segment
from backend.web.guards import allow
from backend.web.render import say

TAGS = ["hotline"]
VIEW, TAKE, MANAGE = allow("hotline.view"), allow("hotline.take"), allow("hotline.manage")


class SegmentOut(Struct):
    """`why`: office-hours, duty, taken, assigned, confirmed, fallback or nobody. The number of a person is masked."""

    start: datetime
    end: datetime
    why: str
    person_id: int | None
    name: str
    number: str
    behind: Annotated[list[str], Meta(description="who is tried next, in this order")]


class WatchOut(Struct):
    """`state`: asking, confirmed or unconfirmed."""

    id: int
    starts_at: datetime
    ends_at: datetime
    state: str
    asked_person_ids: list[int]
    person_id: int | None
    confirmed_by: int | None


class HotlineOut(Struct):
    """`trouble`: away, drift, or empty. `plan` reaches at least seven days."""

    number: str
    version: int
    trouble: str
    trouble_since: datetime | None
    now: SegmentOut
    until: datetime
    plan: list[SegmentOut]
    watches: list[WatchOut]


class TakeIn(Struct):
    until: datetime


class AssignIn(Struct, kw_only=True):
    """`by_day`: in office hours, too."""

    person_id: int
    starts_at: datetime
    ends_at: datetime
    by_day: bool = False
    note: str = ""


class OverrideOut(Struct):
    id: int
    person_id: int
    name: str
    kind: str
    starts_at: datetime
    ends_at: datetime
    by_day: bool
    note: str


class MadeOut(Struct):
    id: int


class LinkOut(Struct):
    person_id: int
    name: str
    verified: bool


class ChainOut(Struct):
    """`own`: written down by the department; else superiors upwards."""

    own: bool
    people: list[LinkOut]


class ChainIn(Struct):
    """The whole list in its order; empty: superiors upwards."""

    person_ids: list[int]


class LineIn(Struct, kw_only=True):
    """`settings` by the names of the telephone system; a secret that is left out stays, `forget` takes it away."""

    number: str
    office_number: str
    adapter: str
    settings: dict[str, str] = {}
    forget: list[str] = []
    enabled: bool = True


class LineOut(Struct):
    """Secrets are named, never shown."""

    id: int
    number: str
    office_number: str
    adapter: str
    settings: dict[str, str]
    secrets: list[str]
    enabled: bool
    handed_over_version: int
    handed_over_at: datetime | None
    reported: str
    failing_since: datetime | None
    drifting_since: datetime | None


class HealthOut(Struct):
    ok: bool
    text: str


class SwitchOut(Struct):
    """`kind`: planned, changed, taken, repaired, drift, failed or recovered. Numbers of people are masked."""

    id: int
    at: datetime
    kind: str
    before: str
    after: str
    why: str
    version: int
    detail: str


@get("/api/v1/hotline", guards=[VIEW], tags=TAGS)
async def the_hotline(request: Request) -> HotlineOut:
    """Whom the 400 number reaches now and in the coming days, and whose confirmation is waited for."""
    now = await hotline_now(request.user.department_id, datetime.now(UTC))
    if now is None:
        raise Refusal("hotline-no-line", 404)
    coming = [each for each in now.plan.segments if each.span.end > now.at]
    watches = [
        WatchOut(
            each.watch_id, each.starts_at, each.ends_at, each.state, list(each.asked_ids), each.person_id,
            each.confirmed_by,
        )
        for each in now.asked
    ]  # fmt: skip
    return HotlineOut(
        now.number, now.plan.version, now.trouble, now.trouble_since, _segment(now, now.segment), now.until,
        [_segment(now, each) for each in coming], watches,
    )  # fmt: skip


@get("/api/v1/hotline/switches", guards=[VIEW], tags=TAGS)
async def the_switches(request: Request, before: datetime | None = None) -> list[SwitchOut]:
    """The log, newest first, a hundred at a time."""
    return [_switch(each) for each in await switch_log(request.user.department_id, 100, before)]


@post("/api/v1/hotline/takeovers", guards=[TAKE], tags=TAGS)
async def take_over(request: Request, data: TakeIn) -> MadeOut:
    """I take it until …; at once."""
    return MadeOut(await take(request.user, _aware(data.until, "until"), datetime.now(UTC)))


@delete("/api/v1/hotline/takeovers", guards=[TAKE], tags=TAGS)
async def hand_back(request: Request) -> None:
    """What was taken is the rota's again at once."""
    await give_back(request.user, datetime.now(UTC))


@post("/api/v1/hotline/watches/{watch_id:int}/confirmation", guards=[VIEW], tags=TAGS, status_code=204)
async def confirm_night(request: Request, watch_id: int) -> None:
    """R-HOT-4: I have it. Only who was asked."""
    await confirm(request.user, watch_id, datetime.now(UTC))


@get("/api/v1/hotline/assignments", guards=[VIEW], tags=TAGS)
async def the_overrides(request: Request) -> list[OverrideOut]:
    """What stands above the rota now, or will."""
    return [
        OverrideOut(
            each.id, each.person_id, each.name, each.kind, each.starts_at, each.ends_at, each.by_day, each.note
        )
        for each in await overrides_from(request.user.department_id, datetime.now(UTC))
    ]  # fmt: skip


@post("/api/v1/hotline/assignments", guards=[MANAGE], tags=TAGS)
async def assign_person(request: Request, data: AssignIn) -> MadeOut:
    """A lead's word: this person has the nights of a span."""
    starts, ends = _aware(data.starts_at, "starts_at"), _aware(data.ends_at, "ends_at")
    return MadeOut(
        await assign(
            request.user, data.person_id, starts, ends, datetime.now(UTC), by_day=data.by_day, remark=data.note
        )
    )  # fmt: skip


@delete("/api/v1/hotline/assignments/{override_id:int}", guards=[MANAGE], tags=TAGS)
async def end_assigned(request: Request, override_id: int) -> None:
    """Takes an assignment or a takeover away; it does not hold from now on."""
    await end_override(request.user, override_id, datetime.now(UTC))


@get("/api/v1/hotline/chain", guards=[MANAGE], tags=TAGS)
async def the_chain(request: Request) -> ChainOut:
    """Who is tried when nobody else can be reached (R-HOT-2)."""
    chain = await chain_of(request.user.department_id)
    return ChainOut(
        chain.own, [LinkOut(each.person_id, each.name, each.mobile is not None) for each in chain.links]
    )


@put("/api/v1/hotline/chain", guards=[MANAGE], tags=TAGS)
async def write_chain(request: Request, data: ChainIn) -> ChainOut:
    """Writes the whole chain down."""
    await set_chain(request.user, data.person_ids, datetime.now(UTC))
    return await the_chain.fn(request)


@get("/api/v1/hotline/line", guards=[MANAGE], tags=TAGS)
async def the_line(request: Request) -> LineOut:
    """The line as it is set up, and how its telephone system stands."""
    line = await line_of(request.user.department_id)
    if line is None:
        raise not_found()
    standing = await standing_of(line.id)
    return LineOut(
        line.id, line.number, line.office_number, line.adapter,
        {name: str(value) for name, value in line.settings.items()}, sorted(secrets_there(line)), line.switched_on,
        standing.version, standing.handed_at, standing.reported, standing.failing_since, standing.drifting_since,
    )  # fmt: skip


@put("/api/v1/hotline/line", guards=[MANAGE], tags=TAGS)
async def write_line(request: Request, data: LineIn) -> LineOut:
    """Sets the line up, or changes it."""
    form = LineForm(
        data.number, data.office_number, data.adapter, data.settings, tuple(data.forget), data.enabled
    )
    await set_line(request.user, form, datetime.now(UTC))
    return await the_line.fn(request)


@post("/api/v1/hotline/line/health", guards=[MANAGE], tags=TAGS, status_code=200)
async def health_of_line(request: Request) -> HealthOut:
    """Asks the telephone system now; nothing is changed."""
    health = await test_line(request.user)
    return HealthOut(health.ok, say(request, health.detail or "hotline-line-well", **health.args))


handlers = [
    the_hotline, the_switches, take_over, hand_back, confirm_night, the_overrides, assign_person, end_assigned,
    the_chain, write_chain, the_line, write_line, health_of_line,
]  # fmt: skip


def _segment(now: HotlineNow, segment: Segment) -> SegmentOut:
    behind = [now.names.get(each.person_id or 0) or each.number for each in segment.targets[1:]]
    return SegmentOut(
        segment.span.start, segment.span.end, segment.why, segment.target.person_id, now.who(segment),
        now.shown(segment), behind,
    )  # fmt: skip


def _switch(each: SwitchLine) -> SwitchOut:
    return SwitchOut(
        each.id, each.at, each.kind, each.before or each.before_number, each.after or each.after_number, each.why,
        each.version, each.detail,
    )  # fmt: skip


def _aware(given: datetime, field: str) -> datetime:
    if given.tzinfo is None:
        raise Refusal("hotline-zone-missing", 422, field=field)
    return given
