"""What waits is decided once, by somebody else; a missed punch becomes a fact beside the others (R-ATT-1, R-APPR-2)."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from uuid import uuid4

import asyncpg
import pytest

from backend.attendance.corrections import ask_correction, decide_correction, withdraw_correction
from backend.attendance.queries import corrections_of, to_decide
from backend.attendance.reviews import decide_punch
from backend.infra import db
from backend.infra.refusal import Refusal
from backend.rules.clock import day_of
from tests.support.attendance import punches, tap
from tests.support.shop import Colleague, Shop

MONDAY = "2026-11-02"


@pytest.fixture
async def lin(shop: Shop, now: datetime) -> Colleague:
    """林晓 came, and forgot to clock out."""
    lin = await shop.hire("林晓")
    await shop.shift(lin, MONDAY, ("08:30", "16:00"))
    await tap(lin, "in", now)
    return lin


async def asked_by(lin: Colleague, shop: Shop) -> int:
    return await ask_correction(
        await lin.viewer(),
        shop.clock("2026-11-03", "09:00"),
        kind="out",
        when=shop.clock(MONDAY, "16:05"),
        why="忘记打卡",
        request_key=uuid4(),
    )


async def test_an_approved_correction_is_a_punch_beside_the_others(shop: Shop, lin: Colleague) -> None:
    lead = await (await shop.hire("罗帆", role="lead")).viewer()
    correction_id = await asked_by(lin, shop)
    [waits] = await to_decide(shop.department_id)
    assert (waits.part, waits.id, waits.why) == ("correction", correction_id, "忘记打卡")
    await decide_correction(lead, correction_id, True, shop.clock("2026-11-03", "09:30"))
    came, went = await punches(lin)
    assert (went["kind"], went["source"], went["at"], str(went["day"])) == (
        "out",
        "correction",
        shop.clock(MONDAY, "16:05"),
        MONDAY,
    )
    assert came["source"] == "phone" and await to_decide(shop.department_id) == []
    [mine] = await corrections_of(lin.person_id, shop.department_id, day_of(came["at"], shop.zone))
    assert (mine.outcome, mine.decided_by) == ("approved", "罗帆")


async def test_a_rejected_one_changes_nothing_and_says_why(shop: Shop, lin: Colleague) -> None:
    lead = await (await shop.hire("罗帆", role="lead")).viewer()
    correction_id = await asked_by(lin, shop)
    assert (
        await decide_correction(
            lead, correction_id, False, shop.clock("2026-11-03", "10:00"), said="监控里没有"
        )
        is None
    )
    assert len(await punches(lin)) == 1
    [mine] = await corrections_of(
        lin.person_id, shop.department_id, day_of(shop.clock(MONDAY, "12:00"), shop.zone)
    )
    assert (mine.outcome, mine.note) == ("rejected", "监控里没有")


async def test_nobody_decides_their_own(shop: Shop, now: datetime) -> None:
    lead = await shop.hire("罗帆", role="lead")
    answer = await tap(lead, "in", now, why="加班")
    correction_id = await asked_by(lead, shop)
    viewer = await lead.viewer()
    with pytest.raises(Refusal, match="attendance-own-decision"):
        await decide_punch(viewer, answer.punch.id, True, now)
    with pytest.raises(Refusal, match="attendance-own-decision"):
        await decide_correction(viewer, correction_id, True, now)


async def test_two_leads_at_the_same_moment_decide_once(shop: Shop, lin: Colleague) -> None:
    leads = [await (await shop.hire(name, role="lead")).viewer() for name in ("罗帆", "陈露", "许诺")]
    correction_id = await asked_by(lin, shop)
    at = shop.clock("2026-11-03", "09:30")
    results = await asyncio.gather(
        *(decide_correction(lead, correction_id, True, at) for lead in leads), return_exceptions=True
    )
    refused = [result for result in results if isinstance(result, Refusal)]
    assert [refusal.code for refusal in refused] == ["attendance-already-decided"] * 2
    assert len(await punches(lin)) == 2


async def test_a_punch_is_decided_once(shop: Shop, lin: Colleague) -> None:
    leads = [await (await shop.hire(name, role="lead")).viewer() for name in ("罗帆", "陈露")]
    await tap(lin, "out", shop.clock(MONDAY, "16:00"))
    answer = await tap(lin, "in", shop.clock(MONDAY, "23:00"), why="临时顶班")
    results = await asyncio.gather(
        *(
            decide_punch(lead, answer.punch.id, yes, shop.clock(MONDAY, "23:30"))
            for lead, yes in zip(leads, (True, False), strict=True)
        ),
        return_exceptions=True,
    )
    assert [type(result).__name__ for result in results].count("Refusal") == 1
    assert await to_decide(shop.department_id) == []
    with pytest.raises(asyncpg.PostgresError, match="append-only"):
        await db.execute("UPDATE punch_decision SET accepted = true")


async def test_a_punch_that_is_in_order_needs_no_answer(shop: Shop, lin: Colleague, now: datetime) -> None:
    lead = await (await shop.hire("罗帆", role="lead")).viewer()
    [punch] = await punches(lin)
    with pytest.raises(Refusal, match="attendance-nothing-to-decide"):
        await decide_punch(lead, punch["id"], False, now)


async def test_what_one_asked_for_can_be_taken_back(shop: Shop, lin: Colleague) -> None:
    correction_id = await asked_by(lin, shop)
    await withdraw_correction(await lin.viewer(), correction_id, shop.clock("2026-11-03", "09:05"))
    assert await to_decide(shop.department_id) == []
    with pytest.raises(Refusal, match="attendance-already-decided"):
        await withdraw_correction(await lin.viewer(), correction_id, shop.clock("2026-11-03", "09:06"))


@pytest.mark.parametrize(
    ("when", "why", "code"),
    [
        (timedelta(hours=1), "忘记打卡", "attendance-correction-in-future"),
        (-timedelta(days=80), "忘记打卡", "attendance-correction-too-old"),
        (-timedelta(hours=1), "  ", "attendance-correction-why-needed"),
    ],
)
async def test_what_cannot_be_asked_for(
    shop: Shop, lin: Colleague, now: datetime, when: timedelta, why: str, code: str
) -> None:
    with pytest.raises(Refusal, match=code):
        await ask_correction(
            await lin.viewer(), now, kind="out", when=now + when, why=why, request_key=uuid4()
        )


async def test_another_department_sees_and_decides_nothing(
    shop: Shop, lin: Colleague, a_department, now: datetime
) -> None:
    other = await a_department("three-shift")
    stranger = await (await other.hire("周总", role="manager")).viewer()
    correction_id = await asked_by(lin, shop)
    [punch] = await punches(lin)
    for attempt in (
        decide_correction(stranger, correction_id, True, now),
        withdraw_correction(stranger, correction_id, now),
        decide_punch(stranger, punch["id"], True, now),
    ):
        with pytest.raises(Refusal) as refusal:
            await attempt
        assert refusal.value.status == 404
    assert await to_decide(other.department_id) == []


async def test_a_lead_asks_for_somebody_and_another_lead_decides(shop: Shop, lin: Colleague) -> None:
    asker, other = [await (await shop.hire(name, role="lead")).viewer() for name in ("罗帆", "陈露")]
    at = shop.clock("2026-11-03", "09:00")
    said = {"kind": "out", "when": shop.clock(MONDAY, "16:05"), "why": "手机坏了", "person_id": lin.person_id}
    correction_id = await ask_correction(asker, at, request_key=uuid4(), **said)
    with pytest.raises(Refusal, match="attendance-own-decision"):
        await decide_correction(asker, correction_id, True, at)
    await decide_correction(other, correction_id, True, at)
    assert [punch["kind"] for punch in await punches(lin)] == ["in", "out"]
    with pytest.raises(Refusal, match="shell-error-forbidden"):
        zhou = await (await shop.hire("周敏")).viewer()
        await ask_correction(zhou, at, request_key=uuid4(), **said)
