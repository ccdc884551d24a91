"""Messages under /api/v1."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec
from litestar import Request, delete, get, post, put

from backend.infra.push.outcome import Outcome
from backend.infra.push.provider import Provider
from backend.infra.refusal import not_found
from backend.notifications import words
from backend.notifications.actions import acknowledge
from backend.notifications.choices import choices_of, choose_channels, mute, unmute
from backend.notifications.history import Attempt, Fact, SentLine, sent, sent_message
from backend.notifications.inbox import see
from backend.notifications.ladders import RuleCard, reset_rule, rule_in_force, rules_in_force, set_rule
from backend.notifications.providers import (
    ProviderCard,
    end_provider,
    providers_of,
    set_provider,
    try_provider,
)
from backend.notifications.queries import PAGE, Letter, inbox, waiting_letters
from backend.notifications.robots import RobotCard, put_up_robot, robots_of, take_down_robot, try_robot
from backend.people.viewer import Viewer
from backend.web.guards import allow, signed_in
from backend.web.render import language

MANAGE = allow("messages.manage")
TAGS = ["messages"]


class MessageOut(msgspec.Struct):
    """A message of mine. `waits`: an acknowledgement of mine is still wanted."""

    id: int
    kind: str
    title: str
    body: str
    url: str
    told_at: datetime
    until: datetime
    state: str
    waits: bool
    seen_at: datetime | None
    acknowledged_at: datetime | None
    others: list[str]
    answered_by: str | None


class Messages(msgspec.Struct):
    """`waiting` is what waits for me; `messages` one page of all, `next_before` asks for the next one."""

    waiting: list[MessageOut]
    messages: list[MessageOut]
    next_before: int | None


class Seen(msgspec.Struct):
    """Which messages were looked at."""

    ids: list[int]


class SentOut(msgspec.Struct):
    """A message of the department with every attempt to bring it to its person."""

    id: int
    kind: str
    subject: str
    person_id: int | None
    name: str | None
    title: str
    body: str
    told_at: datetime
    until: datetime
    state: str
    due_at: datetime | None
    seen_at: datetime | None
    acknowledged_at: datetime | None
    attempts: list[Attempt]


class SentPage(msgspec.Struct):
    """One page, the newest first; `next_before` asks for the next one."""

    messages: list[SentOut]
    next_before: int | None


class SentWhole(msgspec.Struct):
    """One message with its history."""

    message: SentOut
    facts: list[Fact]


class Rule(msgspec.Struct):
    """How one kind climbs here. Times are in seconds after the message began; `own`: changed by the department.

    A ladder's channels are live, push, robot, sms and call; a chain names on_shift, leads, managers or `person:17`.
    """

    kind: str
    urgency: str
    acknowledge: bool
    ladder: list[tuple[str, int]]
    chain: list[tuple[str, int]]
    own: bool


class RuleIn(msgspec.Struct):
    """A ladder and a chain, in any order."""

    ladder: list[tuple[str, int]]
    chain: list[tuple[str, int]] = []


class RobotIn(msgspec.Struct):
    """`vendor`: wecom, dingtalk or feishu; `heard_by`: floor, managers or both; `secret` where signing is on."""

    name: str
    vendor: str
    url: str
    heard_by: str = "floor"
    secret: str = ""


class ProviderIn(msgspec.Struct):
    """`channel`: sms or call; `request` is the vendor's, with `{{ mobile }}` and `{{ text }}` where they belong."""

    channel: str
    name: str
    request: Provider


class Created(msgspec.Struct):
    id: int


class Tried(msgspec.Struct):
    """What became of a test: `sent`, or another state with its reason."""

    state: str
    status: int
    reason: str


class KindChoice(msgspec.Struct):
    """Channels by which news of this kind does not come."""

    kind: str
    off: list[str]


class ChoicesOut(msgspec.Struct):
    """What I have chosen; `quiet_from` and `quiet_until` are the department's hours of peace."""

    kinds: list[KindChoice]
    muted_until: datetime | None
    quiet_from: str | None
    quiet_until: str | None


class Off(msgspec.Struct):
    off: list[str]


class Mute(msgspec.Struct):
    """Peace until then, at most a week ahead."""

    until: datetime


