"""Messages: how soon an event is on the wire to every phone on shift, and how fast many are sent."""

from __future__ import annotations

import asyncio
import base64
import json
import secrets
import statistics
import sys
import time
import urllib.request
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from backend.bench.figures import Figure
from backend.bench.stage import PRESET, Stage, a_worker, new_database, running
from backend.company.actions import create_department
from backend.infra import db
from backend.notifications.actions import tell

PORT = 18614
DATABASE = "bench_messages"
LONGEST = 300.0

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Crowd:
    """A department with everybody on shift, each with a phone."""

    department_id: int
    person_ids: tuple[int, ...]


async def measure_messages(
    stage: Stage, phones: int, messages: int, workers: int, rounds: int, say: Say
) -> list[Figure]:
    """Figures of the sender, with a push service on loopback and `workers` processes that send."""
    key = ec.generate_private_key(ec.SECP256R1())
    stage = replace(
        stage,
        extra={
            "DANGBAN_PUSH_HOSTS": f"127.0.0.1:{PORT}",
            "DANGBAN_VAPID_PRIVATE_KEY": _text(key.private_numbers().private_value.to_bytes(32, "big")),
        },
    )
    say("phones")
    await new_database(stage, DATABASE)
    crowd = await _crowd(phones, _point(key))
    async with a_receiver(stage), AsyncExitStack() as running_workers:
        for _ in range(workers):
            await running_workers.enter_async_context(a_worker(stage, DATABASE))
        await _all_alive(workers)
        say("event")
        alone = [await _event(crowd, f"one:{number}", crowd.person_ids[:1]) for number in range(rounds * 10)]
        together = [await _event(crowd, f"all:{number}", None) for number in range(rounds)]
        say("drain")
        drained = await _drained(crowd, messages)
    return [*_alone(alone), *_together(together, phones), _rate(messages, drained, workers)]


@asynccontextmanager
async def a_receiver(stage: Stage) -> AsyncIterator[None]:
    """The push service, in a process of its own."""
    command = [sys.executable, "-m", "backend.bench.push_receiver", str(PORT)]
    async with running(stage, DATABASE, command):
        until = time.monotonic() + 15
        while time.monotonic() < until:
            try:
                await _asked("count")
                break
            except OSError:
                await asyncio.sleep(0.05)
        yield


async def _event(crowd: Crowd, subject: str, person_ids: tuple[int, ...] | None) -> list[float]:
    """Milliseconds from just before the change to each phone's push; whom: these, or everybody on shift."""
    started = datetime.now(UTC)
    async with db.transaction():
        told = await tell(
            "hotline.missed-call",
            crowd.department_id,
            subject,
            started,
            person_ids=person_ids,
            called="09:30",
            caller="-",
        )
    arrived = await _arrived(len(told))
    return sorted((at - started.timestamp()) * 1000 for _, at in arrived)


async def _drained(crowd: Crowd, messages: int) -> float:
    """Seconds from the first word to the last push, for `messages` messages told as fast as they can be."""
    matters = messages // len(crowd.person_ids)
    started = time.time()
    for number in range(matters):
        async with db.transaction():
            await tell(
                "hotline.missed-call", crowd.department_id, f"many:{number}", datetime.now(UTC),
                person_ids=crowd.person_ids, called="09:30", caller="-",
            )  # fmt: skip
    arrived = await _arrived(matters * len(crowd.person_ids))
    return max(at for _, at in arrived) - started


async def _arrived(count: int) -> list[Any]:
    """Waits for so many pushes; more of them, or one that never comes, is an error of ours."""
    until = time.monotonic() + LONGEST
    while await _asked("count") < count:
        if time.monotonic() > until:
            raise RuntimeError(f"{await _asked('count')} of {count} pushes came: see bench.log")
        await asyncio.sleep(0.02)
    await asyncio.sleep(0.3)
    arrived = await _asked("drain")
    if len(arrived) != count:
        raise RuntimeError(f"{len(arrived)} pushes for {count} messages")
    return arrived


async def _asked(what: str) -> Any:
    address = f"http://127.0.0.1:{PORT}/{what}"
    return await asyncio.to_thread(lambda: json.load(urllib.request.urlopen(address, timeout=10)))


