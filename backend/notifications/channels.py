"""Each channel's way out: what it needs beforehand, the sending itself, and what is kept of its places afterwards."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from redis.exceptions import RedisError

from backend.company.queries import company
from backend.infra import bus, db
from backend.infra.push.outcome import Outcome
from backend.infra.push.provider import Provider, send_text
from backend.infra.push.robots import Robot, send_robot
from backend.infra.push.web_push import send_push
from backend.notifications import words
from backend.notifications.live import NOW
from backend.notifications.providers import provider_of, used_provider
from backend.notifications.robots import robot_of, used_robot
from backend.notifications.wires import Wire
from backend.people.numbers import verified_numbers
from backend.phones.queries import Address, addresses
from backend.phones.subscriptions import settle, worked
from backend.rules.messages import kind_of
from backend.settings import settings

PUSH_URGENCY = {"normal": "normal", "urgent": "high", "emergency": "high"}
LIVE_AGAIN_SECONDS = 2.0
NOT_THERE = Outcome("gone", reason="no longer there")


@dataclass(frozen=True, slots=True)
class Ready:
    """What some deliveries need, asked for all of them together."""

    lang: str = "zh-Hans"
    phones: dict[int, Address] = field(default_factory=dict)
    robots: dict[int, Robot] = field(default_factory=dict)
    providers: dict[tuple[int, str], tuple[int, Provider]] = field(default_factory=dict)
    numbers: dict[int, dict[int, str]] = field(default_factory=dict)
    names: dict[tuple[int, str, str], list[str]] = field(default_factory=dict)


async def prepared(wires: list[Wire], at: datetime) -> Ready:
    """Addresses, robots, providers and numbers as they are at `at`: what was ended meanwhile is not used any more."""
    phones = [wire.target_id for wire in wires if wire.channel == "push" and wire.target_id]
    ready = Ready(
        lang=(await company()).lang if any(wire.channel != "live" for wire in wires) else "zh-Hans",
        phones=await addresses(phones, at) if phones else {},
    )
    for wire in wires:
        if wire.channel == "robot":
            await _ready_robot(wire, ready)
        elif wire.channel in ("sms", "call"):
            await _ready_number(wire, ready)
    return ready


async def send(wire: Wire, ready: Ready, at: datetime) -> Outcome:
    """One delivery, by its channel."""
    return await _SEND[wire.channel](wire, ready, at)


async def settled(results: Iterable[tuple[Wire, Outcome]], at: datetime) -> None:
    """Dead addresses are forgotten; robots and providers say on the desk how it went the last time."""
    results = list(results)
    took = [wire.target_id for wire, outcome in results if wire.channel == "push" and outcome.state == "sent"]
    if took:
        await worked([target_id for target_id in took if target_id], at)
    for wire, outcome in results:
        if wire.channel == "push" and outcome.state == "gone" and outcome.status and wire.target_id:
            await settle(wire.target_id, outcome, at)
        elif wire.channel == "robot" and wire.target_id:
            await used_robot(wire.target_id, outcome, at)
        elif wire.channel in ("sms", "call"):
            found = await provider_of(wire.department_id, wire.channel)
            if found:
                await used_provider(found[0], outcome, at)


async def _live(wire: Wire, ready: Ready, at: datetime) -> Outcome:
    """Every page that is open fetches what waits; which of them has shown it, the page itself says."""
    try:
        await bus.refresh(f"person:{wire.person_id}", NOW)
    except (RedisError, OSError) as error:
        return Outcome("later", reason=type(error).__name__, again_in=LIVE_AGAIN_SECONDS)
    return Outcome("sent")


async def _push(wire: Wire, ready: Ready, at: datetime) -> Outcome:
    phone = ready.phones.get(wire.target_id or 0)
    if phone is None:
        return NOT_THERE
    of = kind_of(wire.message.kind)
    return await send_push(
        phone.subscription, words.payload(wire, wire.lang or ready.lang), at=at, topic=words.topic(wire),
        ttl=int((wire.message.until - at).total_seconds()), urgency=PUSH_URGENCY[of.urgency],
    )  # fmt: skip


async def _robot(wire: Wire, ready: Ready, at: datetime) -> Outcome:
    robot = ready.robots.get(wire.target_id or 0)
    if robot is None:
        return NOT_THERE
    names = ready.names[wire.department_id, wire.message.kind, wire.message.subject]
    return await send_robot(robot, words.group_text(wire, ready.lang, names, settings().public_url), at)


async def _number(wire: Wire, ready: Ready, at: datetime) -> Outcome:
    found = ready.providers.get((wire.department_id, wire.channel))
    mobile = ready.numbers.get(wire.department_id, {}).get(wire.person_id or 0)
    if found is None or mobile is None:
        return NOT_THERE
    return await send_text(found[1], mobile, words.brief(wire.message, wire.lang or ready.lang), at)


_SEND = {"live": _live, "push": _push, "robot": _robot, "sms": _number, "call": _number}


async def _ready_robot(wire: Wire, ready: Ready) -> None:
    matter = (wire.department_id, wire.message.kind, wire.message.subject)
    if matter not in ready.names:
        ready.names[matter] = [row["name"] for row in await db.fetch(_NAMES, *matter)]
    if wire.target_id and wire.target_id not in ready.robots:
        robot = await robot_of(wire.department_id, wire.target_id)
        if robot is not None:
            ready.robots[wire.target_id] = robot


async def _ready_number(wire: Wire, ready: Ready) -> None:
    way = (wire.department_id, wire.channel)
    if way not in ready.providers:
        found = await provider_of(*way)
        if found is not None:
            ready.providers[way] = found
    if wire.department_id not in ready.numbers:
        ready.numbers[wire.department_id] = await verified_numbers(wire.department_id)


_NAMES = """
SELECT person.name FROM message JOIN person ON person.id = message.person_id
WHERE message.department_id = $1 AND message.kind = $2 AND message.subject = $3 AND message.state = 'open'
ORDER BY message.id
"""
