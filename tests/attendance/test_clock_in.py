"""The big button: one tap, many taps, the same tap again."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from uuid import uuid4

import asyncpg
import pytest

from backend.infra import db
from backend.infra.refusal import Refusal
from tests.support.attendance import attendance_rules, punches, tap
from tests.support.shop import Colleague, Shop

MONDAY = "2026-11-02"


@pytest.fixture
async def lin(shop: Shop) -> Colleague:
    """林晓 with the early shift of Monday."""
    lin = await shop.hire("林晓")
    await shop.shift(lin, MONDAY, ("08:30", "16:00"))
    return lin


async def test_a_tap_is_recorded_with_the_time_of_the_server(lin: Colleague, now: datetime) -> None:
    answer = await tap(lin, "in", now)
    assert (answer.already, answer.punch.at, answer.punch.standing) == (False, now, "counted")
    [punch] = await punches(lin)
    assert (punch["kind"], punch["at"], punch["sequence"], str(punch["day"])) == ("in", now, 1, MONDAY)
    assert punch["shift_id"] is not None
    trail = await db.fetchval("SELECT count(*) FROM audit_event WHERE subject = $1", f"punch:{punch['id']}")
    event = await db.fetchval("SELECT count(*) FROM outbox WHERE payload->>'punch_id' = $1", str(punch["id"]))
    assert (trail, event) == (1, 1)


@pytest.mark.parametrize("same_key", [True, False])
async def test_fifty_taps_at_the_same_moment_are_one_punch(
    lin: Colleague, now: datetime, same_key: bool
) -> None:
    key = uuid4()
    answers = await asyncio.gather(*(tap(lin, "in", now, key if same_key else None) for _ in range(50)))
    assert len(await punches(lin)) == 1
    assert len({answer.punch.id for answer in answers}) == 1
    assert [answer.already for answer in answers].count(False) == 1


async def test_a_replay_is_answered_with_the_same_punch_hours_later(lin: Colleague, now: datetime) -> None:
    key = uuid4()
    first = await tap(lin, "in", now, key)
    again = await tap(lin, "in", now + timedelta(hours=5), key)
    assert again.already and again.punch.id == first.punch.id and again.punch.at == now


async def test_a_key_of_somebody_else_tells_nothing(shop: Shop, lin: Colleague, now: datetime) -> None:
    key = uuid4()
    await tap(lin, "in", now, key)
    zhou = await shop.hire("周敏")
    await shop.shift(zhou, MONDAY, ("08:30", "16:00"))
    with pytest.raises(Refusal) as refusal:
        await tap(zhou, "in", now, key)
    assert (refusal.value.code, refusal.value.status) == ("shell-error-not-found", 404)
    assert await punches(zhou) == []


async def test_coming_twice_is_answered_with_the_first_time(
    shop: Shop, lin: Colleague, now: datetime
) -> None:
    first = await tap(lin, "in", now)
    again = await tap(lin, "in", shop.clock(MONDAY, "10:00"))
    assert again.already and again.punch.id == first.punch.id


async def test_the_last_clock_out_counts(shop: Shop, lin: Colleague, now: datetime) -> None:
    await tap(lin, "in", now)
    await tap(lin, "out", shop.clock(MONDAY, "16:00"))
    again = await tap(lin, "out", shop.clock(MONDAY, "16:00:40"))
    later = await tap(lin, "out", shop.clock(MONDAY, "16:20"))
    assert again.already and not later.already
    assert [punch["kind"] for punch in await punches(lin)] == ["in", "out", "out"]


async def test_a_break_begins_and_ends_once(shop: Shop, lin: Colleague, now: datetime) -> None:
    with pytest.raises(Refusal, match="attendance-break-before-in"):
        await tap(lin, "break_out", now)
    await tap(lin, "in", now)
    with pytest.raises(Refusal, match="attendance-no-break"):
        await tap(lin, "break_in", shop.clock(MONDAY, "11:00"))
    await tap(lin, "break_out", shop.clock(MONDAY, "12:00"))
    assert (await tap(lin, "break_out", shop.clock(MONDAY, "12:05"))).already
    await tap(lin, "break_in", shop.clock(MONDAY, "12:30"))
    assert [punch["kind"] for punch in await punches(lin)] == ["in", "break_out", "break_in"]


async def test_out_of_every_shift_one_is_asked_why(shop: Shop, lin: Colleague) -> None:
    evening = shop.clock(MONDAY, "22:30")
    with pytest.raises(Refusal, match="attendance-why-needed"):
        await tap(lin, "in", evening)
    assert await punches(lin) == []
    answer = await tap(lin, "in", evening, why="临时顶班")
    assert answer.punch.waits and answer.punch.shift_id is None
    [punch] = await punches(lin)
    assert (punch["why"], punch["reasons"][0]["message"]) == ("临时顶班", "attendance-reason-out-of-shift")


async def test_a_shift_over_midnight_keeps_its_day(shop: Shop) -> None:
    he = await shop.hire("何静")
    start, end = shop.clock(MONDAY, "22:00"), shop.clock("2026-11-03", "06:00")
    await db.execute(
        "INSERT INTO shift (department_id, person_id, day, segments, in_draft, in_force) "
        "VALUES ($1, $2, '2026-11-02', $3::text::tstzmultirange, true, true)",
        shop.department_id,
        he.person_id,
        f"{{[{start.isoformat()},{end.isoformat()})}}",
    )
    await tap(he, "in", shop.clock(MONDAY, "21:55"))
    await tap(he, "out", shop.clock("2026-11-03", "06:02"))
    assert {str(punch["day"]) for punch in await punches(he)} == {MONDAY}


async def test_a_bound_device_may_be_required(shop: Shop, lin: Colleague, now: datetime) -> None:
    await attendance_rules(shop, bound_device=True)
    with pytest.raises(Refusal) as refusal:
        await tap(lin, "in", now)
    assert (refusal.value.code, refusal.value.way_out) == ("attendance-device-not-bound", "/me/devices")
    await db.execute("UPDATE device SET bound_at = now() WHERE person_id = $1", lin.person_id)
    assert not (await tap(lin, "in", now)).already


async def test_the_database_refuses_to_alter_a_punch(lin: Colleague, now: datetime) -> None:
    await tap(lin, "in", now)
    for statement in ("UPDATE punch SET at = now()", "DELETE FROM punch", "TRUNCATE punch CASCADE"):
        with pytest.raises(asyncpg.PostgresError, match="append-only"):
            await db.execute(statement)
    assert len(await punches(lin)) == 1
