"""Real days judged: at their end, and again whenever a fact of them is added."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date, datetime
from uuid import uuid4

from backend.attendance.corrections import ask_correction, decide_correction
from backend.attendance.month import month_of
from backend.attendance.reviews import decide_punch
from backend.attendance.verdicts import judge, judge_days
from backend.infra import db
from backend.rota.publication import publish
from backend.rota.shifts import give_rest, set_shift
from tests.support.attendance import tap
from tests.support.shop import Colleague, Shop

MONDAY = "2026-11-02"
DAY = date(2026, 11, 2)


async def verdict(who: Colleague, day: date = DAY) -> tuple[str, int, int] | None:
    row = await db.fetchrow(
        "SELECT status, late_minutes, early_minutes FROM day_verdict WHERE person_id = $1 AND day = $2",
        who.person_id,
        day,
    )
    return tuple(row) if row else None


async def test_a_day_is_judged_when_it_is_over(shop: Shop, now: datetime) -> None:
    lin, zhou, he = [await shop.hire(name) for name in ("林晓", "周敏", "何静")]
    for each in (lin, zhou, he):
        await shop.shift(each, MONDAY, ("08:30", "16:00"))
    await tap(lin, "in", now)
    await tap(lin, "out", shop.clock(MONDAY, "16:00"))
    await tap(zhou, "in", shop.clock(MONDAY, "08:41:30"))
    await tap(zhou, "out", shop.clock(MONDAY, "15:50"))
    await judge_days(shop.clock(MONDAY, "23:59"))
    assert await verdict(lin) is None
    await judge_days(shop.clock("2026-11-03", "00:05"))
    assert await verdict(lin) == ("present", 0, 0)
    assert await verdict(zhou) == ("late+early", 11, 10)
    assert await verdict(he) == ("absent", 0, 0)
    before = await db.fetchval(
        "SELECT count(*) FROM day_verdict WHERE department_id = $1", shop.department_id
    )
    await judge_days(shop.clock("2026-11-03", "00:10"))
    assert before == await db.fetchval(
        "SELECT count(*) FROM day_verdict WHERE department_id = $1", shop.department_id
    )


async def test_a_shift_over_midnight_waits_for_its_end(shop: Shop) -> None:
    he = await shop.hire("何静")
    span = f"{{[{shop.clock(MONDAY, '22:00').isoformat()},{shop.clock('2026-11-03', '06:00').isoformat()})}}"
    await db.execute(
        "INSERT INTO shift (department_id, person_id, day, segments, in_draft, in_force) "
        "VALUES ($1, $2, $3, $4::text::tstzmultirange, true, true)",
        shop.department_id,
        he.person_id,
        DAY,
        span,
    )
    await tap(he, "in", shop.clock(MONDAY, "21:58"))
    await judge_days(shop.clock("2026-11-03", "00:30"))
    assert await verdict(he) is None
    await tap(he, "out", shop.clock("2026-11-03", "06:01"))
    await judge_days(shop.clock("2026-11-03", "09:59"))
    assert await verdict(he) is None
    await judge_days(shop.clock("2026-11-03", "10:00"))
    assert await verdict(he) == ("present", 0, 0)


async def test_an_approved_correction_has_the_day_judged_again(
    shop: Shop, now: datetime, drain: Callable[[], Awaitable[int]]
) -> None:
    lin = await shop.hire("林晓")
    lead = await (await shop.hire("罗帆", role="lead")).viewer()
    await shop.shift(lin, MONDAY, ("08:30", "16:00"))
    await tap(lin, "in", now)
    await judge_days(shop.clock("2026-11-03", "00:05"))
    assert await verdict(lin) == ("missing-out", 0, 0)
    correction_id = await ask_correction(
        await lin.viewer(),
        shop.clock("2026-11-03", "09:00"),
        kind="out",
        when=shop.clock(MONDAY, "16:05"),
        why="忘记打卡",
        request_key=uuid4(),
    )
    await decide_correction(lead, correction_id, True, shop.clock("2026-11-03", "09:30"))
    await drain()
    assert await verdict(lin) == ("present", 0, 0)


async def test_a_punch_that_came_late_counts_once_it_is_accepted(
    shop: Shop, now: datetime, drain: Callable[[], Awaitable[int]]
) -> None:
    lin = await shop.hire("林晓")
    lead = await (await shop.hire("罗帆", role="lead")).viewer()
    await shop.shift(lin, MONDAY, ("08:30", "16:00"))
    await tap(lin, "in", now)
    await judge_days(shop.clock("2026-11-03", "00:05"))
    delivered, made = shop.clock("2026-11-03", "08:00"), shop.clock(MONDAY, "16:02")
    answer = await tap(lin, "out", delivered, made_at=made, sent_at=delivered)
    await drain()
    assert answer.punch.standing == "waiting" and await verdict(lin) == ("missing-out", 0, 0)
    await decide_punch(lead, answer.punch.id, True, shop.clock("2026-11-03", "09:00"))
    await drain()
    assert await verdict(lin) == ("present", 0, 0)


async def test_a_day_in_progress_is_judged_as_far_as_it_has_come(shop: Shop) -> None:
    zhou = await shop.hire("周敏")
    await shop.shift(zhou, MONDAY, ("08:30", "16:00"))
    await tap(zhou, "in", shop.clock(MONDAY, "08:41"))
    found = await judge(zhou.person_id, shop.department_id, DAY, shop.clock(MONDAY, "10:00"))
    assert found is not None
    assert (found.verdict.status, found.verdict.late_minutes, found.verdict.settled) == ("late", 11, False)


async def test_a_shift_put_right_after_its_day_has_it_judged_again(
    shop: Shop, now: datetime, drain: Callable[[], Awaitable[int]]
) -> None:
    """He Jing had swapped with Zhou Min, and the manager writes it down only the day after."""
    zhou, he = await shop.hire("周敏"), await shop.hire("何静")
    boss = await (await shop.manager()).viewer()
    await shop.shift(zhou, MONDAY, ("08:30", "16:00"))
    await tap(he, "in", now, why="替周敏")
    await tap(he, "out", shop.clock(MONDAY, "16:01"), why="替周敏")
    at = shop.clock("2026-11-03", "00:05")
    await judge_days(at)
    assert await verdict(zhou) == ("absent", 0, 0) and await verdict(he) == ("rest", 0, 0)
    await give_rest(boss, zhou.person_id, DAY, at)
    await set_shift(boss, he.person_id, DAY, at, segments=[("08:30", "16:00")])
    assert boss.rules is not None
    await publish(boss, DAY, boss.rules, at, reason="周敏与何静换班，补记")
    await drain()
    assert await verdict(zhou) == ("rest", 0, 0) and await verdict(he) == ("present", 0, 0)


async def test_a_day_that_goes_well_so_far_is_neither_counted_nor_painted(shop: Shop) -> None:
    """Somebody who should be here and is not stands out at once; a shift still to come says nothing."""
    lin, zhou = await shop.hire("林晓"), await shop.hire("周敏")
    await shop.shift(lin, MONDAY, ("08:30", "16:00"))
    await shop.shift(zhou, MONDAY, ("13:30", "21:00"))
    at = shop.clock(MONDAY, "09:00")
    late = await month_of(lin.person_id, shop.department_id, date(2026, 11, 1), DAY, at)
    to_come = await month_of(zhou.person_id, shop.department_id, date(2026, 11, 1), DAY, at)
    assert late is not None and to_come is not None
    assert late.counts["late"] == 1 and late.cells[1].tone == "warn"
    assert to_come.counts["present"] == 0 and to_come.cells[1].tone == ""
    assert [late.days[0].underway, to_come.days[0].underway] == [False, True]


async def test_a_month_shows_the_verdict_that_was_kept(
    shop: Shop, a_department: Callable[..., Awaitable[Shop]]
) -> None:
    lin = await shop.hire("林晓")
    await shop.shift(lin, MONDAY, ("08:30", "16:00"))
    await judge_days(shop.clock("2026-11-03", "00:05"))
    at = shop.clock("2026-11-03", "12:00")
    month = await month_of(lin.person_id, shop.department_id, date(2026, 11, 1), date(2026, 11, 3), at)
    assert month is not None and month.counts == {"absent": 1, "rest": 2}
    assert len(month.cells) == 30 and month.cells[1].tone == "late"
    other = await a_department("day-split")
    assert (
        await month_of(lin.person_id, other.department_id, date(2026, 11, 1), date(2026, 11, 3), at) is None
    )