@get("/api/v1/messages", guards=[signed_in], tags=TAGS)
async def list_mine(request: Request, before: int | None = None) -> Messages:
    """My messages, the newest first."""
    viewer, now = request.user, datetime.now(UTC)
    waiting = [] if before else await waiting_letters(viewer.person_id, viewer.department_id, now)
    letters = await inbox(viewer.person_id, viewer.department_id, now, before)
    return Messages(
        [_message(each, request) for each in waiting],
        [_message(each, request) for each in letters],
        letters[-1].id if len(letters) == PAGE else None,
    )


@post("/api/v1/messages/{message_id:int}/acknowledgement", guards=[signed_in], tags=TAGS, status_code=204)
async def acknowledge_mine(request: Request, message_id: int) -> None:
    """Understood. Once is enough; 409 for what is over."""
    await acknowledge(request.user, message_id, datetime.now(UTC))


@post("/api/v1/messages/seen", guards=[signed_in], tags=TAGS, status_code=204)
async def saw_mine(request: Request, data: Seen) -> None:
    """I have looked at these of mine; other ids are passed over."""
    await see(request.user, data.ids, datetime.now(UTC))


@get("/api/v1/messages/choices", guards=[allow("attendance.punch")], tags=TAGS)
async def my_choices(request: Request) -> ChoicesOut:
    """What I do not want to be disturbed by, my mute, and the quiet hours of the department."""
    viewer: Viewer = request.user
    found = await choices_of(viewer.person_id, datetime.now(UTC))
    quiet = viewer.rules.messages if viewer.rules else None
    return ChoicesOut(
        [KindChoice(each.kind.name, sorted(each.off)) for each in found.kinds],
        found.muted_until,
        str(quiet.quiet_from) if quiet else None,
        str(quiet.quiet_until) if quiet else None,
    )


@put("/api/v1/messages/choices/{kind:str}", guards=[allow("attendance.punch")], tags=TAGS, status_code=204)
async def choose_mine(request: Request, kind: str, data: Off) -> None:
    """Which channels news of this kind does not come by. 409 for what is told whatever anybody prefers."""
    await choose_channels(request.user, kind, data.off, datetime.now(UTC))


@put("/api/v1/messages/mute", guards=[allow("attendance.punch")], tags=TAGS, status_code=204)
async def mute_me(request: Request, data: Mute) -> None:
    """Peace until a moment; it always has an end."""
    await mute(request.user, data.until, datetime.now(UTC))


@delete("/api/v1/messages/mute", guards=[allow("attendance.punch")], tags=TAGS, status_code=204)
async def unmute_me(request: Request) -> None:
    """Hear everything again; what was held back is told now."""
    await unmute(request.user, datetime.now(UTC))


@get("/api/v1/messages/sent", guards=[MANAGE], tags=TAGS)
async def list_sent(
    request: Request,
    before: int | None = None,
    kind: str | None = None,
    status: str | None = None,
    person: int | None = None,
) -> SentPage:
    """What the department has told to whom, and how each step of it stands."""
    lines = await sent(request.user.department_id, kind=kind, state=status, person_id=person, before=before)
    return SentPage([_sent(each, request) for each in lines], lines[-1].id if len(lines) == PAGE else None)


@get("/api/v1/messages/sent/{message_id:int}", guards=[MANAGE], tags=TAGS)
async def one_sent(request: Request, message_id: int) -> SentWhole:
    """One message with everything that happened to it."""
    found = await sent_message(request.user.department_id, message_id)
    if found is None:
        raise not_found()
    return SentWhole(_sent(found[0], request), found[1])


@get("/api/v1/messages/rules", guards=[MANAGE], tags=TAGS)
async def list_rules(request: Request) -> list[Rule]:
    """Every kind with its ladder and its chain."""
    return [_rule(card) for card in await rules_in_force(request.user.department_id)]


@get("/api/v1/messages/rules/{kind:str}", guards=[MANAGE], tags=TAGS)
async def one_rule(request: Request, kind: str) -> Rule:
    """How one kind climbs here."""
    return _rule(await rule_in_force(request.user.department_id, kind))


@put("/api/v1/messages/rules/{kind:str}", guards=[MANAGE], tags=TAGS, status_code=204)
async def put_rule(request: Request, kind: str, data: RuleIn) -> None:
    """From now on messages of this kind climb like this."""
    await set_rule(request.user, kind, data.ladder, data.chain, datetime.now(UTC))