async def _all_alive(workers: int) -> None:
    until = time.monotonic() + 30
    while await db.fetchval("SELECT count(*) FROM heartbeat WHERE name LIKE 'worker%'") < workers:
        if time.monotonic() > until:
            raise RuntimeError("the workers of the bench did not start: see bench.log")
        await asyncio.sleep(0.1)


async def _crowd(phones: int, server_key: str) -> Crowd:
    now = datetime.now(UTC)
    department_id = await create_department("测速部", PRESET, now)
    keys = [_point(ec.generate_private_key(ec.SECP256R1())) for _ in range(phones)]
    people = [row["id"] for row in await db.fetch(_PEOPLE, department_id, phones)]
    devices = [row["id"] for row in await db.fetch(_DEVICES, department_id, people)]
    await db.execute(_SESSIONS, department_id, people, devices, now + timedelta(days=1))
    await db.execute(
        _PHONES, department_id, people, devices, [f"http://127.0.0.1:{PORT}/push/{each}" for each in people], keys,
        [_text(secrets.token_bytes(16)) for _ in people], server_key,
    )  # fmt: skip
    await db.execute(_SHIFTS, department_id, people, now - timedelta(hours=1), now + timedelta(hours=8))
    await db.execute("ANALYZE")
    return Crowd(department_id, tuple(people))


_PEOPLE = """
INSERT INTO person (department_id, login, name, role)
SELECT $1, 'phone' || number, '同事' || number, 'staff' FROM generate_series(1, $2::int) AS number RETURNING id
"""
_DEVICES = """
INSERT INTO device (department_id, person_id, token_hash, name)
SELECT $1, person_id, sha256(person_id::text::bytea), 'phone' FROM unnest($2::bigint[]) AS person_id RETURNING id
"""
_SESSIONS = """
INSERT INTO session (department_id, person_id, device_id, token_hash, expires_at)
SELECT $1, person_id, device_id, sha256(('s' || person_id)::bytea), $4
FROM unnest($2::bigint[], $3::bigint[]) AS mine (person_id, device_id)
"""
_PHONES = """
INSERT INTO push_subscription (department_id, person_id, device_id, endpoint, p256dh, auth, server_key)
SELECT $1, person_id, device_id, endpoint, p256dh, auth, $7
FROM unnest($2::bigint[], $3::bigint[], $4::text[], $5::text[], $6::text[])
    AS mine (person_id, device_id, endpoint, p256dh, auth)
"""
_SHIFTS = """
INSERT INTO shift (department_id, person_id, day, segments, in_draft, in_force)
SELECT $1, person_id, ($4::timestamptz AT TIME ZONE 'Asia/Shanghai')::date,
    tstzmultirange(tstzrange($3, $4)), true, true
FROM unnest($2::bigint[]) AS person_id
"""


def _alone(seen: list[list[float]]) -> list[Figure]:
    first = sorted(each[0] for each in seen)
    detail = f"p99 {first[int(len(first) * 0.99) - 1]:.0f} ms; {len(first)} events, one phone each"
    return [Figure("event → on the wire, one phone", statistics.median(first), "ms", 100, False, detail)]


def _together(seen: list[list[float]], phones: int) -> list[Figure]:
    """The median round: one event for everybody on shift."""
    middle = sorted(seen, key=lambda each: each[-1])[len(seen) // 2]
    p50, p99 = middle[len(middle) // 2], middle[int(len(middle) * 0.99) - 1]
    detail = (
        f"{phones:,} phones on shift; the first after {middle[0]:.0f} ms, the last after {middle[-1]:.0f} ms"
    )
    return [
        Figure("event → on the wire, p50", p50, "ms", 2_000, False, detail),
        Figure("event → on the wire, p99", p99, "ms", 4_000, False, detail),
    ]


def _rate(messages: int, seconds: float, workers: int) -> Figure:
    detail = f"{messages:,} messages, {workers} workers: {seconds:.1f} s"
    return Figure("messages sent", messages / seconds, "/s", 250, True, detail)


def _point(key: ec.EllipticCurvePrivateKey) -> str:
    return _text(key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