@delete("/api/v1/messages/rules/{kind:str}", guards=[MANAGE], tags=TAGS, status_code=204)
async def forget_rule(request: Request, kind: str) -> None:
    """Back to what every department starts with."""
    await reset_rule(request.user, kind, datetime.now(UTC))


@get("/api/v1/messages/robots", guards=[MANAGE], tags=TAGS)
async def list_robots(request: Request) -> list[RobotCard]:
    """The robots of the group chats, and how each went the last time."""
    return await robots_of(request.user.department_id)


@post("/api/v1/messages/robots", guards=[MANAGE], tags=TAGS)
async def add_robot(request: Request, data: RobotIn) -> Created:
    """Its address and secret are kept locked and never shown again."""
    return Created(
        await put_up_robot(
            request.user, data.name, data.vendor, data.heard_by, data.url, data.secret, datetime.now(UTC)
        )
    )


@post("/api/v1/messages/robots/{robot_id:int}/test", guards=[MANAGE], tags=TAGS, status_code=200)
async def test_robot(request: Request, robot_id: int) -> Tried:
    """Says one sentence in the group, now."""
    return _tried(await try_robot(request.user, robot_id, language(request), datetime.now(UTC)))


@delete("/api/v1/messages/robots/{robot_id:int}", guards=[MANAGE], tags=TAGS, status_code=204)
async def remove_robot(request: Request, robot_id: int) -> None:
    """Nothing is said through it any more."""
    await take_down_robot(request.user, robot_id, datetime.now(UTC))


@get("/api/v1/messages/providers", guards=[MANAGE], tags=TAGS)
async def list_providers(request: Request) -> list[ProviderCard]:
    """Who sends texts and rings phones."""
    return await providers_of(request.user.department_id)


@post("/api/v1/messages/providers", guards=[MANAGE], tags=TAGS)
async def add_provider(request: Request, data: ProviderIn) -> Created:
    """From now on texts (or calls) go out by this request; it is kept locked and never shown again."""
    return Created(await set_provider(request.user, data.channel, data.name, data.request, datetime.now(UTC)))


@post("/api/v1/messages/providers/{provider_id:int}/test", guards=[MANAGE], tags=TAGS, status_code=200)
async def test_provider(request: Request, provider_id: int) -> Tried:
    """One text, or one call, to my own verified mobile."""
    return _tried(await try_provider(request.user, provider_id, language(request), datetime.now(UTC)))


@delete("/api/v1/messages/providers/{provider_id:int}", guards=[MANAGE], tags=TAGS, status_code=204)
async def remove_provider(request: Request, provider_id: int) -> None:
    """Nothing goes out by it any more."""
    await end_provider(request.user, provider_id, datetime.now(UTC))


handlers = [
    list_mine, acknowledge_mine, saw_mine, my_choices, choose_mine, mute_me, unmute_me, list_sent, one_sent, list_rules,
    one_rule, put_rule, forget_rule, list_robots, add_robot, test_robot, remove_robot, list_providers, add_provider,
    test_provider, remove_provider,
]  # fmt: skip


def _message(each: Letter, request: Request) -> MessageOut:
    lang, zone = language(request), request.user.zone.key
    return MessageOut(
        each.id, each.said.kind, words.title(each.said, lang), words.body(each.said, lang, zone), each.said.url,
        each.told_at, each.said.until, each.state, each.waits, each.seen_at, each.acknowledged_at, list(each.others),
        each.answered_by,
    )  # fmt: skip


def _sent(each: SentLine, request: Request) -> SentOut:
    lang, zone = language(request), request.user.zone.key
    return SentOut(
        each.id, each.said.kind, each.said.subject, each.person_id, each.name, words.title(each.said, lang),
        words.body(each.said, lang, zone), each.told_at, each.said.until, each.state, each.due_at, each.seen_at,
        each.acknowledged_at, list(each.attempts),
    )  # fmt: skip


def _rule(card: RuleCard) -> Rule:
    return Rule(
        card.kind.name, card.kind.urgency, card.kind.acknowledge, [(step.channel, step.after) for step in card.ladder],
        [(climb.who, climb.after) for climb in card.chain], card.own,
    )  # fmt: skip


def _tried(outcome: Outcome) -> Tried:
    return Tried(outcome.state, outcome.status, outcome.reason)
